package dev.lodestar.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A page of few words, with no files of its own: for a browser that was to show a page where there
 * is none, or none for this reader. A program gets JSON instead.
 */
final class PlainPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body {
        display: grid;
        min-height: 100vh;
        margin: 0;
        place-items: center;
        background: light-dark(#f6f5f1, #141412);
        color: light-dark(#1d1c19, #efede6);
        font: 1rem/1.5 system-ui, sans-serif;
      }
      main {
        box-sizing: border-box;
        width: min(26rem, 100vw - 2rem);
        padding: 2rem;
        background: light-dark(#ffffff, #1e1e1b);
        border: 1px solid light-dark(#dcd9d0, #3a3934);
        border-radius: 0.6rem;
      }
      h1 { margin: 0; font-size: 1.4rem; }
      a {
        display: inline-block;
        padding: 0.4rem 1rem;
        background: light-dark(#7a4e00, #e9b355);
        border-radius: 0.6rem;
        color: light-dark(#ffffff, #1c1400);
        font-weight: 600;
        text-decoration: none;
      }
      """;

  /** Nothing but that style may be used. */
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private PlainPage() {}

  /** Whether a browser asks for something to show. */
  static boolean isWanted(Context context) {
    return header(context, "Accept").contains("text/html");
  }

  /** Sends the one in the reader's language. */
  static void send(Context context, String english, String french) {
    context.header("Content-Security-Policy", POLICY);
    context.html(header(context, "Accept-Language").startsWith("fr") ? french : english);
  }

  private static String header(Context context, String name) {
    return Optional.ofNullable(context.header(name)).orElse("").toLowerCase(Locale.ROOT);
  }

  /**
   * Makes a page.
   *
   * @param to where its one link leads; nowhere for the address that the browser is at, which is
   *     then asked for again
   */
  static String of(String language, String title, String words, String to, String link) {
    return """
        <!doctype html>
        <html lang="%s">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Lodestar: %s</title>
            <style>%s</style>
          </head>
          <body>
            <main>
              <h1>%s</h1>
              <p>%s</p>
              <p><a href="%s">%s</a></p>
            </main>
          </body>
        </html>
        """
        .formatted(language, title, STYLE, title, words, to, link);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

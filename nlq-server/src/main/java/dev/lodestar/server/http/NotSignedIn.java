package dev.lodestar.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person sees in place of a page whose name or password was refused; a program gets JSON. It
 * has no files of its own, as whoever is not signed in gets none.
 */
final class NotSignedIn {
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

  private static final String ENGLISH =
      page(
          "en",
          "Not signed in",
          "A name and a password are needed here, and these were not given or are not right.",
          "Sign in");

  private static final String FRENCH =
      page(
          "fr",
          "Vous n'êtes pas connecté",
          "Il faut ici un nom et un mot de passe ; ils n'ont pas été donnés ou ne sont pas justes.",
          "Se connecter");

  private static final String LATER_ENGLISH =
      page("en", "Too many tries", "Too many tries to sign in failed; wait a minute.", "Try again");

  private static final String LATER_FRENCH =
      page(
          "fr",
          "Trop d'essais",
          "Trop d'essais de connexion ont échoué ; attendez une minute.",
          "Réessayer");

  private NotSignedIn() {}

  /** Whether it is a browser that was to show a page and is not let in. */
  static boolean isToldTo(Context context, ApiProblem problem) {
    return (problem.status() == 401 || problem.status() == 429)
        && !Callers.isIn(context)
        && header(context, "Accept").contains("text/html");
  }

  static void tell(Context context, ApiProblem problem) {
    boolean french = header(context, "Accept-Language").startsWith("fr");
    boolean later = problem.status() == 429;
    context.status(problem.status());
    context.header("Cache-Control", "no-store");
    context.header("Content-Security-Policy", POLICY);
    context.html(later ? french ? LATER_FRENCH : LATER_ENGLISH : french ? FRENCH : ENGLISH);
  }

  private static String header(Context context, String name) {
    return Optional.ofNullable(context.header(name)).orElse("").toLowerCase(Locale.ROOT);
  }

  /** The link leads to where the browser is, which asks again. */
  private static String page(String language, String title, String words, String again) {
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
              <p><a href="">%s</a></p>
            </main>
          </body>
        </html>
        """
        .formatted(language, title, STYLE, title, words, again);
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

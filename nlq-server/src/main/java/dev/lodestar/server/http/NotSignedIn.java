package dev.lodestar.server.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person sees in place of a page whose name or password was refused; a program gets JSON. It
 * has no files of its own, as whoever is not signed in gets none.
 */
final class NotSignedIn {
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
        .formatted(language, title, title, words, again);
  }
}

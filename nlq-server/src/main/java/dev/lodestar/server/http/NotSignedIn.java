package dev.lodestar.server.http;

import io.javalin.http.Context;

/**
 * What a person sees in place of a page whose name or password was refused; a program gets JSON. It
 * has no files of its own, as whoever is not signed in gets none.
 */
final class NotSignedIn {
  private static final String ENGLISH =
      PlainPage.of(
          "en",
          "Not signed in",
          "A name and a password are needed here, and these were not given or are not right.",
          "",
          "Sign in");

  private static final String FRENCH =
      PlainPage.of(
          "fr",
          "Vous n'êtes pas connecté",
          "Il faut ici un nom et un mot de passe ; ils n'ont pas été donnés ou ne sont pas justes.",
          "",
          "Se connecter");

  private static final String LATER_ENGLISH =
      PlainPage.of(
          "en",
          "Too many tries",
          "Too many tries to sign in failed; wait a minute.",
          "",
          "Try again");

  private static final String LATER_FRENCH =
      PlainPage.of(
          "fr",
          "Trop d'essais",
          "Trop d'essais de connexion ont échoué ; attendez une minute.",
          "",
          "Réessayer");

  private NotSignedIn() {}

  /** Whether it is a browser that was to show a page and is not let in. */
  static boolean isToldTo(Context context, ApiProblem problem) {
    return (problem.status() == 401 || problem.status() == 429)
        && !Callers.isIn(context)
        && PlainPage.isWanted(context);
  }

  static void tell(Context context, ApiProblem problem) {
    boolean later = problem.status() == 429;
    context.status(problem.status());
    context.header("Cache-Control", "no-store");
    PlainPage.send(context, later ? LATER_ENGLISH : ENGLISH, later ? LATER_FRENCH : FRENCH);
  }
}

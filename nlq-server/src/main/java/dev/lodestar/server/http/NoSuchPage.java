package dev.lodestar.server.http;

import io.javalin.http.Context;

/** What a person sees at an address where the page has no view. */
final class NoSuchPage {
  private static final String ENGLISH =
      PlainPage.of(
          "en",
          "There is nothing here",
          "No view of the page has this address; it may have been copied in part.",
          "/",
          "To the page");

  private static final String FRENCH =
      PlainPage.of(
          "fr",
          "Il n'y a rien ici",
          "Aucune vue de la page n'a cette adresse ; elle a peut-être été copiée en partie.",
          "/",
          "Vers la page");

  private NoSuchPage() {}

  static void tell(Context context) {
    PlainPage.send(context, ENGLISH, FRENCH);
  }
}

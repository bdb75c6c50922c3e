package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;

/** Why a query cannot be, in words. */
final class Refusals {
  private Refusals() {}

  static String say(Model model, Language language, CannotPlan problem) {
    return switch (problem.reason()) {
      case UNREACHABLE -> {
        String from =
            problem.names().isEmpty() ? "" : name(model, language, problem.names().get(0));
        String to = problem.names().size() < 2 ? "" : name(model, language, problem.names().get(1));
        yield language.say(
            "The model does not connect \"" + from + "\" with \"" + to + "\".",
            "Le modèle ne relie pas « " + from + " » à « " + to + " ».");
      }
      case NO_TIME -> {
        if (problem.names().isEmpty()) {
          yield language.say(
              "Growth is from one time to another: say which, as \"in 2025\" or \"by month\".",
              "La croissance va d'un moment à un autre : dites lesquels, comme « en 2025 » ou"
                  + " « par mois ».");
        }
        String of = name(model, language, problem.names().get(0));
        yield language.say(
            "The model does not say when \"" + of + "\" happened.",
            "Le modèle ne dit pas quand « " + of + " » a eu lieu.");
      }
      case TOO_FINE -> {
        TimeWords times = new TimeWords(language);
        String of = name(model, language, problem.names().get(0));
        String told = times.word(problem.names().get(1));
        String asked = times.word(problem.names().get(2));
        yield language.say(
            "Each row of \"%1$s\" tells the %2$s, not the %3$s: ask by %2$s or longer."
                .formatted(of, told, asked),
            "Chaque ligne de « %1$s » n'est datée que par %2$s, non par %3$s : demandez par %2$s ou plus."
                .formatted(of, told, asked));
      }
      case ROLE ->
          language.say(
              "Several dates or parts may be meant; name one of them.",
              "Plusieurs dates ou rôles sont possibles ; nommez-en un.");
      case NONE_UNTOLD ->
          language.say(
              "What has none at all would be left out of the answer.",
              "Ce qui n'en a aucun manquerait dans la réponse.");
      case KIND_UNTOLD -> {
        String of = name(model, language, problem.names().get(0));
        yield language.say(
            "It is not clear whether each \""
                + of
                + "\" that is counted has to be of that kind: leave out the number, or the kind.",
            "Il n'est pas clair si chaque « "
                + of
                + " » compté doit être de cette sorte : laissez de côté le nombre, ou la sorte.");
      }
      case NOT_ADDITIVE -> {
        String of = measure(model, language, problem.names().get(0));
        yield language.say(
            "What \""
                + of
                + "\" is of several groups is not their sum, so it has neither"
                + " shares nor a running total.",
            "Pour plusieurs groupes, « "
                + of
                + " » n'est pas leur somme : il n'y en a ni part ni"
                + " cumul.");
      }
      case OTHER_ROWS -> {
        String of = measure(model, language, problem.names().get(0));
        String field = name(model, language, problem.names().get(1));
        yield language.say(
            "\"" + of + "\" is only of rows with another \"" + field + "\".",
            "« " + of + " » ne porte que sur un autre « " + field + " ».");
      }
      case UNSUPPORTED ->
          language.say(
              "These parts cannot be put together: " + problem.getMessage() + ".",
              "Ces éléments ne vont pas ensemble.");
    };
  }

  private static String measure(Model model, Language language, String technical) {
    return model.metrics().stream()
        .filter(metric -> metric.name().equals(technical))
        .findFirst()
        .map(metric -> metric.names().in(language))
        .orElse(technical);
  }

  static String name(Model model, Language language, String technical) {
    if (technical.contains(".")) {
      FieldRef ref = FieldRef.parse(technical);
      boolean known =
          model.hasDataset(ref.dataset())
              && model.dataset(ref.dataset()).field(ref.field()).isPresent();
      return known
          ? model.field(ref).names().in(language)
          : model.hasDataset(ref.dataset())
              ? model.dataset(ref.dataset()).names().in(language)
              : technical;
    }
    return model.hasDataset(technical) ? model.dataset(technical).names().in(language) : technical;
  }
}

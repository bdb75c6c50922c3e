package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who can have done what a verb says. Rows of sales belong to customers, employees and suppliers
 * alike, but customers bought and the others sold: those who bought are not whoever has a sale.
 */
final class Doers {
  private static final Words WORDS = Words.read(Doers.class, "names.words");
  private static final Set<String> RECEIVERS = stems("receiver");
  private static final Set<String> PROVIDERS = stems("provider");
  private static final Set<String> STAFF = stems("staff");

  private final Model model;
  private final Entities entities;
  private final List<Noun> others;

  Doers(Model model) {
    this.model = model;
    this.entities = new Entities(model);
    this.others =
        entities.whom().stream()
            .filter(noun -> !isCalled(noun, PROVIDERS) && !isCalled(noun, STAFF))
            .toList();
  }

  private static Set<String> stems(String kind) {
    return WORDS.single(kind).stream().map(Tokens::stem).collect(Collectors.toSet());
  }

  /** Somebody who is named as who did what they cannot have done, and what that is. */
  record Wrong(Noun noun, Deed deed) {}

  /** Whom the phrases of a question name as who did what is not told of them. */
  Optional<Wrong> wrong(List<Part> parts) {
    Set<Noun> named = new LinkedHashSet<>();
    Set<Deed> deeds = new LinkedHashSet<>();
    parts.forEach(part -> read(part, named, deeds));
    return named.stream()
        .flatMap(
            noun ->
                deeds.stream()
                    .filter(deed -> isNotDoneBy(noun, deed))
                    .map(deed -> new Wrong(noun, deed)))
        .findFirst();
  }

  private void read(Part part, Set<Noun> named, Set<Deed> deeds) {
    if (part instanceof Part.Several several) {
      several.parts().forEach(inner -> read(inner, named, deeds));
    } else if (part instanceof Part.Acted did) {
      deeds.add(did.deed());
    } else if (part instanceof Part.Related related) {
      deeds.add(related.deed());
    } else if (part instanceof Part.Does does) {
      deeds.add(does.deed());
    } else if (part instanceof Part.Things things) {
      named.addAll(things.nouns());
    } else if (part instanceof Part.Somebody who) {
      named.add(who.noun());
    } else if (part instanceof Part.Few few) {
      named.add(few.noun());
    } else if (part instanceof Part.Ranked ranked) {
      ranked.more().forEach(inner -> read(inner, named, deeds));
    } else if (part instanceof Part.Rank rank) {
      rank.target().ifPresent(named::add);
    } else if (part instanceof Part.Extreme extreme) {
      named.add(extreme.noun());
    } else if (part instanceof Part.Doer doer) {
      entities.noun(doer.dataset(), true).ifPresent(named::add);
    } else if (part instanceof Part.Select select) {
      select.measures().forEach(measure -> counted(measure).ifPresent(named::add));
    } else if (part instanceof Part.PartOf of) {
      counted(of.measure()).ifPresent(named::add);
    }
  }

  /** The things that a measure counts. */
  private Optional<Noun> counted(Measure measure) {
    if (measure instanceof Measure.Rows rows) {
      return entities.noun(rows.dataset(), true);
    }
    if (measure instanceof Measure.OfField of) {
      Group by = new Group.ByField(of.attribute());
      return Optional.of(new Noun(by, Optional.empty(), true));
    }
    Optional<FieldRef> key = Measures.counted(model, measure).map(Attribute::field);
    if (key.isPresent()) {
      return model.relationships().stream()
          .filter(r -> r.from().equals(key.get().dataset()))
          .filter(r -> r.fromColumns().equals(List.of(key.get().field())))
          .findFirst()
          .flatMap(r -> entities.noun(r.to(), true));
    }
    Set<String> bases = Measures.bases(model, measure);
    return Measures.counts(model, measure) && bases.size() == 1
        ? entities.noun(bases.iterator().next(), true)
        : Optional.empty();
  }

  private boolean isNotDoneBy(Noun noun, Deed deed) {
    return switch (deed) {
      case GOT -> isCalled(noun, PROVIDERS) || (isCalled(noun, STAFF) && !others.isEmpty());
      case GAVE -> isCalled(noun, RECEIVERS);
      case SENT, ANY -> false;
    };
  }

  private boolean isCalled(Noun noun, Set<String> words) {
    return Entities.isCalled(names(noun), words);
  }

  /** How somebody is called; a month is nobody, and is called nothing. */
  private Names names(Noun noun) {
    Names nobody = new Names(Map.of(), Map.of());
    return noun.entity()
        .map(dataset -> model.dataset(dataset).names())
        .orElseGet(
            () ->
                noun.group()
                    .match(
                        by -> model.field(by.attribute().field()).names(),
                        by -> nobody,
                        by -> nobody));
  }

  /** Why it is not told what somebody did. */
  String refusal(Wrong wrong, Language language) {
    String who = names(wrong.noun()).in(language);
    if (wrong.deed() == Deed.GAVE) {
      return language.say(
          "What is told of \"" + who + "\" is what they got, not what they sold or delivered.",
          "De « " + who + " », on sait ce qui a été reçu, et non vendu ou livré.");
    }
    String getting =
        others.stream()
            .map(noun -> names(noun).in(language))
            .distinct()
            .collect(Collectors.joining(", "));
    return language.say(
            "What is told of \"" + who + "\" is what they sold or did, not what they got.",
            "De « " + who + " », on sait ce qui a été vendu ou fait, et non acheté ou reçu.")
        + (getting.isEmpty()
            ? ""
            : language.say(" Ask this of: ", " Posez la question pour : ") + getting + ".");
  }
}

package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Times;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the rows of datasets are called, and told apart. */
final class Entities {
  private static final Set<String> PERSONS =
      Words.read(Entities.class, "names.words").single("person").stream()
          .map(Tokens::stem)
          .collect(Collectors.toSet());

  private final Model model;

  Entities(Model model) {
    this.model = model;
  }

  /** The field by which a row is called: the one that the model names, else a name, else a key. */
  Optional<FieldRef> calledBy(String dataset) {
    Dataset of = model.dataset(dataset);
    if (of.shownAs().isPresent()) {
      return Optional.of(new FieldRef(dataset, of.shownAs().get()));
    }
    Optional<Field> named =
        of.fields().stream()
            .filter(f -> !f.hidden() && f.isText())
            .filter(f -> f.ref().field().contains("name") || f.ref().field().startsWith("nom"))
            // In whose order there is another field, as that of months, many rows are alike.
            .filter(f -> f.sortedBy().isEmpty())
            .findFirst();
    if (named.isEmpty()) {
      named =
          of.fields().stream()
              .filter(f -> of.key().size() == 1 && of.key().get(0).equals(plain(f)))
              .findFirst();
    }
    return named.map(Field::ref);
  }

  private static String plain(Field field) {
    return field.sql().replace("\"", "");
  }

  /** A dataset as something to group by, to list or to count. */
  Optional<Noun> noun(String dataset, boolean plural) {
    return calledBy(dataset)
        .map(
            field -> new Noun(new Group.ByField(Attribute.of(field)), Optional.of(dataset), plural))
        .or(() -> Optional.of(new Noun(rows(dataset), Optional.of(dataset), plural)));
  }

  /** Whether rows are called by something, so that each may be one of many: lines are not. */
  boolean areToldApart(Noun noun) {
    return noun.entity().isEmpty() || noun.entity().flatMap(this::calledBy).isPresent();
  }

  /** Whom "who" may mean: what is called as persons are, by the plainest name. */
  List<Noun> whom() {
    List<Dataset> persons =
        model.datasets().stream()
            .filter(d -> d.shownAs().isPresent() && !model.facts().contains(d.name()))
            .filter(d -> isPerson(d.name()))
            .toList();
    return persons.stream()
        .filter(d -> persons.stream().noneMatch(plain -> isQualified(d, plain)))
        .flatMap(d -> noun(d.name(), false).stream())
        .toList();
  }

  /** Whether what one dataset has is what another one has too, of some kind. */
  boolean isKindOf(String kind, String plain) {
    return !kind.equals(plain) && isQualified(model.dataset(kind), model.dataset(plain));
  }

  /** Segmented customers are customers of some kind, where there are customers. */
  private static boolean isQualified(Dataset kind, Dataset plain) {
    for (Language language : Language.values()) {
      String name = kind.names().in(language);
      boolean longer = Tokens.of(name).size() > Tokens.of(plain.names().in(language)).size();
      if (longer && same(head(language, name), plain.names().in(language))) {
        return true;
      }
    }
    return false;
  }

  /** Whether rows of a dataset are called as persons are. */
  boolean isPerson(String dataset) {
    return isPerson(model.dataset(dataset).names());
  }

  /** Whether a name is that of somebody. */
  static boolean isPerson(Names names) {
    return isCalled(names, PERSONS);
  }

  /** Whether a metric is named after persons: passengers carried. */
  static boolean isOfPersons(Metric metric) {
    return Arrays.stream(Language.values())
        .flatMap(language -> metric.names().all(language).stream())
        .flatMap(name -> Tokens.of(name).stream())
        .anyMatch(word -> PERSONS.contains(Tokens.stem(word.folded())));
  }

  /** Whether a name says in its main word, without its ending, that it is one of some kind. */
  static boolean isCalled(Names names, Set<String> stems) {
    for (Language language : Language.values()) {
      List<String> all = new ArrayList<>(names.synonymsIn(language));
      Optional.ofNullable(names.shown().get(language)).ifPresent(all::add);
      if (all.stream().anyMatch(name -> stems.contains(Tokens.stem(head(language, name))))) {
        return true;
      }
    }
    return false;
  }

  /** The word that says what it is: a customer segment is a segment, and so is one of customers. */
  static String head(Language language, String name) {
    List<String> words = Tokens.of(name).stream().map(Token::folded).toList();
    int of = words.indexOf("of");
    return switch (language) {
      case EN -> words.get((of > 0 ? of : words.size()) - 1);
      case FR -> words.get(0);
    };
  }

  /** Whether the usual time of a dataset, or of those whose rows belong to it, is told in it. */
  boolean datesRows(String dataset) {
    return model.datasets().stream()
        .filter(d -> model.reaches(d.name(), dataset))
        .anyMatch(d -> toldIn(d.name(), dataset));
  }

  private boolean toldIn(String base, String dataset) {
    try {
      return Times.of(model, base).field().dataset().equals(dataset);
    } catch (CannotPlan e) {
      // Without a usual time there is nothing that a field could stand for.
      return false;
    }
  }

  /** The field of a dataset itself that tells when its rows happened. */
  Optional<Attribute> happened(String dataset) {
    return model
        .dataset(dataset)
        .time()
        .map(time -> new FieldRef(dataset, time))
        .filter(time -> model.field(time).isDate())
        .map(Attribute::of);
  }

  /** The only date of a dataset, of which its newest row has the latest. */
  Optional<Attribute> onlyDate(String dataset) {
    List<Field> dates =
        model.dataset(dataset).fields().stream().filter(f -> f.isDate() && !f.hidden()).toList();
    return dates.size() == 1 ? Optional.of(Attribute.of(dates.get(0).ref())) : Optional.empty();
  }

  private Group rows(String dataset) {
    Field first = model.dataset(dataset).fields().get(0);
    return new Group.ByField(Attribute.of(first.ref()));
  }

  /** Whether a field only tells rows apart. */
  boolean isKey(FieldRef field) {
    Dataset of = model.dataset(field.dataset());
    String column = plain(model.field(field));
    return of.key().contains(column)
        || model.relationships().stream()
            .anyMatch(r -> r.from().equals(of.name()) && r.fromColumns().contains(column));
  }

  /** The field that a word after the entity's name tells: its key for a number, else its name. */
  Optional<FieldRef> keyOrName(String dataset, String text) {
    Dataset of = model.dataset(dataset);
    Optional<FieldRef> key =
        of.fields().stream()
            .filter(f -> of.key().size() == 1 && of.key().get(0).equals(plain(f)))
            .map(Field::ref)
            .findFirst();
    return text.matches("\\d+") ? key : calledBy(dataset);
  }

  /** Whether a relationship leads to a dataset, perhaps over others. */
  boolean leadsTo(String relationship, String dataset) {
    return model.reaches(model.relationship(relationship).to(), dataset);
  }

  /** Whether two datasets have a name in common, as a fact and its dimension may. */
  boolean isNamedLike(String one, String other) {
    for (Language language : Language.values()) {
      if (same(
          model.dataset(one).names().in(language), model.dataset(other).names().in(language))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a field bears the name of a dataset. */
  boolean isNamedLikeField(String dataset, FieldRef field) {
    for (Language language : Language.values()) {
      if (same(
          model.dataset(dataset).names().in(language), model.field(field).names().in(language))) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(String a, String b) {
    return Tokens.stem(Tokens.fold(a)).equals(Tokens.stem(Tokens.fold(b)));
  }
}

package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Plurals;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says a logical query in words, in such a way that the words, asked again, mean the same query.
 */
public final class Restatement {
  private final Model model;
  private final Language language;
  private final Entities entities;
  private final TimeWords times;
  private final AggregationWords made;

  public Restatement(Model model, Language language) {
    this.model = model;
    this.language = language;
    this.entities = new Entities(model);
    this.times = new TimeWords(language);
    this.made = new AggregationWords(language);
  }

  public String of(LogicalQuery query) {
    List<String> parts = new ArrayList<>();
    if (query.measures().isEmpty()) {
      String things = listed(query);
      parts.add(say("list of " + things, "liste " + Plurals.de(things)));
    } else if (query.limit().isPresent() && isRanking(query)) {
      parts.add(ranking(query));
    } else {
      String by = query.groups().isEmpty() ? "" : say("by ", "par ") + groups(query.groups());
      if (isDatedTwice(query)) {
        // Said after the date of the group, the time would be one of that date.
        parts.add(measures(query));
        query.where().stream()
            .filter(Belonging::isUndated)
            .map(this::condition)
            .forEach(parts::add);
        parts.add(by);
      } else {
        boolean conditional =
            query.measures().get(query.measures().size() - 1) instanceof Measure.PartOf;
        String before = conditional ? ", " : " ";
        parts.add(measures(query) + (by.isEmpty() ? "" : before + by));
      }
    }
    Optional<String> sides = sides(query);
    sides.ifPresent(parts::add);
    query.where().stream()
        .filter(condition -> !isDatedTwice(query) || !Belonging.isUndated(condition))
        .forEach(condition -> parts.add(condition(condition)));
    query.having().forEach(bound -> parts.add(bound(bound)));
    if (query.limit().isEmpty() || query.measures().isEmpty()) {
      for (LogicalQuery.Order order : query.order()) {
        String by =
            order.measure()
                ? measure(query.measures().get(order.index()))
                : group(query.groups().get(order.index()));
        parts.add(
            say("sorted by ", "trié par ")
                + by
                + (order.descending()
                    ? say(" descending", " décroissant")
                    : say(" ascending", " croissant")));
      }
    }
    if (query.measures().isEmpty() && query.limit().isPresent()) {
      parts.add(firstOfList(query));
    }
    return String.join(", ", parts);
  }

  /** Whether rows are grouped by a date of its own, and taken by the usual one. */
  private static boolean isDatedTwice(LogicalQuery query) {
    boolean ranked = query.limit().isPresent() && isRanking(query);
    return !query.measures().isEmpty()
        && !ranked
        && !query.groups().isEmpty()
        && query.groups().get(query.groups().size() - 1) instanceof Group.ByTime by
        && by.time().isPresent()
        && query.where().stream().anyMatch(Belonging::isUndated);
  }

  private String several(String name) {
    return Plurals.of(name, language);
  }

  private String numberOf(String things) {
    return say("number of " + things, "nombre " + Plurals.de(things));
  }

  private String ratio(boolean inPercent, String above, String below) {
    return inPercent
        ? above + say(" as a percentage of ", " en pourcentage de ") + below
        : say("ratio of ", "ratio de ") + above + say(" to ", " sur ") + below;
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }

  private String listed(LogicalQuery query) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      Group group = query.groups().get(i);
      boolean isEntity =
          i == 0
              && query.listed().isPresent()
              && group.equals(
                  entities.noun(query.listed().get(), true).map(Noun::group).orElse(group));
      names.add(
          isEntity
              ? several(model.dataset(query.listed().orElseThrow()).names().in(language))
              : group(group));
    }
    return String.join(say(" and ", " et "), names);
  }

  private String firstOfList(LogicalQuery query) {
    LogicalQuery.Limit limit = query.limit().orElseThrow();
    String first =
        limit
            .kept()
            .match(
                of -> say("first " + of.rows(), "les " + of.rows() + " premiers"),
                of -> say("in " + nth(of) + " place", "à la " + nth(of) + " place"),
                of -> say("first " + percent(of), "les " + percent(of) + " premiers"));
    return first + each(limit.per().stream().map(query.groups()::get).toList());
  }

  private String each(List<Group> per) {
    return per.isEmpty() ? "" : say(" per ", " pour chaque ") + groups(per);
  }

  private String percent(Kept.Percent part) {
    return part.percent().toPlainString() + say(" percent", " %");
  }

  private String nth(Kept.Nth nth) {
    int place = nth.place();
    boolean teen = place / 10 % 10 == 1;
    String ending =
        switch (teen ? 0 : place % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return place + say(ending, "e");
  }

  private static boolean isRanking(LogicalQuery query) {
    return !query.order().isEmpty() && query.order().get(0).measure();
  }

  private String ranking(LogicalQuery query) {
    LogicalQuery.Limit limit = query.limit().orElseThrow();
    LogicalQuery.Order order = query.order().get(0);
    Measure by = query.measures().get(order.index());
    List<Group> ranked = new ArrayList<>();
    List<Group> per = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      if (!limit.apart().contains(i)) {
        (limit.per().contains(i) ? per : ranked).add(query.groups().get(i));
      }
    }
    boolean most = order.descending();
    String target = ranked.isEmpty() ? "" : group(ranked.get(0));
    String head =
        limit
            .kept()
            .match(
                of -> first(of, most, target),
                of -> nth(of, most, target),
                of -> percent(of, most, target));
    String each = each(per);
    String rest =
        ranked.size() < 2
            ? ""
            : say(", with ", ", avec ") + groups(ranked.subList(1, ranked.size()));
    List<Measure> others = new ArrayList<>(query.measures());
    others.remove(by);
    List<Measure> shown = hideParts(others, by);
    String with =
        shown.isEmpty()
            ? ""
            : ", "
                + shown.stream()
                    .map(this::measure)
                    .collect(Collectors.joining(say(" and ", " et ")));
    String apart =
        limit.apart().isEmpty()
            ? ""
            : say(", each broken down by ", ", chacun détaillé par ")
                + groups(limit.apart().stream().map(query.groups()::get).toList());
    return head + each + say(" by ", " par ") + measure(by) + rest + with + apart;
  }

  private String first(Kept.First of, boolean most, String target) {
    String head =
        most ? "top " + of.rows() : say("bottom " + of.rows(), "les " + of.rows() + " derniers");
    if (target.isEmpty()) {
      return head;
    }
    boolean one = of.rows() == 1 && language == Language.EN;
    return head + say(" ", most ? " des " : " ") + (one ? target : several(target));
  }

  private String nth(Kept.Nth of, boolean most, String target) {
    String head =
        say("", "le ")
            + nth(of)
            + (most ? say(" highest", " plus élevé") : say(" lowest", " plus faible"));
    return target.isEmpty() ? head : head + say(" " + target, " des " + several(target));
  }

  private String percent(Kept.Percent of, boolean most, String target) {
    String head =
        most
            ? "top " + percent(of)
            : say("bottom " + percent(of), "les " + percent(of) + " derniers");
    return target.isEmpty() ? head : head + say(" of ", most ? " des " : " ") + several(target);
  }

  /** Measures that are shown anyway, beside what is computed from them, are not said. */
  private static List<Measure> hideParts(List<Measure> measures, Measure by) {
    return measures.stream()
        .filter(m -> !(by instanceof Measure.Change change && change.of().equals(m)))
        .filter(m -> !(by instanceof Measure.Between && isOfSides(m)))
        .toList();
  }

  private static boolean isOfSides(Measure measure) {
    return measure instanceof Measure.In || measure instanceof Measure.Between;
  }

  private String measures(LogicalQuery query) {
    List<String> said = new ArrayList<>();
    for (Measure measure : query.measures()) {
      boolean implied =
          query.measures().stream()
              .anyMatch(
                  other ->
                      (other instanceof Measure.Share share && share.of().equals(measure))
                          || (other instanceof Measure.Change change
                              && change.of().equals(measure)));
      if (isOfSides(measure)) {
        if (measure instanceof Measure.Between between && between.inPercent()) {
          said.add(measure(between.of()));
        }
      } else if (!implied) {
        said.add(measure(measure, query));
      }
    }
    return String.join(say(" and ", " et "), said);
  }

  private Optional<String> sides(LogicalQuery query) {
    return query.measures().stream()
        .filter(m -> m instanceof Measure.Between between && between.inPercent())
        .map(m -> (Measure.Between) m)
        .findFirst()
        .map(b -> times.range(b.earlier()) + " vs " + times.range(b.later()));
  }

  String measure(Measure measure) {
    return measure(measure, null);
  }

  String measure(Measure measure, @org.jspecify.annotations.Nullable LogicalQuery query) {
    if (measure instanceof Measure.OfMetric of) {
      return model.metric(of.metric()).names().in(language);
    }
    if (measure instanceof Measure.OfField of) {
      String name = attribute(of.attribute());
      Field field = model.field(of.attribute().field());
      return made.of(of.aggregation(), field, name);
    }
    if (measure instanceof Measure.Rows rows) {
      return numberOf(several(entity(rows.dataset())));
    }
    if (measure instanceof Measure.Distinct distinct) {
      return numberOf(several(entity(distinct.dataset())))
          + say(" found in ", " présents dans ")
          + several(entity(distinct.from()));
    }
    if (measure instanceof Measure.Values values) {
      return say("number of distinct ", "nombre de ")
          + several(attribute(values.attribute()))
          + say(" found in ", " distincts présents dans ")
          + several(entity(values.from()));
    }
    if (measure instanceof Measure.Times counted) {
      return numberOf(several(times.unit(counted.unit())));
    }
    Optional<Measure.Delay> delay = Delays.in(measure);
    if (delay.isPresent()) {
      return new DelayWords(language, this).of(delay.get());
    }
    if (measure instanceof Measure.PerGroup per) {
      return made.middle(per.how(), measure(per.of())) + say(" per ", " par ") + group(per.group());
    }
    if (measure instanceof Measure.Ratio ratio) {
      return ratio(ratio.inPercent(), measure(ratio.above()), measure(ratio.below()));
    }
    if (measure instanceof Measure.Share share) {
      return of(say("share of ", "part "), measure(share.of()));
    }
    if (measure instanceof Measure.PartOf part) {
      return query == null
              || query.groups().isEmpty()
              || Shares.isTold(model, part.condition(), part.of())
          ? of(say("share of ", "part "), measure(part.of())) + ", " + condition(part.condition())
          : say("share of ", "part de ")
              + condition(part.condition())
              + say(" in ", " dans ")
              + measure(part.of());
    }
    if (measure instanceof Measure.Running running) {
      return of(say("cumulative ", "cumul "), measure(running.of()));
    }
    if (measure instanceof Measure.In in) {
      return measure(in.of()) + " " + times.range(in.range());
    }
    if (measure instanceof Measure.Change change) {
      String over = over(change, query);
      String kind =
          change.inPercent() ? say("growth of ", "croissance ") : say("change in ", "variation ");
      return language == Language.EN
          ? over + of(kind, measure(change.of()))
          : of(kind, measure(change.of())) + (over.isEmpty() ? "" : " " + over);
    }
    Measure.Between between = (Measure.Between) measure;
    String kind =
        between.inPercent() ? say("growth of ", "croissance ") : say("change in ", "variation ");
    return of(kind, measure(between.of()));
  }

  private String over(
      Measure.Change change, @org.jspecify.annotations.Nullable LogicalQuery query) {
    Unit grouped =
        query == null
            ? Unit.MONTH
            : query.groups().stream()
                .filter(g -> g instanceof Group.ByTime)
                .map(g -> ((Group.ByTime) g).unit())
                .findFirst()
                .orElse(Unit.MONTH);
    if (change.back() == 1) {
      return "";
    }
    boolean quarter = grouped == Unit.MONTH && change.back() == 3;
    return quarter
        ? say("quarter over quarter ", "d'un trimestre à l'autre")
        : say("year over year ", "d'une année sur l'autre");
  }

  String entity(String dataset) {
    return model.dataset(dataset).names().in(language);
  }

  String attribute(Attribute attribute) {
    return attribute(attribute, false);
  }

  /**
   * @param grouped whether rows are grouped by it, where a field that they have goes before a thing
   *     of its name
   */
  private String attribute(Attribute attribute, boolean grouped) {
    FieldRef ref = attribute.field();
    Field field = model.field(ref);
    Dataset dataset = model.dataset(ref.dataset());
    String role =
        attribute.role().map(r -> model.relationship(r).role().in(language) + " ").orElse("");
    if (field.hidden() || entities.calledBy(ref.dataset()).equals(Optional.of(ref))) {
      return role + dataset.names().in(language);
    }
    String name = unmistaken(field);
    return role + (isShared(field, grouped) ? ofEntity(dataset.names().in(language), name) : name);
  }

  /** Not by the word of a unit of time, where it has another name and is not taken for that. */
  private String unmistaken(Field field) {
    String name = field.names().in(language);
    boolean isUnit = Arrays.stream(Unit.values()).map(times::unit).anyMatch(name::equals);
    return isUnit && field.unit().isEmpty()
        ? field.names().synonymsIn(language).stream().findFirst().orElse(name)
        : name;
  }

  private String ofEntity(String entity, String field) {
    return language == Language.EN ? entity + " " + field : field + " de " + entity;
  }

  /** Whether another thing bears the same name. */
  private boolean isShared(Field field, boolean grouped) {
    String name = Tokens.stems(field.names().in(language));
    boolean fields =
        model.datasets().stream()
            .flatMap(d -> d.fields().stream())
            .anyMatch(
                other ->
                    !other.ref().equals(field.ref())
                        && !other.hidden()
                        && Tokens.stems(other.names().in(language)).equals(name));
    boolean things =
        !(grouped && model.facts().contains(field.ref().dataset()))
            && model.datasets().stream()
                .anyMatch(
                    other ->
                        !other.name().equals(field.ref().dataset())
                            && Tokens.stems(other.names().in(language)).equals(name));
    return fields
        || things
        || model.metrics().stream()
            .anyMatch(m -> Tokens.stems(m.names().in(language)).equals(name));
  }

  private String groups(List<Group> groups) {
    return groups.stream().map(this::group).collect(Collectors.joining(say(" and ", " et ")));
  }

  String group(Group group) {
    return group.match(
        by -> attribute(by.attribute(), true),
        by ->
            times.unit(by.unit())
                + by.time().map(t -> say(" of ", " de ") + attribute(t)).orElse(""),
        by -> times.part(by.part()));
  }

  private String condition(Condition condition) {
    return new ConditionWords(model, language, this).of(condition);
  }

  private String bound(LogicalQuery.Having bound) {
    return new ConditionWords(model, language, this).of(bound);
  }

  /**
   * What is computed of something: in French of the one that there is, as far as its name tells.
   */
  String of(String computed, String name) {
    return made.joined(computed, name);
  }
}

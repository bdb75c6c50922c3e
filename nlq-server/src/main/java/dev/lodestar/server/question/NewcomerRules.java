package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is new: the new customers of a month, how many new subscriptions. */
final class NewcomerRules extends Rules {
  private static final Set<String> SINCE =
      Words.read(NewcomerRules.class, "names.words").single("from");

  private final Beginnings beginnings;

  NewcomerRules(Model model, Scales scales) {
    super(model, scales);
    this.beginnings = new Beginnings(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "the? newone ENTITIES", a -> listed(entity(a, 2)));
    g.rule(PART, "the? countof the? newone ENTITY|ENTITIES", a -> counted(entity(a, 4)));
    // Customers since before 2010, with us since 2020: by the same date.
    g.rule(PART, "that? is|have? withus? sincebefore the? WHEN", a -> before(a.at(5)));
    g.rule(PART, "that? is|have? withus WHEN", a -> there(a.at(3)));
    // « Clients depuis avant 2010 », where a field is called so: those, and no dates.
    g.rule(PART, "the? FIELD|FIELDS prep? WHEN", a -> thoseSince(field(a, 1), a.at(3)));
  }

  private static @Nullable Part before(TimeRange range) {
    return range.isBounded()
        ? new Part.There(TimeRange.until(range.start().orElseThrow(), range.unit()))
        : null;
  }

  private static @Nullable Part there(TimeRange range) {
    return range.end().isEmpty() ? new Part.There(range) : null;
  }

  private @Nullable Part thoseSince(FieldRef date, TimeRange range) {
    String dataset = date.dataset();
    Optional<Attribute> began = beginnings.of(dataset).filter(of -> of.field().equals(date));
    if (model.facts().contains(dataset) || began.isEmpty() || !isCalledAfter(dataset, date)) {
      return null;
    }
    return new Part.Several(
        List.of(
            new Part.Things(entities.noun(dataset, true).stream().toList(), true),
            new Part.Where(new Condition.During(List.of(since(date, range)), began, false))));
  }

  /** "Customers since 2015", where a date is called so, are those from then on. */
  private TimeRange since(FieldRef date, TimeRange range) {
    boolean isSince =
        Arrays.stream(Language.values())
            .flatMap(language -> model.field(date).names().all(language).stream())
            .map(name -> Tokens.fold(name))
            .anyMatch(name -> SINCE.contains(name.substring(name.lastIndexOf(' ') + 1)));
    return isSince && range.isBounded()
        ? TimeRange.from(range.start().orElseThrow(), range.unit())
        : range;
  }

  private @Nullable Part listed(String dataset) {
    return since(dataset)
        .map(
            date ->
                new Part.Several(
                    List.of(
                        model.facts().contains(dataset)
                            ? new Part.Select(List.of(Measures.rows(model, dataset)))
                            : new Part.Things(
                                entities.noun(dataset, true).stream().toList(), false),
                        new Part.Since(date))))
        .orElse(null);
  }

  private @Nullable Part counted(String dataset) {
    return since(dataset)
        .map(
            date ->
                new Part.Several(
                    List.of(
                        new Part.Select(List.of(Measures.rows(model, dataset))),
                        new Part.Since(date))))
        .orElse(null);
  }

  private Optional<Attribute> since(String dataset) {
    return model.facts().contains(dataset) ? entities.happened(dataset) : beginnings.of(dataset);
  }

  /** "Customer since" is called after customers. */
  private boolean isCalledAfter(String dataset, FieldRef date) {
    return Arrays.stream(Language.values())
        .anyMatch(
            language ->
                model.field(date).names().all(language).stream()
                    .anyMatch(
                        name ->
                            Tokens.fold(name)
                                .startsWith(
                                    Tokens.fold(model.dataset(dataset).names().in(language))
                                        + " ")));
  }
}

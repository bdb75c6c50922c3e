package dev.lodestar.server.semantic;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Plurals;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a metric is called in a language in which the model does not say it: the mean of a field by
 * the name of the field, the number of rows by what the rows are.
 */
final class MetricNames {
  private final List<Dataset> datasets;

  MetricNames(List<Dataset> datasets) {
    this.datasets = datasets;
  }

  Names complete(Names names, Formula formula) {
    Map<Language, String> shown = new EnumMap<>(Language.class);
    shown.putAll(names.shown());
    for (Language language : Language.values()) {
      if (!shown.containsKey(language)) {
        name(formula, language).ifPresent(name -> shown.put(language, name));
      }
    }
    return new Names(shown, names.synonyms());
  }

  private Optional<String> name(Formula formula, Language language) {
    if (!formula.isOne() || !formula.aggregates().get(0).plain()) {
      return Optional.empty();
    }
    Formula.Aggregate only = formula.aggregates().get(0);
    List<FieldRef> fields = List.copyOf(only.argument().fields());
    if (fields.size() != 1 || only.argument().pieces().size() != 1) {
      return Optional.empty();
    }
    Optional<Dataset> of =
        datasets.stream().filter(d -> d.name().equals(fields.get(0).dataset())).findFirst();
    Optional<String> rows = of.map(Dataset::names).map(Names::shown).map(by -> by.get(language));
    Optional<String> field =
        of.flatMap(d -> d.field(fields.get(0).field())).map(f -> f.names().shown().get(language));
    return switch (only.function()) {
      case "count" -> rows.map(one -> numberOf(Plurals.of(one, language), language));
      case "sum" -> field.map(name -> language.say("total " + name, "total " + Plurals.de(name)));
      case "avg" ->
          field.map(name -> language.say("average " + name, "moyenne " + Plurals.de(name)));
      default -> Optional.empty();
    };
  }

  private static String numberOf(String things, Language language) {
    return language.say("number of " + things, "nombre " + Plurals.de(things));
  }
}

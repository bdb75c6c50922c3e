package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what gives an answer: SQL, or measures by something. */
public final class ModelQueryReader {
  /** The keys of a section that are read here. */
  public static final List<String> KEYS =
      List.of("sql", "measures", "by", "where", "order", "limit");

  private static final Pattern GROUP = Pattern.compile("([a-z]+)\\s*\\(\\s*([^()]+?)\\s*\\)");
  private static final Pattern ORDER = Pattern.compile("(\\S+)(?:\\s+(asc|desc))?");

  private ModelQueryReader() {}

  /** Empty, with a problem, when a section asks for nothing or for two things at once. */
  public static Optional<Asked> read(Section section) {
    boolean bySql = section.has("sql");
    boolean byModel = section.has("measures");
    if (bySql == byModel) {
      section.report(
          bySql ? section.at("sql") : section.at(),
          bySql ? "both sql and measures" : "neither sql nor measures",
          "give a SELECT below sql, or metrics of semantic.yaml as measures: [revenue]");
      return Optional.empty();
    }
    if (!bySql) {
      return Optional.of(new Asked.ByModel(query(section)));
    }
    KEYS.stream()
        .filter(key -> !key.equals("sql") && section.has(key))
        .forEach(
            key ->
                section.report(
                    section.at(key), "\"" + key + "\" beside sql", "say it in the SELECT"));
    return sql(section, "sql").map(Asked.BySql::new);
  }

  /** SQL as a text, or as a list of its lines. */
  public static Optional<SqlText> sql(Section section, String key) {
    if (section.value(key).filter(Yaml.Items.class::isInstance).isPresent()) {
      List<Section.Words> lines = section.all(key);
      return lines.isEmpty() ? Optional.empty() : Optional.of(SqlText.of(lines));
    }
    return section.words(key).map(SqlText::of);
  }

  private static ModelQuery query(Section section) {
    List<ColumnName> measures = new ArrayList<>();
    section.list("measures").forEach(m -> measures.add(new ColumnName(m.text(), m.at())));
    List<ModelQuery.Group> groups = new ArrayList<>();
    section.list("by").forEach(w -> group(section, w).ifPresent(groups::add));
    List<ModelQuery.Order> orders = new ArrayList<>();
    section.list("order").forEach(w -> order(section, w).ifPresent(orders::add));
    return new ModelQuery(
        measures,
        groups,
        section.list("where").stream().map(SqlText::of).toList(),
        orders,
        section.wholeNumber("limit"),
        section.at("measures"));
  }

  private static Optional<ModelQuery.Group> group(Section section, Section.Words words) {
    Matcher call = GROUP.matcher(words.text());
    if (!call.matches()) {
      return Optional.of(
          new ModelQuery.Group(new ColumnName(words.text(), words.at()), Optional.empty()));
    }
    Grain grain = Grain.BY_NAME.get(call.group(1));
    if (grain == null) {
      section.report(
          words.part(call.start(1), call.end(1)),
          "unknown grain \"" + call.group(1) + "\"",
          Advice.oneOf(call.group(1), Grain.BY_NAME.keySet()));
      return Optional.empty();
    }
    ColumnName field = new ColumnName(call.group(2), words.part(call.start(2), call.end(2)));
    return Optional.of(new ModelQuery.Group(field, Optional.of(grain)));
  }

  private static Optional<ModelQuery.Order> order(Section section, Section.Words words) {
    Matcher order = ORDER.matcher(words.text());
    if (!order.matches()) {
      section.report(
          words.at(),
          "unknown order \"" + words.text() + "\"",
          "write a measure or what is grouped by, and asc or desc, as in \"revenue desc\"");
      return Optional.empty();
    }
    ColumnName by = new ColumnName(order.group(1), words.part(order.start(1), order.end(1)));
    return Optional.of(new ModelQuery.Order(by, "desc".equals(order.group(2))));
  }
}

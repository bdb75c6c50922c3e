package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlTree;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Calendar;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Values;
import dev.lodestar.spec.semantic.Wordings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a Databricks metric view, YAML 1.1 (and 0.1, which says less). */
final class MetricView {
  static final String VENDOR = "DATABRICKS";
  static final String SOURCE = "source";

  private static final Set<String> OF_A_VIEW =
      Set.of(
          "version",
          SOURCE,
          "comment",
          "filter",
          "joins",
          "dimensions",
          "fields",
          "measures",
          "materialization");
  private static final Set<String> OF_A_JOIN =
      Set.of("name", SOURCE, "on", "using", "rely", "joins", "cardinality");
  private static final Set<String> OF_A_FIELD =
      Set.of("name", "expr", "comment", "display_name", "synonyms", "format");
  private static final Set<String> OF_A_MEASURE =
      Set.of("name", "expr", "comment", "display_name", "synonyms", "format", "window");
  private static final Pattern MEASURE =
      Pattern.compile("(?i)\\bmeasure\\s*\\(\\s*[`\"]?([^)`\"]+?)[`\"]?\\s*\\)");
  private static final Pattern COUNT_OF_CONSTANT =
      Pattern.compile("(?i)\\bcount\\s*\\(\\s*(\\d+|'[^']*')\\s*\\)");
  private static final Pattern EQUAL =
      Pattern.compile("\\s*([\\w`.]+?)\\.([\\w`]+)\\s*=\\s*([\\w`.]+?)\\.([\\w`]+)\\s*");

  private final Draft draft;
  private final Section view;
  private final List<Relationship> relationships = new ArrayList<>();
  private final Map<String, String> order = new LinkedHashMap<>();
  private final Map<String, SqlText> measures = new LinkedHashMap<>();

  private MetricView(Draft draft, Section view) {
    this.draft = draft;
    this.view = view;
  }

  static SemanticModel read(Section view, Yaml.Keys keys, Draft draft) {
    return new MetricView(draft, view).model(keys);
  }

  private SemanticModel model(Yaml.Keys keys) {
    view.require(SOURCE, "say which table it is about: \"source: catalog.schema.table\"");
    Section.Words source = view.words(SOURCE).orElse(null);
    if (source == null) {
      return model("", List.of(), List.of(), List.of());
    }
    if (source.text().strip().contains(" ")) {
      draft.problem(
          source.at(),
          "a source that is a query",
          "make the query a model of gold, and name that table here");
    }
    unknown(view, keys, OF_A_VIEW);
    String name = MetricView.last(source.text());
    Draft.Table root = draft.table(Draft.ours(name), source);
    draft.alias(SOURCE, root);
    view.words("filter")
        .filter(filter -> !draft.isMapped(source.text()))
        .ifPresent(
            filter ->
                draft.problem(
                    filter.at(),
                    "a filter that holds for all that is asked",
                    "make a view of gold with this condition, and name it: --table="
                        + source.text()
                        + "=gold.NAME_OF_THE_VIEW"));
    view.items("joins").forEach(join -> join(join, SOURCE, root));
    String fields = view.has("fields") ? "fields" : "dimensions";
    view.items(fields).forEach(field -> field(field, root));
    List<Metric> metrics = new ArrayList<>();
    view.items("measures").forEach(measure -> metric(measure, root).ifPresent(metrics::add));
    List<Dataset> datasets = new ArrayList<>();
    for (Draft.Table table : draft.tables()) {
      Dataset dataset =
          table.dataset(Optional.empty(), AiContext.NONE, Naming.NONE, table == root, List.of());
      datasets.add(dataset);
    }
    times(root);
    SemanticModel bare = model(root.name(), datasets, metrics, List.of());
    YamlTree ours = new MetricViewWriter(bare, bare.datasets().get(0)).head();
    Map<String, @Nullable Object> original = map(keys);
    List.of("joins", "dimensions", "fields", "measures").forEach(original::remove);
    List<String> written =
        bare.datasets().stream()
            .flatMap(d -> d.fields().stream())
            .filter(f -> f.expression().in(VENDOR).isPresent())
            .map(Field::name)
            .toList();
    if (fields.equals("fields")) {
      original.put("_fields", true);
    }
    if (!written.equals(List.copyOf(order.keySet()))) {
      original.put("_order", List.copyOf(order.keySet()));
    }
    return model(root.name(), datasets, metrics, Residue.of(VENDOR, original, ours));
  }

  private SemanticModel model(
      String name, List<Dataset> datasets, List<Metric> metrics, List<Extension> others) {
    return new SemanticModel(
        name,
        view.words("comment").map(Section.Words::text),
        AiContext.NONE,
        datasets,
        relationships,
        metrics,
        others,
        Naming.NONE,
        Calendar.USUAL,
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        Wordings.NONE,
        view.at());
  }

  private void times(Draft.Table root) {
    List<Field> times = root.fields().stream().filter(Field::isTime).toList();
    if (times.size() > 1) {
      draft.note(
          times.get(0).at(),
          "questions about time are about " + times.get(0).name() + " unless they say otherwise",
          "change \"time\" of the dataset " + root.name() + " if another is usual");
    }
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace("`", "");
  }

  /** The plain values of keys. */
  static Map<String, @Nullable Object> map(Yaml.Keys keys) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    keys.entries().forEach(e -> map.put(e.name(), e.value().plain()));
    return map;
  }

  private void unknown(Section section, Yaml.Keys keys, Set<String> known) {
    for (Yaml.Entry entry : keys.entries()) {
      if (!known.contains(entry.name())) {
        draft.note(
            section.at(entry.name()),
            "\"" + entry.name() + "\" is kept for the way back, and means nothing here",
            "");
      }
    }
  }

  /** A section of whatever keys there are; those without a value say nothing. */
  private Optional<Section> section(Yaml item, Set<String> known) {
    if (!(item instanceof Yaml.Keys keys)) {
      draft.problem(
          item.at(), "expected keys with values, found " + item.kind(), "write \"name: …\"");
      return Optional.empty();
    }
    Section section =
        view.of(keys, keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new));
    unknown(section, keys, known);
    return Optional.of(section);
  }

  private void join(Yaml item, String parentName, Draft.Table parent) {
    Optional<Section> found = section(item, OF_A_JOIN);
    if (found.isEmpty()) {
      return;
    }
    Section join = found.get();
    join.require("name", "give the join a name, by which expressions call its columns");
    join.require(SOURCE, "say which table is joined");
    Optional<Section.Words> name = join.words("name");
    Optional<Section.Words> source = join.words(SOURCE);
    if (name.isEmpty() || source.isEmpty()) {
      return;
    }
    join.words("cardinality")
        .filter(words -> !words.text().toLowerCase(Locale.ROOT).endsWith("to_one"))
        .ifPresent(
            words ->
                draft.problem(
                    words.at(),
                    "a join that leads to several rows",
                    "let joins lead from the many to the one"));
    Draft.Table table = draft.table(Draft.ours(name.get().text()), source.get());
    draft.alias(name.get().text().toLowerCase(Locale.ROOT), table);
    List<ColumnName> from = new ArrayList<>();
    List<ColumnName> to = new ArrayList<>();
    for (Section.Words column : join.list("using")) {
      from.add(new ColumnName(column.text(), column.at()));
      to.add(new ColumnName(column.text(), column.at()));
    }
    join.words("on").ifPresent(on -> on(on, name.get().text(), parentName, from, to));
    if (from.isEmpty() && !join.has("on")) {
      draft.problem(name.get().at(), "a join on nothing", "add \"on: source.a = join.b\"");
    }
    table.key(to);
    YamlTree ours =
        MetricViewWriter.join(name.get().text(), table.source().name(), parentName, from, to);
    Map<String, @Nullable Object> original = map((Yaml.Keys) item);
    original.remove("joins");
    relationships.add(
        Draft.relationship(
            parent.name() + "_to_" + table.name(),
            parent,
            table,
            from,
            to,
            Relationship.Join.LEFT,
            Residue.of(VENDOR, original, ours),
            name.get().at()));
    join.items("joins").forEach(below -> join(below, name.get().text(), table));
  }

  private void on(
      Section.Words on,
      String name,
      String parentName,
      List<ColumnName> from,
      List<ColumnName> to) {
    for (String condition : on.text().split("(?i)\\s+and\\s+")) {
      Matcher equal = EQUAL.matcher(condition);
      boolean fits = equal.matches();
      boolean forth = fits && last(equal.group(3)).equalsIgnoreCase(name);
      boolean back = fits && last(equal.group(1)).equalsIgnoreCase(name);
      String other = fits ? last(equal.group(forth ? 1 : 3)) : "";
      if ((!forth && !back) || !other.equalsIgnoreCase(parentName)) {
        draft.problem(
            on.at(),
            "a join on something else than equal columns of " + parentName + " and " + name,
            "make a table of gold in which these rows are joined already");
        return;
      }
      from.add(column(equal.group(forth ? 2 : 4), on.at()));
      to.add(column(equal.group(forth ? 4 : 2), on.at()));
    }
  }

  private static ColumnName column(String written, Position at) {
    return new ColumnName(written.replace("`", "").toLowerCase(Locale.ROOT), at);
  }

  private void field(Yaml item, Draft.Table root) {
    Optional<Section> found = section(item, OF_A_FIELD);
    if (found.isEmpty()) {
      return;
    }
    Section section = found.get();
    section.require("name", "give it a name");
    section.require("expr", "say what it is: \"expr: column\"");
    Optional<Section.Words> name = section.words("name");
    Optional<Section.Words> expr = section.words("expr");
    if (name.isEmpty() || expr.isEmpty()) {
      return;
    }
    SqlText sql = quotes(SqlText.of(expr.get()));
    Draft.Table owner = root;
    try {
      Set<Draft.Table> tables = draft.tablesOf(draft.quoted(sql), root);
      owner = tables.size() == 1 ? tables.iterator().next() : root;
    } catch (Draft.NotOurs e) {
      // Said when the expression is read.
    }
    Draft.Table table = owner;
    SqlText kept = SqlText.of(expr.get());
    if (table != root) {
      kept = unqualified(kept, table.name());
    }
    Expression expression =
        draft.expression(
            "dimension " + name.get().text(),
            sql,
            kept,
            text -> {
              if (draft.tablesOf(text, root).size() > 1) {
                throw new Draft.NotOurs(
                    text.at(),
                    "a value made of columns of several tables",
                    "make it a column of the gold table of the many");
              }
              return draft.overColumns(text, root);
            });
    boolean asked = expression.sql().isPresent();
    String unique = table.free(Draft.ours(name.get().text()));
    Optional<Boolean> time = expression.sql().map(table::isTime);
    Optional<String> label = section.words("display_name").map(Section.Words::text);
    Field bare = field(section, unique, name.get(), expression, time, label, !asked, List.of());
    YamlTree ours = MetricViewWriter.field(bare, path(table, root));
    Map<String, @Nullable Object> original = map((Yaml.Keys) item);
    List<Extension> others = Residue.of(VENDOR, original, ours);
    table.add(
        field(section, unique, name.get(), expression, time, label, !asked, others),
        name.get().text(),
        root);
    order.put(unique, table.name());
  }

  private Field field(
      Section section,
      String name,
      Section.Words foreign,
      Expression expression,
      Optional<Boolean> time,
      Optional<String> label,
      boolean hidden,
      List<Extension> others) {
    Naming naming = label.isPresent() ? Naming.NONE : Draft.naming(foreign.text(), label, false);
    return new Field(
        name,
        expression,
        Optional.of(new Field.Dimension(time)),
        label,
        section.words("comment").map(Section.Words::text),
        Optional.empty(),
        Draft.synonyms(section.list("synonyms")),
        others,
        new Naming(naming.name(), Wordings.NONE, Text.NONE, hidden),
        showing(section),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Values.UNTOLD,
        foreign.at());
  }

  /** The names by which columns of a table are called, from the source on. */
  private String path(Draft.Table table, Draft.Table root) {
    return table == root ? "" : MetricViewWriter.path(relationships, root.name(), table.name());
  }

  private static SqlText unqualified(SqlText sql, String table) {
    String text = sql.text().replaceAll("(?i)(\\b\\w+\\.)*\\b" + Pattern.quote(table) + "\\.", "");
    return SqlText.of(text, sql.at());
  }

  private static Showing showing(Section section) {
    Optional<Section> format =
        section
            .keys("format")
            .map(
                keys ->
                    section.of(
                        keys,
                        keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new)));
    String currency =
        format.flatMap(f -> f.words("currency_code")).map(Section.Words::text).orElse("");
    return new Showing("", "", currency, false);
  }

  private Optional<Metric> metric(Yaml item, Draft.Table root) {
    Optional<Section> found = section(item, OF_A_MEASURE);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Section section = found.get();
    section.require("name", "give it a name");
    section.require("expr", "say what it is: \"expr: SUM(column)\"");
    Optional<Section.Words> name = section.words("name");
    Optional<Section.Words> expr = section.words("expr");
    if (name.isEmpty() || expr.isEmpty()) {
      return Optional.empty();
    }
    String what = "measure " + name.get().text();
    SqlText kept = SqlText.of(expr.get());
    Expression expression;
    if (section.has("window")) {
      draft.note(
          section.at("window"),
          what + " is kept for the way back, and cannot be asked: it has a window",
          "ask for the running total, or the change from month to month, of another measure");
      expression = draft.carried(kept);
    } else {
      SqlText sql = counted(quotes(kept));
      expression = draft.expression(what, sql, kept, text -> overFields(text, root));
    }
    expression
        .sql()
        .ifPresent(sql -> measures.put(name.get().text().toLowerCase(Locale.ROOT), sql));
    Metric bare = metric(section, name.get(), expression, List.of());
    YamlTree ours = new MetricViewWriter(model("", List.of(), List.of(), List.of())).measure(bare);
    Map<String, @Nullable Object> original = map((Yaml.Keys) item);
    return Optional.of(metric(section, name.get(), expression, Residue.of(VENDOR, original, ours)));
  }

  /** A measure may be made of those before it. */
  private SqlText overFields(SqlText sql, Draft.Table root) throws Draft.NotOurs {
    Matcher uses = MEASURE.matcher(sql.text());
    List<String> meant = new ArrayList<>();
    while (uses.find()) {
      SqlText known = measures.get(uses.group(1).toLowerCase(Locale.ROOT));
      if (known == null) {
        throw new Draft.NotOurs(
            sql.at(),
            "no measure \"" + uses.group(1) + "\" before it that can be asked",
            "define that first");
      }
      meant.add("(" + known.text() + ")");
    }
    if (meant.isEmpty()) {
      // There it is taken over the rows of the source, each with what it is joined to.
      if (!draft.tablesOfAggregates(sql, root).stream().allMatch(of -> of.contains(root))) {
        throw new Draft.NotOurs(
            sql.at(),
            "an aggregate of joined columns alone",
            "name a column of the source in it, as the one that the join is on");
      }
      return draft.overFields(sql, root);
    }
    // What they stand for is over fields already, so only what is between them is read.
    List<String> between = List.of(MEASURE.split(sql.text(), -1));
    StringBuilder whole = new StringBuilder(between.get(0));
    for (int i = 0; i < meant.size(); i++) {
      whole.append(meant.get(i)).append(between.get(i + 1));
    }
    if (!draft.isPlain(MEASURE.matcher(sql.text()).replaceAll("1"))) {
      throw new Draft.NotOurs(
          sql.at(),
          "a measure made of others and of columns",
          "give what is made of columns a name of its own");
    }
    return SqlText.of(whole.toString(), sql.at());
  }

  private Metric metric(
      Section section, Section.Words name, Expression expression, List<Extension> others) {
    Optional<String> shown = section.words("display_name").map(Section.Words::text);
    return new Metric(
        Draft.ours(name.text()),
        expression,
        section.words("comment").map(Section.Words::text),
        Optional.empty(),
        Draft.synonyms(section.list("synonyms")),
        others,
        Draft.naming(name.text(), shown, expression.sql().isEmpty()),
        showing(section),
        Optional.empty(),
        Optional.empty(),
        false,
        name.at());
  }

  /** What counts constants counts rows. */
  private static SqlText counted(SqlText sql) {
    Matcher count = COUNT_OF_CONSTANT.matcher(sql.text());
    return count.find() ? SqlText.of(count.replaceAll("COUNT(*)"), sql.at()) : sql;
  }

  /** Databricks quotes names with backticks and texts with either mark; places stay true. */
  private static SqlText quotes(SqlText sql) {
    StringBuilder text = new StringBuilder(sql.text());
    char open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (open == 0 && (c == '\'' || c == '"' || c == '`')) {
        open = c;
      } else if (open != 0 && c == open) {
        open = 0;
      } else if (open == '`') {
        text.setCharAt(i, Character.toLowerCase(c));
        continue;
      } else {
        continue;
      }
      text.setCharAt(i, c == '`' ? '"' : c == '"' ? '\'' : c);
    }
    return new SqlText(text.toString(), sql.lines());
  }
}

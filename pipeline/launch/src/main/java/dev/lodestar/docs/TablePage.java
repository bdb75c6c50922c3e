package dev.lodestar.docs;

import static dev.lodestar.docs.Html.all;
import static dev.lodestar.docs.Html.el;

import dev.lodestar.lineage.Detail;
import dev.lodestar.lineage.LineageGraph.Use;
import dev.lodestar.lineage.LineagePicture;
import dev.lodestar.lineage.Node;
import dev.lodestar.lineage.Part;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Keep;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Partition;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is known of one table. */
final class TablePage {
  private static final int RUNS = 10;

  private final Documented site;
  private final Frame frame;
  private final TableLineage table;
  private final TableName name;

  private TablePage(Documented site, TableLineage table) {
    this.site = site;
    this.frame = new Frame(site, "../");
    this.table = table;
    this.name = table.table();
  }

  static String of(Documented site, TableLineage table) {
    TablePage page = new TablePage(site, table);
    return page.frame.page(
        table.table().toString(), Documented.page(table.table()), page.content());
  }

  private Html content() {
    String description = site.description(name);
    return all(
        el("p.above")
            .of(
                el("span.layer." + name.schema()).of(name.schema()),
                el("span.kind").of(site.kind(name))),
        el("h1").of(name.name()),
        description.isBlank() ? Html.NOTHING : el("p.lead").of(description),
        facts(),
        columns(),
        rows(),
        lineage(),
        rules(),
        sql(),
        runs());
  }

  private Html facts() {
    List<Html> facts = new ArrayList<>();
    site.model(name).ifPresent(model -> addFacts(model, facts));
    if (site.source(name).isPresent()) {
      facts.add(fact(Phrase.READ_FROM, el("code").of(table.outside().place())));
    }
    Long rows = site.results().rows().get(name);
    if (rows != null) {
      facts.add(fact(Phrase.ROWS, Html.text(site.number(rows))));
    }
    long tests = site.domain().tests().stream().filter(test -> test.model().equals(name)).count();
    if (tests > 0) {
      facts.add(fact(Phrase.TESTS, Html.text(site.number(tests))));
    }
    return facts.isEmpty() ? Html.NOTHING : el("dl.facts").of(facts);
  }

  private void addFacts(Model model, List<Html> facts) {
    if (!model.key().isEmpty()) {
      facts.add(fact(Phrase.KEY, el("code").of(String.join(", ", model.key()))));
    }
    if (model.keep().isPresent()) {
      Keep keep = model.keep().get();
      Phrase which = keep.order() == Keep.Order.LATEST ? Phrase.LATEST_BY : Phrase.EARLIEST_BY;
      facts.add(
          fact(
              Phrase.KEEP,
              Html.text(site.say(which) + " "),
              el("code").of(String.join(", ", keep.columns()))));
    }
    if (!model.partitionBy().isEmpty()) {
      String partitions =
          model.partitionBy().stream().map(Partition::toString).collect(Collectors.joining(", "));
      facts.add(fact(Phrase.PARTITIONS, el("code").of(partitions)));
    }
  }

  private Html fact(Phrase what, Html... value) {
    return el("div").of(el("dt").of(site.say(what)), el("dd").of(value));
  }

  private Html columns() {
    boolean source = site.source(name).isPresent();
    List<Html> head =
        List.of(
            frame.head(Phrase.COLUMN),
            frame.head(Phrase.TYPE),
            frame.head(Phrase.DESCRIPTION),
            frame.head(Phrase.COMES_FROM),
            frame.head(Phrase.USED_BY));
    List<Html> rows = new ArrayList<>();
    for (Column column : table.columns()) {
      rows.add(
          el("tr", "id", site.anchor(name, column.name()))
              .of(
                  el("th.name", "scope", "row").of(el("code").of(column.name())),
                  el("td.type").of(column.type().toString()),
                  el("td.words").of(description(column.name())),
                  el("td.links").of(source ? field(column.name()) : from(table.of(column.name()))),
                  el("td.links").of(uses(column.name()))));
    }
    return Frame.section("columns", site.say(Phrase.COLUMNS), Frame.grid(head, rows));
  }

  private Html description(String column) {
    Optional<ColumnDoc> doc = site.column(name, column);
    String unit = doc.map(ColumnDoc::unit).orElse("");
    return all(
        Html.text(doc.map(d -> site.say(d.description())).orElse("")),
        unit.isBlank()
            ? Html.NOTHING
            : all(Html.text(" "), el("span.unit", "title", site.say(Phrase.UNIT)).of(unit)));
  }

  private Html field(String column) {
    String field = table.outside().fields().get(column);
    return field == null
        ? el("span.faint").of(site.say(Phrase.MADE_ON_READING))
        : all(Html.text(site.say(Phrase.FIELD) + " "), el("code").of(field));
  }

  private Html from(Influences influences) {
    List<Html> all = new ArrayList<>();
    influences
        .byOrigin()
        .forEach(
            (origin, ways) -> all.add(link(Node.column(origin.table(), origin.column()), ways)));
    return list(all);
  }

  private Html uses(String column) {
    List<Html> all = new ArrayList<>();
    for (Use use : site.graph().uses(new Origin(name, column))) {
      all.add(link(use.node(), use.ways()));
    }
    return list(all);
  }

  private Html link(Node node, Set<Influence> ways) {
    String words =
        node.column().isPresent()
            ? node.toString()
            : site.say(Phrase.ALL_ROWS, node.table().toString());
    return all(
        el("a." + node.table().schema(), "href", frame.root() + site.page(node))
            .of(Html.breakable(words)),
        Html.text(" "),
        el("span.how").of(site.say(ways)));
  }

  /** A list, of which the most part folds away where it is long. */
  private Html list(List<Html> items) {
    int shown = items.size() <= 5 ? items.size() : 3;
    Html first = lines(items.subList(0, shown));
    return shown == items.size()
        ? first
        : all(
            first,
            el("details")
                .of(
                    el("summary").of(site.say(Phrase.MORE, items.size() - shown)),
                    lines(items.subList(shown, items.size()))));
  }

  private static Html lines(List<Html> items) {
    return items.isEmpty()
        ? Html.NOTHING
        : el("ul").of(items.stream().map(item -> el("li").of(item)).toList());
  }

  private Html rows() {
    return table.rows().isEmpty()
        ? Html.NOTHING
        : Frame.section(
            "rows", site.say(Phrase.ROWS_HANG_ON), el("div.links").of(from(table.rows())));
  }

  private Html lineage() {
    Part around = Part.around(site.graph(), name);
    return Frame.section(
        "lineage",
        site.say(Phrase.LINEAGE),
        el("div.picture", "tabindex", "0")
            .of(Html.ready(LineagePicture.inPage(around, Detail.COLUMNS, frame::linkOf))),
        el("p.faint").of(site.say(Phrase.PICTURE_HELP)));
  }

  private Html rules() {
    List<Expectation> rules = site.model(name).map(Model::expectations).orElse(List.of());
    if (rules.isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> head =
        List.of(
            frame.head(Phrase.RULE),
            frame.head(Phrase.ASKS),
            frame.head(Phrase.OTHERWISE),
            frame.head(Phrase.LAST_RESULT));
    List<Html> lines =
        rules.stream()
            .map(
                rule ->
                    el("tr")
                        .of(
                            el("th.name", "scope", "row").of(rule.name()),
                            el("td").of(el("code").of(RuleText.of(rule.rule()))),
                            el("td").of(site.say(Phrase.valueOf(rule.otherwise().name()))),
                            el("td").of(result(rule))))
            .toList();
    return Frame.section("rules", site.say(Phrase.RULES), Frame.grid(head, lines));
  }

  private Html result(Expectation rule) {
    Optional<ExpectationResult> last = site.results().last(name, rule.name());
    if (last.isEmpty()) {
      return el("span.faint").of(site.say(Phrase.NOT_ASKED));
    }
    ExpectationResult result = last.get();
    if (result.holds()) {
      return el("span.holds").of("✓ " + site.say(Phrase.HOLDS));
    }
    String rows =
        site.say(
            Phrase.BROKEN, site.number(result.rowsBroken()), site.number(result.rowsChecked()));
    String serious = result.otherwise().equals("stop") ? "span.stopped" : "span.broken";
    return el(serious).of("✗ " + result.found().orElse(rows));
  }

  private Html sql() {
    return site.model(name)
        .map(
            model ->
                Frame.section(
                    "sql",
                    site.say(Phrase.SQL),
                    el("pre", "tabindex", "0")
                        .of(el("code").of(SqlText.of(model.sql(), frame::linkOf)))))
        .orElse(Html.NOTHING);
  }

  private Html runs() {
    List<Results.Step> steps = site.results().steps(name);
    Html content;
    if (site.model(name).filter(m -> m.kind() == Model.Kind.VIEW).isPresent()) {
      content = el("p.faint").of(site.say(Phrase.NEVER_STORED));
    } else if (steps.isEmpty()) {
      boolean never = site.results().runs().isEmpty();
      content = el("p.faint").of(site.say(never ? Phrase.NO_RUNS : Phrase.NOT_IN_RUNS));
    } else {
      List<Html> head = new ArrayList<>(List.of(frame.head(Phrase.STARTED)));
      head.addAll(RunsPage.stepHead(frame));
      head.add(frame.head(Phrase.RUN));
      List<Html> rows = steps.stream().limit(RUNS).map(step -> run(step.step(), step)).toList();
      content = Frame.grid(head, rows);
    }
    return Frame.section("runs", site.say(Phrase.LAST_RUNS), content);
  }

  private Html run(StepRecord step, Results.Step of) {
    List<Html> cells = new ArrayList<>();
    cells.add(el("td").of(Documented.moment(of.run().startedMillis())));
    cells.addAll(RunsPage.stepCells(frame, step));
    cells.add(
        el("td")
            .of(
                el("a", "href", frame.root() + "runs.html#" + RunsPage.anchor(of.run()))
                    .of(of.run().id())));
    return el("tr").of(cells);
  }
}

package dev.lodestar.docs;

import static dev.lodestar.docs.Html.all;
import static dev.lodestar.docs.Html.el;

import dev.lodestar.docs.Results.Told;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.StepRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The last runs, and what each did for which table. */
final class RunsPage {
  private final Documented site;
  private final Frame frame;

  private RunsPage(Documented site) {
    this.site = site;
    this.frame = new Frame(site, "");
  }

  static String of(Documented site) {
    RunsPage page = new RunsPage(site);
    return page.frame.page(site.say(Phrase.RUNS), "runs.html", page.content());
  }

  private Html content() {
    List<Told> runs = site.results().runs();
    return all(
        el("h1").of(site.say(Phrase.RUNS)),
        runs.isEmpty()
            ? el("p.faint").of(site.say(Phrase.NO_RUNS))
            : all(runs.stream().map(this::run).toList()));
  }

  private Html run(Told told) {
    Run run = told.run();
    String seconds =
        run.finishedMillis()
            .map(end -> site.seconds((end - run.startedMillis()) / 1000.0) + " s")
            .orElse("");
    Html facts =
        el("p.run")
            .of(
                el("span.state." + run.state().name().toLowerCase(java.util.Locale.ROOT))
                    .of(site.say(Phrase.valueOf(run.state().name()))),
                Html.text(" " + Documented.moment(run.startedMillis()) + " UTC"),
                part(seconds),
                part(run.runner()),
                part(told.release().map(r -> site.say(Phrase.RELEASE) + " " + r).orElse("")));
    Html error = run.error().map(e -> el("pre.error", "tabindex", "0").of(e)).orElse(Html.NOTHING);
    return el("section", "id", anchor(run))
        .of(el("h2").of(run.id()), facts, error, steps(told.steps()));
  }

  private static Html part(String words) {
    return Html.text(words.isEmpty() ? "" : " · " + words);
  }

  private Html steps(List<StepRecord> steps) {
    if (steps.isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> head = new ArrayList<>(List.of(frame.head(Phrase.TABLES)));
    head.addAll(stepHead(frame));
    List<Html> rows = new ArrayList<>();
    for (StepRecord step : steps) {
      List<Html> cells = new ArrayList<>();
      cells.add(el("th.name", "scope", "row").of(frame.table(step.table())));
      cells.addAll(stepCells(frame, step));
      rows.add(el("tr").of(cells));
    }
    return Frame.grid(head, rows);
  }

  static List<Html> stepHead(Frame frame) {
    return List.of(
        frame.numbers(Phrase.ROWS_IN),
        frame.numbers(Phrase.ROWS_OUT),
        frame.numbers(Phrase.QUARANTINED),
        frame.numbers(Phrase.DEDUPLICATED),
        frame.numbers(Phrase.DROPPED),
        frame.numbers(Phrase.SECONDS));
  }

  static List<Html> stepCells(Frame frame, StepRecord step) {
    return List.of(
        frame.number(step.rowsIn()),
        frame.number(step.rowsOut()),
        frame.number(step.quarantined()),
        frame.number(step.deduplicated()),
        frame.number(step.dropped()),
        el("td.number").of(frame.site().seconds(step.seconds())));
  }

  /** A run's id may have any characters. */
  static String anchor(Run run) {
    String id = run.id();
    return "run-"
        + (id.matches("[A-Za-z0-9_-]+")
            ? id
            : HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8)));
  }
}

// The runs of a domain: what each did, how long it took, and why it failed if it did; and one more, when
// it is wanted now.

import { get, literal } from "/page/api.js";
import { h } from "/page/element.js";
import { engines } from "/page/engines.js";
import { number, seconds, when } from "/page/format.js";
import { badge, liveRun, logOf, overview } from "/page/live-run.js";
import { records } from "/page/records.js";
import { href } from "/page/router.js";
import { locale } from "/page/settings.js";
import { share } from "/page/share.js";
import { t } from "/page/words.js";

const MOST_RUNS = 100;
const NUMBERS = { type: "bigint", format: "#,##0" };

const RUNS = `select r.run_id, r.state, r.started_at, r.seconds, r.runner, r.error, r.host,
  sum(s.rows_out) as rows_out, sum(s.quarantined) as quarantined, count(s.step) as steps
from runs.runs as r left join runs.steps as s on s.run_id = r.run_id
group by r.run_id, r.state, r.started_at, r.seconds, r.runner, r.error, r.host
order by r.started_at desc limit ${MOST_RUNS}`;

export async function show(place, domain, parameters) {
  const id = parameters.get("run");
  if (id && domain.release) {
    return showRun(place, domain, id);
  }
  return showRuns(place, domain);
}

const figure = (cell) => h("td", { class: "number" }, cell === null ? t("none") : number(NUMBERS, cell));
const head = (titles) => h("thead", {}, h("tr", {}, titles.map(([title, kind]) => h("th", { scope: "col", class: kind ?? null }, title))));

async function showRuns(place, domain) {
  const buttons = h("div", { class: "buttons" });
  const plan = h("div", {});
  const list = h("div", {});
  const live = liveRun(domain, { ended: fill });
  let engine = null;

  async function fill() {
    const known = await overview(domain).catch((refused) => ({ refused }));
    await showList(list, domain, known.latest);
    engine = known.refused ? null : engines(known, engine?.chosen());
    buttons.replaceChildren(...starters(known, live, engine));
    plan.replaceChildren(...schedule(known));
    return known;
  }

  const known = await fill();
  place.replaceChildren(h("div", { class: "heading" }, h("h1", {}, t("nav.runs")), buttons), live.element, plan, list);
  // What was done long ago stands in the list.
  if (known.latest && (!known.latest.over || !domain.release)) {
    live.show(known.latest);
  }
  return live;
}

/** The button that starts a run, or why there is none. */
function starters(known, live, engine) {
  if (known.refused || !known.can_start) {
    return [h("p", { class: "quiet" }, known.refused?.message ?? known.note)];
  }
  const again = ["failed", "abandoned", "canceled"].includes(known.latest?.state);
  return [
    ...(known.retry ? [starter(live, "retry", engine, { errand: "retry", run: known.retry })] : []),
    starter(live, again ? "run-again" : "run-now", engine, { errand: "run" }),
    ...engine.elements,
    h("p", { class: "quiet" }, t(known.retry ? "retry-help" : again ? "run-again-help" : "run-now-help")),
  ];
}

const starter = (live, title, engine, errand) => h("button", {
  type: "button",
  onclick: async (event) => {
    const button = event.target;
    button.disabled = true;
    button.disabled = await live.start({ ...errand, runner: engine.chosen() });
  },
}, t(title));

/** When the domain should run, and when that is next. */
function schedule(known) {
  if (!known.schedule) {
    return [];
  }
  const moment = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });
  return [h("details", { class: "schedule" },
    h("summary", {}, t("schedule", { cron: known.schedule })),
    h("p", { class: "quiet" }, t("schedule-help")),
    h("ol", {}, known.next.map((one) => h("li", {}, h("time", { datetime: one }, t("at-utc", { when: moment.format(new Date(one)) }))))))];
}

/** That a run was cancelled is known here before it stands in the ledger. */
const stateOf = (run, report) => (report?.id === run.run_id ? report.state : run.state);

async function showList(place, domain, latest) {
  if (!domain.release) {
    place.replaceChildren(h("p", { class: "empty" }, t("nothing-released")));
    return;
  }
  const runs = await records(domain, RUNS);
  const longest = Math.max(...runs.map((run) => Number(run.seconds ?? 0)), 0);
  place.replaceChildren(
    h("p", { class: "quiet" }, t("release", { id: domain.release.id, when: when(domain.release.released) })),
    h("div", { class: "rows sheet" }, h("table", {},
      head([[t("run-started")], [t("run-state")], [t("run-took"), "number"], [""], [t("rows-out"), "number"], [t("quarantined"), "number"], [t("run-runner")], [t("run-error")]]),
      h("tbody", {}, runs.map((run) => h("tr", {},
        h("th", { scope: "row", class: "moment" }, h("a", { href: href("runs", { domain: domain.name, run: run.run_id }), "data-inside": true }, when(run.started_at))),
        h("td", {}, badge(stateOf(run, latest))),
        h("td", { class: "number" }, run.seconds === null ? t("none") : seconds(run.seconds)),
        h("td", { class: "bars" }, share(Number(run.seconds ?? 0), longest, seconds(run.seconds ?? 0))),
        figure(run.rows_out),
        figure(run.quarantined),
        h("td", {}, run.runner),
        h("td", { class: "error" }, run.error ?? "")))))));
}

const retryOf = (live, engine, id) => h("div", { class: "buttons" },
  starter(live, "retry", engine, { errand: "retry", run: id }),
  engine.elements,
  h("p", { class: "quiet" }, t("retry-help")));

async function showRun(place, domain, id) {
  const [[run], steps, report] = await Promise.all([
    records(domain, `select * from runs.runs where run_id = ${literal(id)}`),
    records(domain, `select s.*, h.usual from runs.steps as s left join (
        select table_name, median(seconds) as usual from runs.steps where run_id <> ${literal(id)} and rows_in > 0 group by table_name
      ) as h on h.table_name = s.table_name where s.run_id = ${literal(id)} order by s.step`),
    // Those from whom something is kept back see what the ledger tells them.
    get(`/api/runs/${encodeURIComponent(id)}`, { domain: domain.name }).catch(() => null),
  ]);
  const back = h("a", { href: href("runs", { domain: domain.name }), "data-inside": true }, t("all-runs"));
  if (!run) {
    place.replaceChildren(h("h1", {}, t("nav.runs")), h("p", { class: "empty" }, t("no-run", { id })), back);
    return {};
  }
  const longest = Math.max(...steps.map((step) => Number(step.seconds)), 0);
  const facts = [["run-id", run.run_id], ["run-took", run.seconds === null ? t("none") : seconds(run.seconds)], ["run-runner", run.runner], ["run-host", run.host]];
  const heading = [
    h("p", {}, back),
    h("div", { class: "heading" }, h("h1", {}, t("run-of", { when: when(run.started_at) })), badge(stateOf(run, report))),
    h("dl", { class: "facts" }, facts.map(([key, text]) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, text)))),
  ];
  if (steps.length === 0 && report && (report.steps.length > 0 || !report.over)) {
    // It goes on, or came to no end that the ledger could keep.
    const live = liveRun(domain, { ended: () => showRun(place, domain, id) });
    const known = report.can_retry ? await overview(domain) : {};
    place.replaceChildren(
      ...heading,
      ...(known.can_start ? [retryOf(live, engines(known, run.runner), id)] : []),
      live.element);
    live.show(report);
    return live;
  }
  const log = logOf(domain, () => id);
  log.offer(steps.map((step) => step.table_name));
  place.replaceChildren(
    ...heading,
    ...(run.error ? [h("div", { class: "wrong" }, h("pre", { tabindex: "0" }, run.error))] : []),
    h("h2", {}, t("steps")),
    steps.length === 0 ? h("p", { class: "quiet" }, t("no-steps")) : h("div", { class: "rows sheet" }, h("table", {},
      head([[t("table")], [t("run-took"), "number"], [""], [t("usually"), "number"], [t("rows-in"), "number"], [t("rows-out"), "number"],
        [t("quarantined"), "number"], [t("deduplicated"), "number"], [t("dropped"), "number"]]),
      h("tbody", {}, steps.map((step) => h("tr", {},
        h("th", { scope: "row" }, h("a", { href: href("catalogue", { domain: domain.name, table: step.table_name }), "data-inside": true }, step.table_name)),
        h("td", { class: "number" }, seconds(step.seconds)),
        h("td", { class: "bars" }, share(Number(step.seconds), longest, seconds(step.seconds))),
        h("td", { class: "number quiet" }, step.usual === null ? t("none") : seconds(step.usual)),
        figure(step.rows_in), figure(step.rows_out),
        h("td", { class: "number" }, Number(step.quarantined) > 0
          ? h("a", { href: href("quality", { domain: domain.name, table: step.table_name }), "data-inside": true }, number(NUMBERS, step.quarantined))
          : "0"),
        figure(step.deduplicated), figure(step.dropped)))))),
    log.element);
  return {};
}

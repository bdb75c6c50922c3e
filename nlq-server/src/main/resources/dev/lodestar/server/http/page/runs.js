// The runs of a domain: what each did, how long it took, and why it failed if it did.

import { literal } from "/page/api.js";
import { h, svg } from "/page/element.js";
import { number, seconds, when } from "/page/format.js";
import { records } from "/page/records.js";
import { href } from "/page/router.js";
import { t } from "/page/words.js";

const MOST_RUNS = 100;
const NUMBERS = { type: "bigint", format: "#,##0" };

const RUNS = `select r.run_id, r.state, r.started_at, r.seconds, r.runner, r.error, r.host,
  sum(s.rows_out) as rows_out, sum(s.quarantined) as quarantined, count(s.step) as steps
from runs.runs as r left join runs.steps as s on s.run_id = r.run_id
group by r.run_id, r.state, r.started_at, r.seconds, r.runner, r.error, r.host
order by r.started_at desc limit ${MOST_RUNS}`;

export async function show(place, domain, parameters) {
  if (!domain.release) {
    place.replaceChildren(h("h1", {}, t("nav.runs")), h("p", { class: "empty" }, domain.note));
    return;
  }
  const id = parameters.get("run");
  if (id) {
    await showRun(place, domain, id);
  } else {
    await showRuns(place, domain);
  }
}

const badge = (state) => h("span", { class: `badge state ${state}` }, t(`state.${state}`));
const figure = (cell) => h("td", { class: "number" }, cell === null ? t("none") : number(NUMBERS, cell));
const head = (titles) => h("thead", {}, h("tr", {}, titles.map(([title, kind]) => h("th", { scope: "col", class: kind ?? null }, title))));

/** A bar whose length is a share. */
function share(part, whole, label) {
  return svg("svg", { class: "share", viewBox: "0 0 100 8", preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("rect", { width: 100, height: 8, class: "ground" }),
    svg("rect", { width: whole > 0 ? Math.max(0.5, (100 * part) / whole) : 0, height: 8 }));
}

async function showRuns(place, domain) {
  const runs = await records(domain, RUNS);
  const longest = Math.max(...runs.map((run) => Number(run.seconds ?? 0)), 0);
  place.replaceChildren(
    h("h1", {}, t("nav.runs")),
    h("p", { class: "quiet" }, t("release", { id: domain.release.id, when: when(domain.release.released) })),
    h("div", { class: "rows sheet" }, h("table", {},
      head([[t("run-started")], [t("run-state")], [t("run-took")], [""], [t("rows-out"), "number"], [t("quarantined"), "number"], [t("run-runner")], [t("run-error")]]),
      h("tbody", {}, runs.map((run) => h("tr", {},
        h("th", { scope: "row" }, h("a", { href: href("runs", { domain: domain.name, run: run.run_id }), "data-inside": true }, when(run.started_at))),
        h("td", {}, badge(run.state)),
        h("td", { class: "number" }, run.seconds === null ? t("none") : seconds(run.seconds)),
        h("td", { class: "bars" }, share(Number(run.seconds ?? 0), longest, seconds(run.seconds ?? 0))),
        figure(run.rows_out),
        figure(run.quarantined),
        h("td", {}, run.runner),
        h("td", { class: "error" }, run.error ?? "")))))));
}

async function showRun(place, domain, id) {
  const [[run], steps] = await Promise.all([
    records(domain, `select * from runs.runs where run_id = ${literal(id)}`),
    records(domain, `select s.*, h.usual from runs.steps as s left join (
        select table_name, avg(seconds) as usual from runs.steps where run_id <> ${literal(id)} and rows_in > 0 group by table_name
      ) as h on h.table_name = s.table_name where s.run_id = ${literal(id)} order by s.step`),
  ]);
  const back = h("a", { href: href("runs", { domain: domain.name }), "data-inside": true }, t("all-runs"));
  if (!run) {
    place.replaceChildren(h("h1", {}, t("nav.runs")), h("p", { class: "empty" }, t("no-run", { id })), back);
    return;
  }
  const longest = Math.max(...steps.map((step) => Number(step.seconds)), 0);
  const facts = [["run-id", run.run_id], ["run-took", run.seconds === null ? t("none") : seconds(run.seconds)], ["run-runner", run.runner], ["run-host", run.host]];
  place.replaceChildren(
    h("p", {}, back),
    h("div", { class: "heading" }, h("h1", {}, t("run-of", { when: when(run.started_at) })), badge(run.state)),
    h("dl", { class: "facts" }, facts.map(([key, text]) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, text)))),
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
        figure(step.deduplicated), figure(step.dropped)))))));
}

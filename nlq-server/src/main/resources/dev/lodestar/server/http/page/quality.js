// What must hold of the data, how often it did, and the rows that were set aside.

import { literal, quoted } from "/page/api.js";
import { saveCsv } from "/page/csv.js";
import { h, svg } from "/page/element.js";
import { nothingReleased } from "/page/empty.js";
import { engines } from "/page/engines.js";
import { number, when } from "/page/format.js";
import { liveRun, overview } from "/page/live-run.js";
import { records } from "/page/records.js";
import { href } from "/page/router.js";
import { rowsTable } from "/page/rows-table.js";
import { sourceFiles } from "/page/source-files.js";
import { count, t } from "/page/words.js";

const NUMBERS = { type: "bigint", format: "#,##0" };
const RATES = { type: "double", format: "0.00%" };
const MOST_RUNS = 20;
const MOST_ROWS = 500;

const EXPECTATIONS = `select e.table_name, e.rule, e.asks, e.otherwise, e.rows_checked, e.rows_broken, e.holds, e.found, r.run_id, r.started_at
from runs.expectations as e join runs.runs as r on r.run_id = e.run_id
where r.run_id in (select run_id from runs.runs order by started_at desc limit ${MOST_RUNS})
order by e.table_name, e.rule, r.started_at`;

export async function show(place, domain, parameters) {
  if (!domain.release) {
    place.replaceChildren(h("h1", {}, t("nav.quality")), nothingReleased(domain));
    return;
  }
  const table = parameters.get("table");
  const redraw = () => table
    ? showQuarantine(place, domain, table, parameters.get("rule") ?? "", replays)
    : showAll(place, domain, replays);
  const live = liveRun(domain, { ended: redraw });
  // Who may not start runs is offered no replays either.
  const known = await overview(domain).catch(() => ({ may_start: false, latest: null }));
  const replays = { live, mayStart: known.may_start, engine: engines(known) };
  await redraw();
  if (known.latest?.errand === "replay" && !known.latest.over) {
    live.show(known.latest);
  }
  return live;
}

/** The button that tries rows again that a table set aside; none where runs cannot be started. */
function replayButton({ live, mayStart, engine }, table) {
  return mayStart
    ? h("button", {
      type: "button",
      title: t("replay-help"),
      "aria-label": t("replay-table", { table }),
      onclick: () => live.start({ errand: "replay", table, runner: engine.chosen() }),
    }, t("replay"))
    : null;
}

const engineOf = ({ mayStart, engine }) => (mayStart ? engine.elements : []);

/** The results of one rule, the earliest first. */
function byRule(results) {
  const rules = new Map();
  for (const result of results) {
    const key = `${result.table_name} ${result.rule}`;
    rules.set(key, [...(rules.get(key) ?? []), result]);
  }
  return [...rules.values()];
}

const rate = (result) => {
  const checked = Number(result.rows_checked);
  return checked === 0 ? (result.holds === "true" ? 1 : 0) : 1 - Number(result.rows_broken) / checked;
};

/** One bar for each run; what is missing above it did not pass. */
function trend(results) {
  const label = results.map((result) => `${when(result.started_at)}: ${number(RATES, rate(result))}`).join("; ");
  return svg("svg", { class: "trend", viewBox: `0 0 ${Math.max(results.length, 8) * 6} 20`, role: "img", "aria-label": label },
    svg("title", {}, label),
    results.map((result, i) => {
      const height = Math.max(1, 20 * rate(result));
      return svg("rect", { x: i * 6, y: 20 - height, width: 4, height, rx: 1, class: result.holds === "true" ? "holds" : "broken" });
    }));
}

async function showAll(place, domain, replays) {
  const quarantined = domain.tables.filter((table) => table.schema === "quarantine");
  const rules = byRule(await records(domain, EXPECTATIONS));
  const broken = rules.filter((results) => results[results.length - 1].holds !== "true").length;
  const aside = quarantined.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  place.replaceChildren(
    h("h1", {}, t("nav.quality")),
    h("div", { class: "summary" },
      tile(t("rules-hold"), `${rules.length - broken} / ${rules.length}`),
      tile(t("rules-broken"), number(NUMBERS, broken)),
      tile(t("rows-aside"), number(NUMBERS, aside))),
    h("div", { class: "heading" }, h("h2", {}, t("quarantine")), quarantined.length > 0 ? engineOf(replays) : null),
    quarantined.length === 0
      ? h("p", { class: "quiet" }, t("nothing-aside"))
      : h("div", { class: "cards" }, quarantined.map((table) => {
        const of = table.name.replace("_", ".");
        return h("div", { class: "with-action" },
          h("a", { class: "card", href: href("quality", { domain: domain.name, table: of }), "data-inside": true },
            h("h3", {}, of), h("p", { class: "quiet" }, count("rows-of", table.rows ?? 0))),
          replayButton(replays, of));
      })),
    replays.live.element,
    h("h2", {}, t("expectations")),
    rules.length === 0 ? h("p", { class: "quiet" }, t("no-expectations")) : h("div", { class: "rows sheet" }, h("table", {},
      h("thead", {}, h("tr", {}, [["table"], ["rule"], ["otherwise"], ["passes", "number"], ["trend"], ["broken-rows", "number"]].map(([key, kind]) =>
        h("th", { scope: "col", class: kind ?? null }, t(key))))),
      h("tbody", {}, rules.map((results) => {
        const latest = results[results.length - 1];
        return h("tr", {},
          h("td", {}, h("a", { href: href("catalogue", { domain: domain.name, table: latest.table_name }), "data-inside": true }, latest.table_name)),
          h("th", { scope: "row" }, latest.rule, latest.found ? h("p", { class: "quiet" }, latest.found) : null),
          h("td", {}, h("span", { class: `badge state ${latest.holds === "true" ? "finished" : "failed"}` }, t(`otherwise.${latest.otherwise}`))),
          h("td", { class: "number" }, number(RATES, rate(latest))),
          h("td", {}, trend(results)),
          h("td", { class: "number" }, Number(latest.rows_broken) > 0 && latest.otherwise === "quarantine"
            ? h("a", { href: href("quality", { domain: domain.name, table: latest.table_name, rule: latest.rule }), "data-inside": true },
              number(NUMBERS, latest.rows_broken))
            : number(NUMBERS, latest.rows_broken)));
      })))));
}

const tile = (title, text) => h("section", { class: "tile single" }, h("h3", {}, title), h("p", { class: "figure" }, text));

/** Each row with the rules it broke, where it came from, and what it held. */
function setAside(found, shortened) {
  const held = found.map((one) => JSON.parse(one._row));
  const names = [...new Set(held.flatMap((row) => Object.keys(row)))].filter((name) => !name.startsWith("_"));
  const text = (cell) => (cell === null || cell === undefined ? null : typeof cell === "object" ? JSON.stringify(cell) : String(cell));
  const column = (key, type = "varchar") => ({ name: key, type, title: { en: t(key) } });
  return {
    columns: [column("reasons"), ...names.map((name) => ({ name, type: "varchar" })), column("source-file"), column("source-row", "bigint"), column("run-id")],
    rows: found.map((one, i) => [
      JSON.parse(one._reasons).join(", "),
      ...names.map((name) => text(held[i][name])),
      one._source_file === null ? null : shortened(one._source_file), one._source_row, one._run_id,
    ]),
  };
}

/** The rows that a table set aside, with the rules they broke and where they came from. */
async function showQuarantine(place, domain, table, rule, replays) {
  const name = table.replace(".", "_");
  const known = domain.tables.find((one) => one.schema === "quarantine" && one.name === name);
  const back = h("a", { href: href("quality", { domain: domain.name }), "data-inside": true }, t("all-rules"));
  if (!known) {
    place.replaceChildren(h("p", {}, back), h("h1", {}, table), replays.live.element, h("p", { class: "empty" }, t("nothing-aside")));
    return;
  }
  const from = `quarantine.${quoted(name)}`;
  const content = h("div", { "aria-busy": "true" });
  const shortened = await sourceFiles(domain);
  const counted = new Map();
  (await records(domain, `select _reasons, count(*) as how_many from ${from} group by _reasons`)).forEach((found) =>
    JSON.parse(found._reasons).forEach((one) => counted.set(one, (counted.get(one) ?? 0) + Number(found.how_many))));

  async function load(reason) {
    content.setAttribute("aria-busy", "true");
    const where = reason ? ` where contains(_reasons, ${literal(JSON.stringify(reason))})` : "";
    const result = setAside(await records(domain,
      `select _reasons, _row, _source_file, _source_row, _run_id from ${from}${where} order by _source_file, _source_row limit ${MOST_ROWS}`), shortened);
    content.replaceChildren(
      h("div", { class: "buttons" }, h("span", { class: "quiet" }, count("rows-of", result.rows.length)),
        h("button", { type: "button", class: "quiet", onclick: () => saveCsv(`quarantine ${table}`, result.columns, result.rows) }, t("download-csv"))),
      h("div", { class: "sheet" }, rowsTable({ ...result, label: t("quarantine") })));
    content.removeAttribute("aria-busy");
    chips.forEach(({ one, element }) => element.setAttribute("aria-pressed", String(one === reason)));
  }

  const chips = ["", ...counted.keys()].map((one) => ({
    one,
    element: h("button", { type: "button", class: "chip", onclick: () => load(one) },
      one === "" ? t("all-reasons") : `${one} · ${number(NUMBERS, counted.get(one))}`),
  }));
  place.replaceChildren(
    h("p", {}, back),
    h("div", { class: "heading" }, h("h1", {}, t("aside-of", { table })), replayButton(replays, table), engineOf(replays)),
    replays.live.element,
    h("p", { class: "quiet" }, t("aside-help")),
    h("div", { class: "chips", role: "group", "aria-label": t("reasons") }, chips.map(({ element }) => element)),
    content);
  await load(counted.has(rule) ? rule : "");
}

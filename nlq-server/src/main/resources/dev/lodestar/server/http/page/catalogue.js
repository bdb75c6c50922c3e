// The tables of a domain: what they mean, what is in them and was, where it comes from, and who reads it.

import { exactly, get, literal, quoted, rows } from "/page/api.js";
import { h } from "/page/element.js";
import { nothingReleased } from "/page/empty.js";
import { exploration } from "/page/exploration.js";
import { number, when } from "/page/format.js";
import { lineagePicture } from "/page/lineage.js";
import { go, href } from "/page/router.js";
import { rowsTable } from "/page/rows-table.js";
import { capital, count, t, words } from "/page/words.js";

const LAYERS = ["gold", "silver", "bronze", "quarantine", "runs"];
const SAMPLE = 20;
/** The statistics read every row, so those of a larger table are only made when they are asked for. */
const MOST_ROWS_UNASKED = 2_000_000;
const NARROW = matchMedia("(max-width: 48rem)");
const NUMBERS = { type: "bigint", format: "#,##0" };

const nameOf = (table) => `${table.schema}.${table.name}`;
const fromOf = (table) => `${quoted(table.schema)}.${quoted(table.name)}`;
const exactFrom = (table) => `${exactly(table.schema)}.${exactly(table.name)}`;

export async function show(place, domain, parameters) {
  const chosen = domain.tables.find((table) => nameOf(table) === parameters.get("table"));
  const main = h("div", { class: "table-view" });
  place.replaceChildren(sideList(domain, chosen), main);
  if (chosen) {
    await showTable(main, domain, chosen, { column: parameters.get("column"), asOf: parameters.get("as-of") });
  } else {
    overview(main, domain, parameters.get("table"));
  }
}

/** All tables by layer, to search in. */
function sideList(domain, chosen) {
  const items = [];
  const search = h("input", {
    type: "search", placeholder: t("search"), "aria-label": t("search-in", { title: t("tables") }),
    oninput: () => items.forEach(({ table, element }) => {
      const found = [nameOf(table), words(table.description), ...table.columns.map((column) => column.name)]
        .some((text) => text.toLocaleLowerCase().includes(search.value.toLocaleLowerCase()));
      element.hidden = !found;
    }),
  });
  const groups = LAYERS.filter((layer) => domain.tables.some((table) => table.schema === layer)).map((layer) => [
    h("h2", {}, layer),
    h("ul", { class: "names" }, domain.tables.filter((table) => table.schema === layer).map((table) => {
      const element = h("li", {}, h("a", {
        href: href("catalogue", { domain: domain.name, table: nameOf(table) }),
        "data-inside": true,
        "aria-current": table === chosen ? "page" : null,
      }, table.name));
      items.push({ table, element });
      return element;
    })),
  ]);
  // On a phone the list would stand before what was chosen from it.
  return h("nav", { class: "side", "aria-label": t("tables") },
    h("details", { open: !NARROW.matches }, h("summary", {}, t("tables-to-choose", { n: items.length })), search, groups));
}

function overview(main, domain, missing) {
  const shown = ["gold", "silver", "bronze"].flatMap((layer) => domain.tables.filter((table) => table.schema === layer));
  main.append(
    missing ? h("p", { class: "wrong", role: "alert" }, t("no-such-table", { name: missing })) : "",
    h("h1", {}, words(domain.title) || domain.name),
    h("p", {}, words(domain.description)),
    domain.release ? h("p", { class: "quiet" }, t("release", { id: domain.release.id, when: when(domain.release.released) })) : nothingReleased(domain),
    h("div", { class: "cards" }, shown.map((table) =>
      h("a", { class: "card", href: href("catalogue", { domain: domain.name, table: nameOf(table) }), "data-inside": true },
        h("span", { class: `layer ${table.schema}` }, table.schema),
        h("h3", {}, table.name),
        h("p", { class: "quiet" }, words(table.description)),
        h("p", { class: "quiet" }, table.rows === undefined ? t(`kind.${table.kind}`) : count("rows-of", table.rows),
          ", ", count("columns", table.columns.length))))));
}

async function showTable(main, domain, table, { column, asOf }) {
  const facts = h("dl", { class: "facts" });
  const statistics = h("div");
  const sample = h("div", { "aria-busy": "true" }, t("loading"));
  const lineage = h("div", { "aria-busy": "true" }, t("loading"));
  const made = h("div");
  const readers = h("div", { "aria-busy": "true" }, t("loading"));
  const releases = h("div", { "aria-busy": "true" }, t("loading"));
  main.append(
    h("div", { class: "heading" },
      h("h1", {}, nameOf(table)),
      h("a", { href: href("sql", { domain: domain.name, statement: `select *\nfrom ${fromOf(table)}\nlimit 100`, ...(asOf ? { "as-of": asOf } : {}) }), "data-inside": true },
        t("go-on-in-sql"))),
    h("p", {}, words(table.description)),
    facts,
    h("h2", {}, t("columns-title")), columnsOf(domain, table, column), statistics,
    h("h2", { id: "rows" }, asOf ? t("sample-rows-as-of", { id: asOf }) : t("sample-rows")),
    ...(asOf ? [h("p", {}, h("a", { href: addressOf(domain, table), "data-inside": true }, t("rows-of-now")))] : []), sample,
    h("h2", {}, t("lineage")), lineage, made,
    h("h2", {}, column ? t("readers-of", { column }) : t("readers")), readers,
    ...(table.schema === "runs" ? [] : [h("h2", {}, t("releases")), releases]));
  const fact = (key, text) => text && facts.append(h("div", {}, h("dt", {}, t(key)), h("dd", {}, text)));
  fact("fact-kind", t(`kind.${table.kind}`));
  fact("fact-rows", table.rows === undefined ? "" : number(NUMBERS, table.rows));
  fact("fact-key", table.key.join(", "));
  await Promise.all([
    freshness(domain, table).then((text) => fact("fact-written", text)),
    into(sample, async () => h("div", { class: "sheet" },
      rowsTable({ ...await rows(domain.name, `select * from ${exactFrom(table)} limit ${SAMPLE}`, asOf ? { as_of: asOf } : {}), label: t("sample-rows") }))),
    into(lineage, () => lineageOf(domain, table, column, made)),
    into(readers, () => readersOf(domain, table, column)),
    table.schema === "runs" ? null : into(releases, () => releasesOf(domain, table, asOf)),
    showStatistics(statistics, domain, table),
  ]);
}

const addressOf = (domain, table, more = {}) => href("catalogue", { domain: domain.name, table: nameOf(table), ...more });

/** Puts what comes of something into its place, or why nothing does. */
async function into(place, making) {
  try {
    place.replaceChildren(await making());
  } catch (failure) {
    place.replaceChildren(h("div", { class: "wrong", role: "alert" }, failure.message));
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function columnsOf(domain, table, chosen) {
  const lines = table.columns.map((column) => {
    const target = column.references.split(".");
    return h("tr", { class: column.name === chosen ? "here" : null },
      h("th", { scope: "row" }, h("a", {
        href: href("catalogue", { domain: domain.name, table: nameOf(table), column: column.name }), "data-inside": true,
      }, column.name), table.key.includes(column.name) ? h("span", { class: "badge" }, t("key")) : null),
      h("td", {}, h("code", {}, column.type)),
      h("td", {}, [words(column.description), column.unit ? `(${column.unit})` : ""].filter(Boolean).join(" "),
        column.references ? [" → ", h("a", {
          href: href("catalogue", { domain: domain.name, table: target.slice(0, 2).join(".") }), "data-inside": true,
        }, column.references)] : null));
  });
  return h("div", { class: "rows sheet" }, h("table", {},
    h("thead", {}, h("tr", {}, [t("column"), t("type"), t("meaning")].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, lines)));
}

/** When a run last made the table anew. */
async function freshness(domain, table) {
  if (table.schema === "runs") {
    return "";
  }
  const { rows: found } = await rows(domain.name,
    "select max(r.finished_at) as written from runs.steps as s join runs.runs as r on s.run_id = r.run_id"
    + ` where s.table_name = ${literal(nameOf(table))} and r.state = 'finished'`);
  return found[0]?.[0] ? when(found[0][0]) : "";
}

/** How full each column is, how many values it has, and from where to where they go. */
async function showStatistics(place, domain, table) {
  const show = () => into(place, () => statisticsOf(domain, table));
  if (table.schema !== "runs" && (table.rows ?? 0) <= MOST_ROWS_UNASKED && table.kind === "table") {
    place.append(h("details", { ontoggle: (event) => event.target.open && event.target.children.length === 1
      && event.target.append(loadedStatistics(domain, table)) }, h("summary", {}, t("statistics"))));
  } else {
    place.append(h("p", {}, h("button", { type: "button", onclick: show }, t("statistics"))));
  }
}

function loadedStatistics(domain, table) {
  const place = h("div", { "aria-busy": "true" }, t("loading"));
  into(place, () => statisticsOf(domain, table));
  return place;
}

const statisticsOf = (domain, table) => exploration(domain, table, exactFrom(table));

/** The tiles and the verified queries that read a table, or a column of it. */
async function readersOf(domain, table, column) {
  const about = { domain: domain.name, table: nameOf(table) };
  const [{ tiles }, { verified }] = await Promise.all([
    // There is no dashboard, or no semantic model, in every domain.
    get("/api/dashboard/readers", about).catch(() => ({ tiles: [] })),
    get(`/api/2.0/genie/spaces/${encodeURIComponent(domain.name)}/verified`, about).catch(() => ({ verified: [] })),
  ]);
  // What is read through a view are the columns of its tables.
  const reading = (one) => !column || table.kind === "view" || one.columns.includes(column);
  const found = [
    ...tiles.filter(reading).map((tile) => ({
      kind: t("tile"), text: words(tile.title), columns: tile.columns, address: href("dashboards", { domain: domain.name, page: tile.page }),
    })),
    ...verified.filter(reading).map((query) => ({
      kind: t("question"), text: words(query.ask), columns: query.columns, address: href("ask", { domain: domain.name, question: words(query.ask) }),
    })),
  ];
  if (found.length === 0) {
    return h("p", { class: "quiet" }, t("no-readers"));
  }
  return h("div", { class: "rows sheet" }, h("table", {},
    h("thead", {}, h("tr", {}, [t("reader"), "", t("reads")].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, found.map((one) => h("tr", {},
      h("th", { scope: "row" }, h("a", { href: one.address, "data-inside": true }, capital(one.text))),
      h("td", { class: "quiet" }, one.kind),
      h("td", {}, one.columns.length > 0 ? one.columns.join(", ") : t("whole-table")))))));
}

/** What was released of a table so far, each time to be looked at again. */
async function releasesOf(domain, table, asOf) {
  const { releases } = await get("/api/catalog/releases", { domain: domain.name, table: nameOf(table) });
  const counted = releases.some((one) => one.rows !== undefined);
  const lines = releases.map((one, i) => {
    const same = one.snapshot !== undefined && one.snapshot === releases[i + 1]?.snapshot;
    return h("tr", { class: String(one.id) === asOf ? "here" : null },
      h("th", { scope: "row" }, h("a", { href: `${addressOf(domain, table, { "as-of": one.id })}`, "data-inside": true }, t("release-short", { id: one.id }))),
      h("td", {}, when(one.released)),
      h("td", {}, h("a", { href: href("runs", { domain: domain.name, run: one.run }), "data-inside": true }, one.run),
        one.restores === undefined ? null : ` ${t("restores", { id: one.restores })}`),
      counted ? h("td", { class: "number" }, one.rows === undefined ? t("none") : number(NUMBERS, one.rows)) : null,
      counted ? h("td", { class: "quiet" }, one.rows === undefined ? "" : same ? t("as-before") : change(one)) : null);
  });
  return h("div", { class: "rows sheet releases" }, h("table", {},
    h("thead", {}, h("tr", {}, [[t("release-word")], [t("released")], [t("run")], ...(counted ? [[t("rows"), "number"], [t("changed")]] : [])].map(([title, kind]) =>
      h("th", { scope: "col", class: kind ?? null }, title)))),
    h("tbody", {}, lines)));
}

const change = ({ added, removed }) =>
  [added > 0 ? `+${number(NUMBERS, added)}` : "", removed > 0 ? `\u2212${number(NUMBERS, removed)}` : ""].filter(Boolean).join(" ") || t("as-before");

async function lineageOf(domain, table, column, made) {
  const graph = await get("/api/catalog/lineage", { domain: domain.name });
  const here = graph.tables.find((one) => one.table === nameOf(table));
  if (!here) {
    return h("p", { class: "quiet" }, graph.note || t("no-lineage"));
  }
  if (here.place) {
    made.append(h("p", { class: "quiet" }, t("read-from", { place: here.place })));
  }
  if (here.sql) {
    made.append(h("details", {}, h("summary", {}, t("made-by")), h("pre", { tabindex: "0" }, here.sql)));
  }
  const follow = h("select", {
    "aria-label": t("follow"),
    onchange: () => go(href("catalogue", { domain: domain.name, table: nameOf(table), ...(follow.value ? { column: follow.value } : {}) })),
  }, h("option", { value: "" }, t("whole-table")), here.columns.map((one) =>
    h("option", { value: one.name, selected: one.name === column }, one.name)));
  const known = here.columns.some((one) => one.name === column) ? column : null;
  return h("div", {}, h("label", { class: "quiet" }, `${t("follow")} `, follow), lineagePicture(graph, domain.name, nameOf(table), known));
}

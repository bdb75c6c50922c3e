// The tables of a domain: what they mean, what is in them, where it comes from.

import { get, literal, quoted, rows } from "/page/api.js";
import { h } from "/page/element.js";
import { number, value, when } from "/page/format.js";
import { lineagePicture } from "/page/lineage.js";
import { go, href } from "/page/router.js";
import { rowsTable } from "/page/rows-table.js";
import { count, t, words } from "/page/words.js";

const LAYERS = ["gold", "silver", "bronze", "quarantine", "runs"];
const SAMPLE = 20;
/** The statistics read every row, so those of a larger table are only made when they are asked for. */
const MOST_ROWS_UNASKED = 2_000_000;
const NUMBERS = { type: "bigint", format: "#,##0" };

const nameOf = (table) => `${table.schema}.${table.name}`;
const fromOf = (table) => `${quoted(table.schema)}.${quoted(table.name)}`;

export async function show(place, domain, parameters) {
  const chosen = domain.tables.find((table) => nameOf(table) === parameters.get("table"));
  const main = h("div", { class: "table-view" });
  place.replaceChildren(sideList(domain, chosen), main);
  if (chosen) {
    await showTable(main, domain, chosen, parameters.get("column"));
  } else {
    overview(main, domain);
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
  return h("nav", { class: "side", "aria-label": t("tables") }, search, groups);
}

function overview(main, domain) {
  const shown = ["gold", "silver", "bronze"].flatMap((layer) => domain.tables.filter((table) => table.schema === layer));
  main.append(
    h("h1", {}, words(domain.title) || domain.name),
    h("p", {}, words(domain.description)),
    h("p", { class: "quiet" }, domain.release
      ? t("release", { id: domain.release.id, when: when(domain.release.released) })
      : domain.note),
    h("div", { class: "cards" }, shown.map((table) =>
      h("a", { class: "card", href: href("catalogue", { domain: domain.name, table: nameOf(table) }), "data-inside": true },
        h("span", { class: `layer ${table.schema}` }, table.schema),
        h("h3", {}, table.name),
        h("p", { class: "quiet" }, words(table.description)),
        h("p", { class: "quiet" }, table.rows === undefined ? t(`kind.${table.kind}`) : count("rows-of", table.rows),
          ", ", count("columns", table.columns.length))))));
}

async function showTable(main, domain, table, column) {
  const facts = h("dl", { class: "facts" });
  const statistics = h("div");
  const sample = h("div", { "aria-busy": "true" }, t("loading"));
  const lineage = h("div", { "aria-busy": "true" }, t("loading"));
  const made = h("div");
  main.append(
    h("div", { class: "heading" },
      h("h1", {}, nameOf(table)),
      h("a", { href: href("sql", { domain: domain.name, statement: `select *\nfrom ${fromOf(table)}\nlimit 100` }), "data-inside": true },
        t("go-on-in-sql"))),
    h("p", {}, words(table.description)),
    facts,
    h("h2", {}, t("columns-title")), columnsOf(domain, table, column), statistics,
    h("h2", {}, t("sample-rows")), sample,
    h("h2", {}, t("lineage")), lineage, made);
  const fact = (key, text) => text && facts.append(h("div", {}, h("dt", {}, t(key)), h("dd", {}, text)));
  fact("fact-kind", t(`kind.${table.kind}`));
  fact("fact-rows", table.rows === undefined ? "" : number(NUMBERS, table.rows));
  fact("fact-key", table.key.join(", "));
  await Promise.all([
    freshness(domain, table).then((text) => fact("fact-written", text)),
    into(sample, async () => h("div", { class: "sheet" },
      rowsTable({ ...await rows(domain.name, `select * from ${fromOf(table)} limit ${SAMPLE}`), label: t("sample-rows") }))),
    into(lineage, () => lineageOf(domain, table, column, made)),
    showStatistics(statistics, domain, table),
  ]);
}

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
    place.append(h("button", { type: "button", onclick: show }, t("statistics")));
  }
}

function loadedStatistics(domain, table) {
  const place = h("div", { "aria-busy": "true" }, t("loading"));
  into(place, () => statisticsOf(domain, table));
  return h("div", { class: "sheet" }, place);
}

async function statisticsOf(domain, table) {
  const each = table.columns.map((column, i) => {
    const name = quoted(column.name);
    const ends = column.type === "boolean" ? "" : `, min(${name}) as low_${i}, max(${name}) as high_${i}`;
    return `count(${name}) as full_${i}, count(distinct ${name}) as different_${i}${ends}`;
  });
  const { columns, rows: [row] } = await rows(domain.name, `select count(*) as all_rows, ${each.join(", ")} from ${fromOf(table)}`);
  const cell = (name) => row[columns.findIndex((column) => column.name === name)] ?? null;
  const all = Number(cell("all_rows"));
  return rowsTable({
    label: t("statistics"),
    columns: [
      { name: "column", type: "varchar", title: { en: t("column") } },
      { name: "missing", type: "double", format: "0.0%", title: { en: t("missing") } },
      { name: "different", type: "bigint", format: "#,##0", title: { en: t("different") } },
      { name: "low", type: "varchar", title: { en: t("lowest") } },
      { name: "high", type: "varchar", title: { en: t("highest") } },
    ],
    rows: table.columns.map((column, i) => [
      column.name,
      all === 0 ? null : String((all - Number(cell(`full_${i}`))) / all),
      cell(`different_${i}`),
      cell(`low_${i}`) === null ? null : value(column, cell(`low_${i}`)),
      cell(`high_${i}`) === null ? null : value(column, cell(`high_${i}`)),
    ]),
  });
}

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

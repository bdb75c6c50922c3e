// What is in a table: how full its columns are, how their values are spread, and what goes along with what.

import { exactly, rows } from "/page/api.js";
import { h } from "/page/element.js";
import { isDate, isName, isNumber, isTime, number, short, value } from "/page/format.js";
import { rowsTable } from "/page/rows-table.js";
import { columns as columnsPicture, share } from "/page/share.js";
import { count, t } from "/page/words.js";

const BINS = 20;
const MOST_VALUES = 8;
/** A number that has no more different values than this is rather a name. */
const FEW = 12;
const MOST_COMPARED = 8;
const NUMBERS = { type: "bigint", format: "#,##0" };
const DAY_MILLIS = 86_400_000;

/**
 * Looks at every row of a table.
 *
 * @param from the table as SQL names it
 */
export async function exploration(domain, table, from) {
  const known = await statistics(domain, table, from);
  const [spreads, related] = await Promise.all([
    distributions(domain, known, from),
    correlations(domain, known, from),
  ]);
  return h("div", {},
    h("div", { class: "sheet" }, statisticsTable(known)),
    spreads.length > 0 ? [h("h3", {}, t("distributions")), h("div", { class: "spreads" }, spreads)] : null,
    related ? [h("h3", {}, t("correlations")), h("p", { class: "quiet" }, t("correlations-help")), related] : null);
}

/** Of each column how many cells are full, how many values there are, and where they begin and end. */
async function statistics(domain, table, from) {
  const each = table.columns.map((column, i) => {
    const name = exactly(column.name);
    const ends = column.type === "boolean" ? "" : `, min(${name}) as low_${i}, max(${name}) as high_${i}`;
    const middle = isNumber(column) && !isName(column) ? `, avg(${name}) as mean_${i}, median(${name}) as median_${i}` : "";
    return `count(${name}) as full_${i}, count(distinct ${name}) as different_${i}${ends}${middle}`;
  });
  const { columns, rows: [row] } = await rows(domain.name, `select count(*) as all_rows, ${each.join(", ")} from ${from}`);
  const cell = (name) => row[columns.findIndex((column) => column.name === name)] ?? null;
  return {
    all: Number(cell("all_rows")),
    columns: table.columns.map((column, i) => ({
      column,
      full: Number(cell(`full_${i}`)),
      different: Number(cell(`different_${i}`)),
      low: cell(`low_${i}`),
      high: cell(`high_${i}`),
      mean: cell(`mean_${i}`),
      median: cell(`median_${i}`),
    })),
  };
}

function statisticsTable({ all, columns }) {
  const text = (column, cell) => (cell === null ? null : value(column, cell));
  return rowsTable({
    label: t("statistics"),
    columns: [
      { name: "column", type: "varchar", title: { en: t("column") } },
      { name: "missing", type: "double", format: "0.0%", title: { en: t("missing") } },
      { name: "different", type: "bigint", format: "#,##0", title: { en: t("different") } },
      { name: "low", type: "varchar", title: { en: t("lowest") } },
      { name: "high", type: "varchar", title: { en: t("highest") } },
      { name: "mean", type: "varchar", title: { en: t("mean") } },
      { name: "median", type: "varchar", title: { en: t("median") } },
    ],
    rows: columns.map(({ column, full, different, low, high, mean, median }) => [
      column.name,
      all === 0 ? null : String((all - full) / all),
      String(different),
      text(column, low),
      text(column, high),
      text({ type: "double", format: "#,##0.##" }, mean),
      text({ type: "double", format: "#,##0.##" }, median),
    ]),
  });
}

/** A year, a month or a day, so that there are neither few nor many of them. */
function grainOf({ column, low, high }) {
  const at = (cell) => Date.parse(isDate(column) ? `${cell}T00:00:00Z` : `${cell}Z`);
  const days = (at(high) - at(low)) / DAY_MILLIS;
  return days > 5 * 365 ? "year" : days > 62 ? "month" : "day";
}

/** How the values of a column are put together to be counted. */
function wayOf(one) {
  const { column, different } = one;
  if (different < 2 || column.name.startsWith("_")) {
    return null;
  }
  const name = exactly(column.name);
  if (isDate(column) || isTime(column)) {
    const grain = grainOf(one);
    return { ...one, kind: "times", grain, sql: `cast(cast(date_trunc('${grain}', ${name}) as date) as varchar)`, order: "v", most: 400 };
  }
  if (isNumber(column) && different > FEW) {
    const low = Number(one.low);
    const width = (Number(one.high) - low) / BINS;
    return { ...one, kind: "bins", width, sql: `cast(least(${BINS - 1}, cast(floor((cast(${name} as double) - (${low})) / ${width}) as bigint)) as varchar)`, order: "v", most: BINS };
  }
  return different === one.full ? null : { ...one, kind: "values", sql: `cast(${name} as varchar)`, order: "n desc, v", most: MOST_VALUES };
}

async function distributions(domain, known, from) {
  const ways = known.columns.map(wayOf).filter(Boolean);
  if (ways.length === 0) {
    return [];
  }
  const { rows: found } = await rows(domain.name, ways.map(({ column, sql, order, most }, i) =>
    `select * from (select ${i} as c, ${sql} as v, count(*) as n from ${from} where ${exactly(column.name)} is not null group by ${sql} order by ${order} limit ${most})`)
    .join("\nunion all\n"));
  return ways.map((way, i) => spread(way, found.filter(([c]) => Number(c) === i).map(([, v, n]) => [v, Number(n)])));
}

function spread(way, counted) {
  const { column, kind } = way;
  const body = { bins, times, values: topValues }[kind](way, counted);
  return h("section", { class: "spread", "aria-label": column.name }, h("h4", {}, column.name), body);
}

function ends(from, to) {
  return h("p", { class: "ends quiet" }, h("span", {}, from), h("span", {}, to));
}

function bins({ column, low, high, width }, counted) {
  const amounts = Array.from({ length: BINS }, () => 0);
  counted.forEach(([bin, n]) => {
    amounts[Number(bin)] = n;
  });
  const highest = amounts.indexOf(Math.max(...amounts));
  const from = short(column, Number(low) + highest * width);
  const to = short(column, Number(low) + (highest + 1) * width);
  return [columnsPicture(amounts, t("most-between", { from, to, n: number(NUMBERS, amounts[highest]) })), ends(short(column, low), short(column, high))];
}

/** Times without a row keep their place. */
function times({ grain }, counted) {
  const column = { type: "date", grain };
  const known = new Map(counted);
  const dates = [...known.keys()].sort();
  const all = [];
  for (const date = new Date(`${dates[0]}T00:00:00Z`); date <= new Date(`${dates.at(-1)}T00:00:00Z`);) {
    all.push(date.toISOString().slice(0, 10));
    if (grain === "year") {
      date.setUTCFullYear(date.getUTCFullYear() + 1);
    } else if (grain === "month") {
      date.setUTCMonth(date.getUTCMonth() + 1);
    } else {
      date.setUTCDate(date.getUTCDate() + 1);
    }
  }
  const amounts = all.map((date) => known.get(date) ?? 0);
  const highest = all[amounts.indexOf(Math.max(...amounts))];
  return [columnsPicture(amounts, t("most-in", { when: value(column, highest), n: number(NUMBERS, known.get(highest)) })),
    ends(value(column, all[0]), value(column, all.at(-1)))];
}

function topValues({ column, full, different }, counted) {
  return [
    h("ul", { class: "top" }, counted.map(([cell, n]) => h("li", {},
      h("span", { class: "name", title: cell }, value(column, cell)),
      share(n, counted[0][1], `${number({ type: "double", format: "0.0%" }, n / full)}`),
      h("span", { class: "number" }, number(NUMBERS, n))))),
    different > counted.length ? h("p", { class: "quiet" }, count("more-values", different - counted.length)) : null,
  ];
}

/** How much each two numbers go along with each other; keys are none that do. */
async function correlations(domain, known, from) {
  const numbers = known.columns
    .filter(({ column, different }) => isNumber(column) && different > FEW && !column.name.startsWith("_") && !isName(column))
    .slice(0, MOST_COMPARED)
    .map(({ column }) => column.name);
  if (numbers.length < 2) {
    return null;
  }
  const pairs = numbers.flatMap((a, i) => numbers.slice(0, i).map((b, j) => ({ a, b, name: `c_${i}_${j}` })));
  const { columns, rows: [row] } = await rows(domain.name,
    `select ${pairs.map(({ a, b, name }) => `corr(${exactly(a)}, ${exactly(b)}) as ${name}`).join(", ")} from ${from}`);
  const of = (i, j) => (i === j ? "1" : row[columns.findIndex((column) => column.name === `c_${Math.max(i, j)}_${Math.min(i, j)}`)]);
  return h("div", { class: "rows sheet" }, h("table", { class: "correlations" },
    h("thead", {}, h("tr", {}, h("td", {}), numbers.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, numbers.map((name, i) => h("tr", {},
      h("th", { scope: "row" }, name),
      numbers.map((_, j) => correlation(of(i, j))))))));
}

function correlation(cell) {
  const known = cell !== null && !Number.isNaN(Number(cell));
  const element = h("td", { class: "number" }, known ? number({ type: "double", format: "0.00" }, cell) : t("none"));
  element.style.setProperty("--strength", known ? `${Math.round(Math.abs(Number(cell)) * 45)}%` : "0%");
  return element;
}

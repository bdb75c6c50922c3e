// Which column of a result plays which part in a picture.

import { isNumber } from "/page/format.js";

/** A column that is counted or measured, rather than grouped by. */
function isMeasure(column) {
  return column.role === "measure" || (column.role !== "group" && isNumber(column));
}

/**
 * Tells the parts from what a tile says, and else from the kinds of the columns: what is grouped by
 * comes first, then what is measured.
 *
 * @param tile chart, x, y, color, point_size, label; all but chart may be left out
 * @returns columns, each with its index: x, y (a list), color, size, label
 */
export function parts(tile, columns) {
  const all = columns.map((column, index) => ({ ...column, index }));
  const called = (name) => all.find((column) => column.name === name);
  const groups = all.filter((column) => !isMeasure(column));
  const measures = all.filter(isMeasure);
  const named = {
    x: called(tile.x),
    y: (tile.y ?? []).map(called).filter(Boolean),
    color: called(tile.color),
    size: called(tile.point_size),
    label: called(tile.label),
  };
  switch (tile.chart) {
    case "scatter":
      return {
        ...named,
        x: named.x ?? measures[0] ?? all[0],
        y: named.y.length ? named.y : [measures.find((m) => m !== (named.x ?? measures[0])) ?? all[0]],
        label: named.label ?? groups.find((group) => group !== named.color && group !== named.x) ?? groups[0],
      };
    case "histogram":
      return { ...named, x: named.x ?? measures[0] ?? all[0], y: [] };
    case "heat-map":
      return {
        ...named,
        x: named.x ?? groups[0] ?? all[0],
        y: named.y.length ? named.y : [groups[1] ?? all[1] ?? all[0]],
        color: named.color ?? measures[0] ?? all[all.length - 1],
      };
    default: {
      const x = named.x ?? groups[0] ?? all[0];
      const color = named.color ?? groups.find((group) => group !== x && named.y.length === 0);
      const y = named.y.length ? named.y : measures.filter((m) => m !== x && m !== color);
      return { ...named, x, y: y.length ? y : [all[all.length - 1]], color };
    }
  }
}

/** The kind of picture that a tile is drawn as: amounts below nothing are no slices of a whole. */
export function kindOf(tile, part, rows) {
  const below = (row) => part.y.some((column) => Number(row[column.index] ?? 0) < 0);
  return ["pie", "ring"].includes(tile.chart) && rows.some(below) ? "horizontal-bar" : tile.chart;
}

/** The kinds of picture that a result can be shown as. */
export function kinds(columns, rows) {
  const measures = columns.filter(isMeasure).length;
  const groups = columns.length - measures;
  if (rows.length === 0 || measures === 0) {
    return ["table"];
  }
  if (rows.length === 1 && measures === 1 && groups === 0) {
    return ["figure", "table"];
  }
  const fit = [];
  if (groups > 0) {
    fit.push("bar", "horizontal-bar", "line", "area", "pie");
  }
  if (groups > 1) {
    fit.splice(2, 0, "stacked-bar");
  }
  if (measures > 1) {
    fit.push("scatter");
  }
  return [...fit, "table"];
}

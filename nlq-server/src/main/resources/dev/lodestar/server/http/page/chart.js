// A picture of a result. ECharts is fetched when the first one is drawn, or is likely to be soon.

import { h } from "/page/element.js";
import { number, short, value, withUnit } from "/page/format.js";
import { kindOf, parts } from "/page/chart-parts.js";
import { option } from "/page/chart-option.js";
import { count, t, words } from "/page/words.js";

/** What draws each picture of the page again. */
const drawings = new Set();

/** Draws all pictures in the colours of now, at once. */
export const redrawAll = () => drawings.forEach((draw) => draw());

/** As many as the style sheet has. */
const COLOURS = 16;

let library = null;

function echarts() {
  library ??= import("/lib/echarts.js");
  return library;
}

/** Fetches ECharts while there is nothing else to do, where a picture is likely to be wanted. */
export function expectPictures() {
  whenIdle(() => echarts().then(() => whenIdle(rehearse)).catch(() => {
    // It is fetched again, and told, when there is something to draw.
    library = null;
  }));
}

const whenIdle = (act) => (window.requestIdleCallback ?? setTimeout)(act);

/** The first picture of a page takes far longer than the second, so it is one that nobody sees. */
async function rehearse() {
  const { init } = await echarts();
  const drawn = init(h("div"), null, { renderer: "canvas", width: 300, height: 200 });
  const columns = [{ name: "x", type: "varchar" }, { name: "y", type: "bigint" }];
  const rows = Array.from({ length: 8 }, (_, i) => [`${i}`, `${i}`]);
  for (const kind of ["horizontal-bar", "line"]) {
    drawn.setOption({ ...option({ chart: kind }, { columns, rows }, look(), 300), animation: false }, { notMerge: true });
  }
  drawn.dispose();
}

/** The colours of the style sheet as they are now: of a light and a dark one, that which is used. */
function look() {
  const probe = h("span", { hidden: true });
  document.body.append(probe);
  const used = getComputedStyle(probe);
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return used.color;
  };
  const found = {
    ink: colour("--ink"),
    quiet: colour("--quiet"),
    line: colour("--line"),
    raised: colour("--raised"),
    series: Array.from({ length: COLOURS }, (_, i) => colour(`--series-${i + 1}`)),
    heat: [1, 2, 3].map((n) => colour(`--heat-${n}`)),
    font: used.fontFamily,
  };
  probe.remove();
  return found;
}

/** What a picture says, for those who do not see it. */
function summary(tile, result) {
  const part = parts(tile, result.columns);
  const column = tile.chart === "heat-map" ? part.color : part.y[0];
  const name = t(`chart.${kindOf(tile, part, result.rows)}`);
  const told = column ? result.rows.filter((row) => row[column.index] !== null) : [];
  if (told.length === 0) {
    return name;
  }
  const highest = told.reduce((best, row) =>
    Number(row[column.index]) > Number(best[column.index]) ? row : best);
  return t("chart-summary", {
    chart: name,
    measure: words(column.title) || column.name,
    rows: count("rows-of", result.rows.length),
    highest: value(part.x, highest[part.x.index]),
    value: number(column, highest[column.index]),
  });
}

/** One number, large. */
export function figure(result) {
  const at = result.columns.findIndex((column) => column.role === "measure");
  const index = at < 0 ? result.columns.length - 1 : at;
  const [column, cell] = [result.columns[index], result.rows[0]?.[index] ?? null];
  if (cell === null) {
    return h("p", { class: "figure" }, t("none"));
  }
  const [brief, exact] = [withUnit(column, short(column, cell)), withUnit(column, number(column, cell))];
  return h("p", { class: "figure" }, brief,
    brief === exact ? null : h("small", {}, exact));
}

/**
 * Draws a result into an element that is made here.
 *
 * @param pick called with the row of a mark when that is clicked
 * @returns the element; redraw(tile, result, picked) and dispose(); png() gives the picture
 */
export function chart({ label, pick = () => {} }) {
  const element = h("div", { class: "chart", role: "img", "aria-label": label });
  let drawn = null;
  let again = () => {};
  let disposed = false;
  let of = {};
  let zoomed = false;
  let selected = null;
  // It tells the first size as well, in which the picture is drawn already.
  const size = new ResizeObserver(() => {
    if (drawn.getWidth() !== element.clientWidth || drawn.getHeight() !== element.clientHeight) {
      drawn.resize();
      again({ animation: false });
    }
  });

  async function redraw(tile, result, picked) {
    const { init } = await echarts();
    if (disposed) {
      return;
    }
    if (!drawn) {
      drawn = init(element, null, { renderer: "canvas" });
      drawn.on("click", (mark) => mark.data?.row && pick(mark.data.row));
      drawn.on("datazoom", () => {
        zoomed = true;
      });
      drawn.on("legendselectchanged", (now) => {
        selected = now.selected;
      });
      size.observe(element);
    }
    element.setAttribute("aria-label", `${label}. ${summary(tile, result)}`);
    if (of.result !== result || of.chart !== tile.chart) {
      of = { result, chart: tile.chart };
      zoomed = false;
      selected = null;
    }
    again = (more = {}) =>
      drawn.setOption({ ...asChosen(option(tile, result, look(), element.clientWidth, picked)), ...more }, { notMerge: true });
    again();
    drawings.add(atOnce);
  }

  /** A picture with what its reader has chosen in the one that it takes the place of. */
  function asChosen(next) {
    if (zoomed && next.dataZoom?.length > 0) {
      const [{ startValue, endValue }] = drawn.getOption().dataZoom;
      Object.assign(next.dataZoom[0], { startValue, endValue });
    }
    if (selected && next.legend) {
      next.legend.selected = selected;
    }
    return next;
  }

  function atOnce() {
    again({ animation: false });
    drawn.getZr().flush();
  }

  function dispose() {
    disposed = true;
    drawings.delete(atOnce);
    size.disconnect();
    drawn?.dispose();
  }

  /** The picture as a file, on the ground it stands on. */
  async function png() {
    const address = drawn.getDataURL({ pixelRatio: 2, backgroundColor: look().raised });
    const bytes = Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  }

  return { element, redraw, dispose, png };
}

// From the rows of a result to what ECharts draws. Nothing here touches the page.

import { isDate, isNumber, isTime, number, short, value, withUnit } from "/page/format.js";
import { kindOf, parts } from "/page/chart-parts.js";
import { capital, t, words } from "/page/words.js";

const MOST_SLICES = 8;
const BINS = 20;
/** The share in percent below which a slice has no room for its figure. */
const SMALLEST_TOLD = 6;
const FADED = 0.3;
const MOST_SLANTED = 14;
const SLANT = 35;
const SLANTED_WIDTH = 90;
const LETTER_WIDTH = 6.5;
/** What the figures beside an axis take. */
const AXIS_WIDTH = 50;
/** The room that a slanted label needs. */
const NARROWEST_SLOT = 16;
const NARROW = 500;

const title = (column) => capital(words(column.title) || column.name);
const full = (column, cell) => withUnit(column, cell === null ? t("none") : number(column, cell));

/**
 * What ECharts draws.
 *
 * @param tile what to draw: chart, and which column is what
 * @param result columns and rows
 * @param look the colours: ink, quiet, line, ground, series (a list), heat (a list)
 * @param width of the picture in pixels
 * @param picked whether a cell of a column is chosen in a filter; null where nothing is
 */
export function option(tile, result, look, width, picked = () => null) {
  const drawing = { tile, rows: result.rows, part: parts(tile, result.columns), look, width, picked };
  const drawn = DRAW[kindOf(tile, drawing.part, result.rows)](drawing);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    color: look.series,
    textStyle: { color: look.ink, fontFamily: look.font },
    ...drawn,
    tooltip: { ...tooltip(look), ...drawn.tooltip },
  };
}

const DRAW = {
  "bar": (drawing) => bars(drawing, {}),
  "horizontal-bar": (drawing) => bars(drawing, { horizontal: true }),
  "stacked-bar": (drawing) => bars(drawing, { stacked: true }),
  "pie": (drawing) => slices(drawing, ["0%", "78%"]),
  "ring": (drawing) => slices(drawing, ["46%", "78%"]),
  "histogram": histogram,
  "scatter": points,
  "line": (drawing) => lines(drawing, {}),
  "area": (drawing) => lines(drawing, { filled: true }),
  "cumulative-line": (drawing) => lines(drawing, { running: true, filled: true }),
  "heat-map": heatMap,
};

/** Drawn as part of the picture: one made of HTML would have to be kept free of what data holds. */
function tooltip(look) {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: look.raised,
    borderColor: look.line,
    textStyle: { color: look.ink, fontSize: 13, fontFamily: look.font },
  };
}

// Axes

function valueAxis({ look }, column, more = {}) {
  return {
    type: "value",
    axisLabel: { color: look.quiet, formatter: (at) => short({ type: "double" }, at), hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
    ...more,
  };
}

function categoryAxis({ look }, labels, more = {}) {
  return {
    type: "category",
    data: labels,
    axisLabel: { color: look.quiet, hideOverlap: true, width: 140, overflow: "truncate" },
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    ...more,
  };
}

const grid = (more = {}) => ({ left: 12, right: 20, top: 16, bottom: 8, containLabel: true, ...more });

function legend({ look }, names) {
  return names.length < 2
    ? { show: false }
    : { type: "scroll", top: 0, data: names, textStyle: { color: look.ink }, pageTextStyle: { color: look.ink },
        pageIconColor: look.ink, pageIconInactiveColor: look.line, icon: "roundRect", itemWidth: 12, itemHeight: 12 };
}

/** What is not chosen steps back when something else is. */
function faded(drawing, column, cell) {
  return drawing.picked(column, cell) === false ? { opacity: FADED } : {};
}

// Rows that share one axis of categories

/** Different values of a column in the order in which they come, numbers by size. */
function categories(rows, column) {
  const found = [...new Set(rows.map((row) => row[column.index]))];
  return isNumber(column) ? found.sort((a, b) => Number(a) - Number(b)) : found;
}

const STEPS = {
  year: (date) => date.setUTCFullYear(date.getUTCFullYear() + 1),
  quarter: (date) => date.setUTCMonth(date.getUTCMonth() + 3),
  month: (date) => date.setUTCMonth(date.getUTCMonth() + 1),
  week: (date) => date.setUTCDate(date.getUTCDate() + 7),
  day: (date) => date.setUTCDate(date.getUTCDate() + 1),
};
const MOST_STEPS = 5000;

/** Times without any row keep their place, so that a gap is seen as one. */
function withGaps(cells, column) {
  const step = STEPS[column.grain];
  if (!isDate(column) || !step || cells.length < 2 || cells.includes(null)) {
    return cells;
  }
  const sorted = [...cells].sort();
  const last = sorted[sorted.length - 1];
  const filled = [];
  const date = new Date(`${sorted[0]}T00:00:00Z`);
  for (let at = sorted[0]; at <= last; step(date), at = date.toISOString().slice(0, 10)) {
    filled.push(at);
    if (filled.length > MOST_STEPS) {
      return cells;
    }
  }
  return sorted.every((cell) => filled.includes(cell)) ? filled : cells;
}

/** One series for each measure, or for each colour: name, column, and a row or null per category. */
function series({ rows, part }, cells) {
  const at = new Map(cells.map((cell, i) => [cell, i]));
  const spread = (inside) => {
    const places = cells.map(() => null);
    inside.forEach((row) => {
      places[at.get(row[part.x.index])] = row;
    });
    return places;
  };
  if (!part.color) {
    return part.y.map((column) => ({ name: title(column), column, places: spread(rows) }));
  }
  return categories(rows, part.color).map((cell) => ({
    name: value(part.color, cell),
    column: part.y[0],
    places: spread(rows.filter((row) => row[part.color.index] === cell)),
  }));
}

function axisTooltip({ part }, cells, drawn) {
  return {
    trigger: "axis",
    axisPointer: { type: "shadow" },
    formatter: (marks) => {
      const list = marks.filter((mark) => mark.data?.cell !== undefined && mark.data.cell !== null);
      const lines = list.map((mark) =>
        drawn.length > 1
          ? `${mark.seriesName}: ${full(drawn[mark.seriesIndex].column, mark.data.cell)}`
          : full(drawn[mark.seriesIndex].column, mark.data.cell));
      return [value(part.x, cells[marks[0].dataIndex]), ...lines].join("\n");
    },
  };
}

/**
 * How the labels of standing bars fit: side by side, slanted, or not at all. Of times some are passed over
 * where there are many, names are all told.
 */
function fitOf(drawing, labels) {
  const { part, width } = drawing;
  const slot = (width - AXIS_WIDTH) / labels.length;
  const longest = LETTER_WIDTH * Math.max(...labels.map((label) => label.length), 0);
  if (longest + LETTER_WIDTH < slot) {
    return { label: { interval: 0 }, left: 0 };
  }
  const names = !isDate(part.x) && !isTime(part.x) && !isNumber(part.x);
  if (names ? slot < NARROWEST_SLOT : labels.length > MOST_SLANTED || slot < NARROWEST_SLOT) {
    return { lies: names, label: {}, left: 0 };
  }
  // The first label reaches out to the left of its bar.
  const reach = Math.min(SLANTED_WIDTH, longest) * Math.cos((SLANT * Math.PI) / 180) - slot / 2 - AXIS_WIDTH + 2 * LETTER_WIDTH;
  return { label: { interval: 0, hideOverlap: false, rotate: SLANT, width: SLANTED_WIDTH }, left: Math.max(0, reach) };
}

function bars(drawing, { horizontal: lying = false, stacked = false }) {
  const { rows, part, look } = drawing;
  const found = categories(rows, part.x);
  const standing = lying ? found : withGaps(found, part.x);
  const fit = lying ? { lies: true } : fitOf(drawing, standing.map((cell) => value(part.x, cell)));
  const horizontal = fit.lies === true;
  const cells = horizontal ? found : standing;
  const drawn = series(drawing, cells);
  const narrow = drawing.width < NARROW;
  const radius = stacked ? 0 : horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0];
  const labels = cells.map((cell) => value(part.x, cell));
  const label = { color: look.quiet, overflow: "truncate" };
  const along = categoryAxis(drawing, labels, horizontal
    ? { inverse: true, axisLabel: { ...label, interval: 0, hideOverlap: true, width: Math.min(170, drawing.width / 2) } }
    : { axisLabel: { ...label, hideOverlap: true, width: 140, ...fit.label } });
  const across = valueAxis(drawing, part.y[0]);
  const atOnce = horizontal ? (narrow ? 12 : 20) : 400;
  const many = cells.length > (horizontal ? 1.25 * atOnce : atOnce);
  return {
    grid: grid({
      top: drawn.length > 1 ? 40 : 16, right: many && horizontal ? 36 : 20, bottom: many && !horizontal ? 32 : 8, left: 12 + (fit.left ?? 0),
    }),
    legend: legend(drawing, drawn.map((one) => one.name)),
    xAxis: horizontal ? across : along,
    yAxis: horizontal ? along : across,
    dataZoom: many
      ? [{ type: "slider", startValue: 0, endValue: atOnce - 1, showDetail: false, brushSelect: false,
          ...(horizontal ? { yAxisIndex: 0, width: 12, right: 8 } : { xAxisIndex: 0, height: 12, bottom: 8, left: 24, right: 24 }) }]
      : [],
    tooltip: axisTooltip(drawing, cells, drawn),
    series: drawn.map((one) => ({
      type: "bar",
      name: one.name,
      stack: stacked ? "all" : undefined,
      barMaxWidth: 48,
      data: one.places.map((row, i) => ({
        value: row === null || row[one.column.index] === null ? null : Number(row[one.column.index]),
        cell: row?.[one.column.index],
        row,
        itemStyle: { borderRadius: radius, ...faded(drawing, part.x, cells[i]) },
      })),
    })),
  };
}

function lines(drawing, { filled = false, running = false }) {
  const { rows, part, look } = drawing;
  const found = categories(rows, part.x);
  const cells = running ? found : withGaps(found, part.x);
  const drawn = series(drawing, cells);
  return {
    grid: grid({ top: drawn.length > 1 ? 40 : 16 }),
    legend: legend(drawing, drawn.map((one) => one.name)),
    xAxis: categoryAxis(drawing, cells.map((cell) => value(part.x, cell)), {
      boundaryGap: false,
      // The first and the last would stand across the ends of the axis.
      axisLabel: { color: look.quiet, hideOverlap: true, width: 140, overflow: "truncate", alignMinLabel: "left", alignMaxLabel: "right" },
    }),
    yAxis: valueAxis(drawing, part.y[0]),
    tooltip: { ...axisTooltip(drawing, cells, drawn), axisPointer: { type: "line", lineStyle: { color: look.quiet } } },
    series: drawn.map((one, i) => {
      let total = 0;
      return {
        type: "line",
        name: one.name,
        // When the colours come again the lines are not the same.
        lineStyle: { width: 2, type: i < look.series.length ? "solid" : "dashed" },
        symbol: i < look.series.length ? "circle" : "diamond",
        symbolSize: 6,
        showSymbol: cells.length <= 60,
        areaStyle: filled ? { opacity: 0.15 } : undefined,
        data: one.places.map((row) => {
          const cell = row?.[one.column.index] ?? null;
          total += Number(cell ?? 0);
          return { value: cell === null ? null : running ? total : Number(cell), cell: running ? total : cell, row };
        }),
      };
    }),
  };
}

function slices(drawing, radius) {
  const { rows, part, look } = drawing;
  const column = part.y[0];
  const amount = (row) => Number(row[column.index] ?? 0);
  const marks = rows.map((row) => ({
    name: value(part.x, row[part.x.index]),
    value: amount(row),
    cell: row[column.index],
    row,
    itemStyle: faded(drawing, part.x, row[part.x.index]),
  }));
  if (marks.length > MOST_SLICES + 1) {
    const rest = marks.sort((a, b) => b.value - a.value).splice(MOST_SLICES);
    const sum = rest.reduce((total, mark) => total + mark.value, 0);
    marks.push({ name: t("others", { n: rest.length }), value: sum, cell: String(sum), row: null, itemStyle: { color: look.quiet } });
  }
  return {
    legend: { ...legend(drawing, marks.map((mark) => mark.name)), top: undefined, bottom: 0 },
    tooltip: {
      trigger: "item",
      formatter: (mark) => `${mark.name}\n${full(column, mark.data.cell)}  (${percent(mark.percent)})`,
    },
    series: [{
      type: "pie",
      radius,
      center: ["50%", "45%"],
      data: marks,
      label: {
        position: "inside", color: look.raised, fontWeight: 600,
        formatter: (mark) => (mark.percent >= SMALLEST_TOLD ? percent(mark.percent) : ""),
      },
      itemStyle: { borderColor: look.raised, borderWidth: 2 },
    }],
  };
}

const percent = (share) => number({ type: "double", format: "0.0%" }, share / 100);

// Numbers against numbers

function histogram(drawing) {
  const { rows, part, tile } = drawing;
  const values = rows.map((row) => row[part.x.index]).filter((cell) => cell !== null).map(Number);
  const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
  const bins = high > low ? tile.bins ?? BINS : 1;
  const width = (high - low) / bins || 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (const one of values) {
    counts[Math.min(bins - 1, Math.floor((one - low) / width))]++;
  }
  const from = (i) => short(part.x, low + i * width);
  const count = { type: "bigint", format: "#,##0" };
  return {
    grid: grid({ bottom: 28 }),
    xAxis: categoryAxis(drawing, counts.map((_, i) => from(i)), { name: title(part.x), nameLocation: "middle", nameGap: 30 }),
    yAxis: valueAxis(drawing, count, { minInterval: 1 }),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      formatter: (marks) => `${from(marks[0].dataIndex)} – ${from(marks[0].dataIndex + 1)}\n${number(count, marks[0].value)}`,
    },
    series: [{ type: "bar", barCategoryGap: "4%", data: counts }],
  };
}

const SMALLEST_POINT = 7;
const LARGEST_POINT = 44;

function points(drawing) {
  const { rows, part, look } = drawing;
  const [x, y] = [part.x, part.y[0]];
  const times = isDate(x) || isTime(x);
  const largest = part.size ? Math.max(...rows.map((row) => Number(row[part.size.index] ?? 0)), 1) : 1;
  const size = (row) =>
    part.size
      ? SMALLEST_POINT + (LARGEST_POINT - SMALLEST_POINT) * Math.sqrt(Math.max(0, Number(row[part.size.index] ?? 0)) / largest)
      : 10;
  const place = (row) => (times ? Date.parse(`${row[x.index]}${isDate(x) ? "T00:00:00Z" : "Z"}`) : Number(row[x.index]));
  const groups = part.color ? categories(rows, part.color) : [undefined];
  const shown = [x, y, part.size].filter(Boolean);
  return {
    grid: grid({ top: groups.length > 1 ? 60 : 32, bottom: 28 }),
    legend: legend(drawing, groups.length > 1 ? groups.map((cell) => value(part.color, cell)) : []),
    xAxis: times
      ? { type: "time", axisLabel: { color: look.quiet, hideOverlap: true,
          formatter: (millis) => value({ ...x, type: "date" }, new Date(millis).toISOString().slice(0, 10)) } }
      : valueAxis(drawing, x, { scale: true, name: title(x), nameLocation: "middle", nameGap: 30, nameTextStyle: { color: look.quiet } }),
    yAxis: valueAxis(drawing, y, { scale: true, name: title(y), nameLocation: "end", nameGap: 12, nameTextStyle: { color: look.quiet, align: "left" } }),
    tooltip: {
      trigger: "item",
      formatter: ({ data }) => [
        part.label ? value(part.label, data.row[part.label.index]) : "",
        part.color ? `${title(part.color)}: ${value(part.color, data.row[part.color.index])}` : "",
        ...shown.map((column) => `${title(column)}: ${isNumber(column) ? full(column, data.row[column.index]) : value(column, data.row[column.index])}`),
      ].filter(Boolean).join("\n"),
    },
    series: groups.map((cell, i) => ({
      type: "scatter",
      symbol: i < look.series.length ? "circle" : "diamond",
      name: part.color ? value(part.color, cell) : title(y),
      itemStyle: { opacity: 0.75, borderColor: look.raised },
      data: rows
        .filter((row) => (!part.color || row[part.color.index] === cell) && row[x.index] !== null && row[y.index] !== null)
        .map((row) => ({ value: [place(row), Number(row[y.index])], symbolSize: size(row), row })),
    })),
  };
}

function heatMap(drawing) {
  const { rows, part, look } = drawing;
  const [x, y, color] = [part.x, part.y[0], part.color];
  const [across, down] = [categories(rows, x), categories(rows, y)];
  const amounts = rows.map((row) => Number(row[color.index] ?? 0));
  return {
    grid: grid({ right: 16, bottom: 48 }),
    xAxis: categoryAxis(drawing, across.map((cell) => value(x, cell))),
    yAxis: categoryAxis(drawing, down.map((cell) => value(y, cell)), { inverse: true }),
    visualMap: {
      type: "continuous", min: Math.min(...amounts, 0), max: Math.max(...amounts, 1), orient: "horizontal", left: "center", bottom: 0,
      inRange: { color: look.heat }, textStyle: { color: look.quiet }, itemHeight: 160, itemWidth: 12,
      text: [short(color, Math.max(...amounts, 1)), short(color, Math.min(...amounts, 0))], calculable: false,
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data }) =>
        `${value(y, data.row[y.index])}, ${value(x, data.row[x.index])}\n${full(color, data.row[color.index])}`,
    },
    series: [{
      type: "heatmap",
      itemStyle: { borderColor: look.raised, borderWidth: 1, borderRadius: 2 },
      data: rows.map((row) => ({
        value: [across.indexOf(row[x.index]), down.indexOf(row[y.index]), Number(row[color.index] ?? 0)],
        row,
      })),
    }],
  };
}

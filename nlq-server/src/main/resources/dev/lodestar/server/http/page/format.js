// How values are shown: numbers by their pattern, times by how finely they are told.

import { language, locale } from "/page/settings.js";
import { t } from "/page/words.js";

export const isNumber = (column) => /^(integer|int|bigint|double|decimal)/.test(column.type);
export const isDate = (column) => column.type === "date";
export const isTime = (column) => column.type === "timestamp";

/** Whether a number names a thing, as a year and the number of an order do, and is not counted. */
export const isName = (column) => isNumber(column)
  && /(^|_)(id|key|code|no|year|annee)$/i.test(column.name ?? "")
  && !/^(count|number|average|avg|sum|total|running|min|max)_|_per_/i.test(column.name ?? "");

const formats = new Map();

/** What writes numbers or dates in the reader's language; it takes long to make. */
function written(Kind, options) {
  const key = Kind.name + locale() + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Kind(locale(), options));
  }
  return formats.get(key);
}

const numberFormat = (options) => written(Intl.NumberFormat, options);

/** What a pattern like #,##0.00 says. */
function pattern(column) {
  const written = /([#0,]*[#0])(?:\.([#0]+))?(%?)/.exec(column.format ?? "");
  if (!written) {
    const scale = /^decimal\(\d+,\s*(\d+)\)/.exec(column.type)?.[1];
    if (/^(integer|int|bigint)/.test(column.type) || scale === "0") {
      return { maximumFractionDigits: 0, useGrouping: !isName(column) };
    }
    return { minimumFractionDigits: Math.min(Number(scale ?? 0), 2), maximumFractionDigits: 2 };
  }
  const decimals = written[2] ?? "";
  return {
    minimumFractionDigits: decimals.replaceAll("#", "").length,
    maximumFractionDigits: decimals.length,
    useGrouping: written[1].includes(","),
    ...(written[3] ? { style: "percent" } : {}),
  };
}

/** A number without what it counts. */
export function number(column, cell) {
  return numberFormat(pattern(column)).format(cell);
}

/** A number that is short enough for an axis or a tile: 1.2M. */
export function short(column, cell) {
  const size = Math.abs(Number(cell));
  if (size < 10_000 || isName(column)) {
    return number(column, cell);
  }
  return numberFormat({ notation: "compact", maximumFractionDigits: 2 }).format(cell);
}

/** What a number counts: its currency or unit, as it stands behind or before it. */
export function withUnit(column, text) {
  if (column.currency) {
    const sign = currencySign(column.currency);
    const apart = /\p{L}$/u.test(sign) ? "\u00a0" : "";
    return language() === "en" ? sign + apart + text : `${text}\u00a0${sign}`;
  }
  return column.unit ? `${text}\u00a0${column.unit}` : text;
}

function currencySign(currency) {
  try {
    return new Intl.NumberFormat(locale(), { style: "currency", currency, currencyDisplay: "narrowSymbol" })
      .formatToParts(0)
      .find((part) => part.type === "currency").value;
  } catch (unknown) {
    return currency;
  }
}

const DATES = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "short" },
  week: { year: "numeric", month: "short", day: "numeric" },
  day: { year: "numeric", month: "short", day: "numeric" },
  hour: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
};

/** A date or a timestamp in UTC, as finely as its column tells it. */
export function moment(column, cell) {
  const date = new Date(isDate(column) ? `${cell}T00:00:00Z` : `${cell}Z`);
  if (Number.isNaN(date.getTime())) {
    return cell;
  }
  if (column.grain === "quarter") {
    return t("quarter", { q: Math.floor(date.getUTCMonth() / 3) + 1, year: date.getUTCFullYear() });
  }
  const how = DATES[column.grain] ?? (isDate(column) ? DATES.day : DATES.hour);
  return written(Intl.DateTimeFormat, { ...how, timeZone: "UTC" }).format(date);
}

/** Any value as text. */
export function value(column, cell) {
  if (cell === null || cell === undefined) {
    return t("none");
  }
  if (isNumber(column)) {
    return number(column, cell);
  }
  if (isDate(column) || isTime(column)) {
    return moment(column, cell);
  }
  if (column.type === "boolean") {
    return t(cell === "true" ? "yes" : "no");
  }
  return cell === "" ? t("blank") : cell;
}

/** A moment of the server's clock, in the reader's time. */
export function when(iso) {
  const text = iso.endsWith("Z") ? iso : `${iso}Z`;
  return written(Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}

/** How long something took. */
export function seconds(amount) {
  const number = Number(amount);
  if (number >= 60) {
    return `${Math.floor(number / 60)} min ${Math.round(number % 60)} s`;
  }
  return `${numberFormat({ maximumFractionDigits: number < 10 ? 2 : 0 }).format(number)} s`;
}

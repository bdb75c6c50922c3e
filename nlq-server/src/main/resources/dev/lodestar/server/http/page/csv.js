// Downloads: rows as CSV, pictures as PNG.

import { isNumber } from "/page/format.js";

/** A text that a spreadsheet would take for a formula gets an apostrophe, which it shows as text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(column, value) {
  if (value === null) {
    return "";
  }
  const safe = !isNumber(column) && FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe === "" ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as RFC 4180 has them. Nothing stands for null, "" for an empty text. */
export function csv(columns, rows) {
  const names = columns.map((column) => cell({ type: "varchar" }, column.name)).join(",");
  const lines = rows.map((row) => row.map((value, i) => cell(columns[i], value)).join(","));
  return [names, ...lines, ""].join("\r\n");
}

/** A name that every file system takes. */
export function fileName(title, ending) {
  const plain = title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return `${plain.toLowerCase() || "lodestar"}.${ending}`;
}

export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Excel knows by the mark at the start that it is UTF-8. */
export function saveCsv(title, columns, rows) {
  save(fileName(title, "csv"), new Blob(["\ufeff", csv(columns, rows)], { type: "text/csv;charset=utf-8" }));
}

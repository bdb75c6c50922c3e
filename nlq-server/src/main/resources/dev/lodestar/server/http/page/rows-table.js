// A table of rows that can be sorted; what is long comes in parts.

import { h } from "/page/element.js";
import { isDate, isNumber, isTime, value, withUnit } from "/page/format.js";
import { capital, count, t, words } from "/page/words.js";

const AT_ONCE = 100;

function compare(column, a, b) {
  if (a === null || b === null) {
    return (a === null) - (b === null);
  }
  return isNumber(column) ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
}

const titleOf = (column) => (column.title ? capital(words(column.title)) : column.name);

/** A single row of many columns is read from top to bottom. */
export function oneRow({ columns, rows: [row] }) {
  return h("dl", { class: "one-row" }, columns.map((column, i) =>
    h("div", {}, h("dt", {}, titleOf(column)), h("dd", {}, isNumber(column) && row[i] !== null ? withUnit(column, value(column, row[i])) : value(column, row[i])))));
}

/**
 * Makes a table.
 *
 * @param label what it is a table of, for screen readers
 * @param pick called with a column and a cell when a cell is chosen whose column can be filtered by
 * @param picked whether a cell is chosen already
 */
export function rowsTable({ columns, rows, label, pick = null, picked = () => false }) {
  let sorted = rows;
  let sortedBy = -1;
  let descending = false;
  let shown = AT_ONCE;

  const body = h("tbody");
  const more = h("button", { type: "button", class: "quiet", onclick: showMore });
  const headers = columns.map((column, i) =>
    h("th", { scope: "col", class: isNumber(column) ? "number" : null },
      h("button", { type: "button", class: "sort", onclick: () => sortBy(i), title: words(column.description) || null },
        titleOf(column))));

  function cellOf(column, cell) {
    const text = value(column, cell);
    const kind = [isNumber(column) ? "number" : isDate(column) || isTime(column) ? "moment" : "", cell === null ? "null" : ""].join(" ").trim();
    const can = pick && column.filter && cell !== null;
    const shownAs = can
      ? h("button",
          { type: "button", class: "pick", "aria-pressed": String(picked(column, cell)), onclick: () => pick(column, cell) },
          text)
      : text;
    return h("td", { class: kind || null }, shownAs);
  }

  function show() {
    body.replaceChildren(...sorted.slice(0, shown).map((row) =>
      h("tr", {}, row.map((cell, i) => cellOf(columns[i], cell)))));
    const left = sorted.length - shown;
    if (left <= 0 && more === document.activeElement) {
      region.focus({ preventScroll: true });
    }
    more.hidden = left <= 0;
    more.textContent = left > 0 ? count("more-rows", left) : "";
    headers.forEach((header, i) => {
      if (i === sortedBy) {
        header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      } else {
        header.removeAttribute("aria-sort");
      }
    });
  }

  function showMore() {
    shown += 10 * AT_ONCE;
    show();
  }

  /** Numbers first come from the highest, texts from A; then the other way, then as they were. */
  function sortBy(i) {
    const first = isNumber(columns[i]);
    if (sortedBy !== i) {
      [sortedBy, descending] = [i, first];
    } else if (descending === first) {
      descending = !first;
    } else {
      sortedBy = -1;
    }
    const way = descending ? -1 : 1;
    sorted = sortedBy < 0 ? rows : [...rows].sort((a, b) => way * compare(columns[i], a[i], b[i]));
    show();
  }

  const region = h("div", { class: "rows", tabindex: "0", role: "region", "aria-label": label || t("rows") },
    h("table", {}, h("thead", {}, h("tr", {}, headers)), body),
    more);
  show();
  return region;
}

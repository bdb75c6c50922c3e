// The bar of filters above the tiles of a dashboard.

import { get } from "/page/api.js";
import { h } from "/page/element.js";
import { value } from "/page/format.js";
import { menu } from "/page/menu.js";
import { t, words } from "/page/words.js";

const SEARCHED_FROM = 9;

/**
 * Makes the bar; show(chosen) tells what is chosen, values by the name of a filter, and told() says it. A
 * panel that is open stays as it is, so that several values can be chosen one after the other.
 *
 * @param change called with a filter's name and its new values
 */
export function filterBar({ domain, filters, change, clear }) {
  const menus = filters.map((filter) => filterMenu(domain, filter, change));
  const clearButton = h("button", { type: "button", class: "quiet", onclick: clear }, t("clear-filters"));

  function show(chosen) {
    filters.forEach((filter, i) => menus[i].show(chosen[filter.name] ?? []));
    const none = filters.every((filter) => (chosen[filter.name] ?? []).length === 0);
    if (none && clearButton === document.activeElement) {
      menus[0].element.querySelector("summary").focus();
    }
    clearButton.hidden = none;
  }

  const element = h("div", { class: "filters", role: "group", "aria-label": t("filters") },
    menus.map((one) => one.element), clearButton);
  return { element, show, told: () => menus.map((one) => one.element.firstChild.textContent).join("; ") };
}

/** Values of a filter as its column has them. */
const column = (filter) => ({ type: filter.type, grain: "day", format: "0" });

/** What is chosen, in few words. */
function told(filter, values) {
  if (values.length === 0) {
    return t("all");
  }
  const texts = values.map((one) => value(column(filter), one));
  if (filter.choose === "range") {
    return texts.join(" – ");
  }
  return texts.length > 2 ? t("and-more", { first: texts[0], n: texts.length - 1 }) : texts.join(", ");
}

function filterMenu(domain, filter, change) {
  let values = [];
  const few = new Text();
  const element = menu({
    label: [h("span", { class: "quiet" }, `${words(filter.title)} `), few],
    className: "filter",
    content: (close) => choices(domain, filter, values, (next) => change(filter.name, next), close),
  });
  element.dataset.filter = filter.name;

  function show(nowChosen) {
    values = nowChosen;
    few.data = told(filter, values);
    element.querySelector("summary").classList.toggle("chosen", values.length > 0);
  }

  return { element, show };
}

/** The choices come from the server once the panel is open. */
function choices(domain, filter, values, change, close) {
  const place = h("div", { class: "choices", "aria-busy": "true" }, t("loading"));
  get("/api/dashboard/choices", { domain, filter: filter.name })
    .then((answer) => {
      const inside = filter.choose === "range"
        ? range(filter, answer.values, values, change, close)
        : list(filter, answer.values, values, change, close);
      place.replaceChildren(...inside);
      place.querySelector("input")?.focus();
    })
    .catch((failure) => place.replaceChildren(h("p", { role: "alert" }, failure.message)))
    .finally(() => place.removeAttribute("aria-busy"));
  return place;
}

function list(filter, all, values, change, close) {
  const one = filter.choose === "one";
  const picked = new Set(values);
  const items = all.map((cell) => {
    const text = value(column(filter), cell);
    const input = h("input", {
      type: one ? "radio" : "checkbox",
      name: `filter-${filter.name}`,
      checked: picked.has(cell),
      onchange: () => {
        if (one) {
          // With the keyboard one comes by other values on the way to that which is meant.
          if (!input.matches(":focus-visible")) {
            close();
          }
          change([cell]);
        } else {
          picked[input.checked ? "add" : "delete"](cell);
          change(all.filter((other) => picked.has(other)));
        }
      },
    });
    return { text: text.toLocaleLowerCase(), element: h("label", { class: "choice" }, input, " ", text) };
  });
  const search = h("input", {
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search-in", { title: words(filter.title) }),
    oninput: () => items.forEach((item) => {
      item.element.hidden = !item.text.includes(search.value.toLocaleLowerCase());
    }),
  });
  return [
    all.length >= SEARCHED_FROM ? search : null,
    h("div", { class: "choice-list" }, items.map((item) => item.element)),
    all.length === 0 ? h("p", { class: "quiet" }, t("nothing-to-choose")) : null,
    h("button", {
      type: "button",
      class: "quiet",
      onclick: () => {
        close();
        change([]);
      },
    }, t("choose-all")),
  ].filter(Boolean);
}

/** From where to where; an end that is left open is that of the data, and one beyond it does no harm. */
function range(filter, ends, values, change, close) {
  const dates = filter.type === "date" || filter.type === "timestamp";
  const [low, high] = ends.map((end) => (dates ? end.slice(0, 10) : end));
  const input = (label, initial) =>
    h("input", { type: dates ? "date" : "number", min: low, max: high, step: "any", value: initial, "aria-label": label });
  const [from, to] = [input(t("from"), values[0] ?? low ?? ""), input(t("to"), values[1] ?? high ?? "")];
  const form = h("form", {
    class: "range",
    novalidate: true,
    onsubmit: (event) => {
      event.preventDefault();
      const [a, b] = [from.value || low, to.value || high];
      close();
      change(a <= b || !dates ? [a, b] : [b, a]);
    },
  },
  h("label", {}, t("from"), from),
  h("label", {}, t("to"), to),
  h("button", { type: "submit", class: "main" }, t("apply")));
  const all = h("button", {
    type: "button",
    class: "quiet",
    onclick: () => {
      close();
      change([]);
    },
  }, t("choose-all"));
  return ends.length === 2 ? [form, all] : [h("p", { class: "quiet" }, t("nothing-to-choose"))];
}

/** What is chosen once a mark was clicked: its value alone, or nothing if it was that already. */
export function pickedIn(filter, column, cell, values) {
  if (filter.choose === "range") {
    const [from, to] = period(column, cell);
    return values[0] === from && values[1] === to ? [] : [from, to];
  }
  return values.length === 1 && values[0] === cell ? [] : [cell];
}

const MONTHS = { year: 12, quarter: 3, month: 1 };
const DAYS = { week: 7, day: 1, hour: 1 };

/** The first and the last day of what a cell stands for. */
function period(column, cell) {
  const first = cell.slice(0, 10);
  const date = new Date(`${first}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) {
    return [cell, cell];
  }
  date.setUTCMonth(date.getUTCMonth() + (MONTHS[column.grain] ?? 0));
  date.setUTCDate(date.getUTCDate() - 1 + (MONTHS[column.grain] ? 0 : DAYS[column.grain] ?? 1));
  return [first, date.toISOString().slice(0, 10)];
}

/** Whether a cell is within what is chosen; null where nothing is. */
export function isPicked(filter, column, cell, values) {
  if (values.length === 0 || cell === null) {
    return null;
  }
  if (filter.choose === "range") {
    const [from, to] = period(column, cell);
    return to >= values[0] && from <= values[1];
  }
  return values.includes(cell);
}

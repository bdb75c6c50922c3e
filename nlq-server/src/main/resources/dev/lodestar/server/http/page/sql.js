// A box for a statement, which offers words to go on with and marks what is wrong; and its rows.

import { get, post, quoted } from "/page/api.js";
import { saveCsv } from "/page/csv.js";
import { h } from "/page/element.js";
import { nothingReleased } from "/page/empty.js";
import { seconds } from "/page/format.js";
import { href } from "/page/router.js";
import { rowsTable } from "/page/rows-table.js";
import { sqlWords } from "/page/sql-words.js";
import { typeAhead } from "/page/type-ahead.js";
import { count, t, words } from "/page/words.js";

const MOST_ROWS = 1000;
const LONGEST_PAUSE_MILLIS = 500;
const STATEMENTS = "/api/2.0/sql/statements";

/** A first statement, to begin with. */
function suggestion(domain) {
  const first = domain.tables.find((table) => table.schema === "gold");
  return first ? `select *\nfrom ${quoted(first.schema)}.${quoted(first.name)}\nlimit 100` : "";
}

/** The line that is to blame, with a mark below the place. */
function excerpt(statement, error) {
  const line = statement.split(/\r\n|\r|\n/)[error.line - 1] ?? "";
  const before = line.slice(0, error.column - 1).replaceAll(/[^\t]/g, " ");
  return `${line}\n${before}${"^".repeat(error.length)}`;
}

/** From where to where a statement is wrong. */
function range(statement, error) {
  const lines = statement.split(/(?<=\r\n|\r(?!\n)|\n)/).slice(0, error.line - 1);
  const start = lines.join("").length + error.column - 1;
  return [start, start + error.length];
}

export async function show(place, domain, parameters) {
  let running = null;
  const asOf = parameters.get("as-of");
  const { functions } = await get("/api/functions");
  const marks = h("pre", { class: "marks", "aria-hidden": "true" });
  const statement = h("textarea", {
    id: "statement", rows: 10, wrap: "off", spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off",
    value: parameters.get("statement") ?? suggestion(domain),
    oninput: unmark,
    onscroll: alongside,
    onkeydown: (event) => {
      if (ahead.key(event)) {
        return;
      }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    },
  });
  const ahead = typeAhead(statement, {
    offer: sqlWords(domain.tables, functions, (kind) => t(`next.${kind}`)),
    put: atCaret,
  });
  const runButton = h("button", { type: "submit", class: "main" }, t("sql-run"));
  const cancelButton = h("button", { type: "button", disabled: true, onclick: () => {
    running.cancelled = true;
  } }, t("cancel"));
  const status = h("output", { "aria-live": "polite", class: "quiet" });
  const found = h("div");

  /** Below the line of the caret, where the word begins that would be replaced. */
  function atCaret(list, replaces) {
    const lines = statement.value.slice(0, statement.selectionStart - replaces).split("\n");
    list.style.top = `calc(${lines.length} * 1.5em + 0.5rem - ${statement.scrollTop}px)`;
    list.style.left = `min(${lines.at(-1).length}ch + 0.4rem - ${statement.scrollLeft}px, 100% - 16rem)`;
  }

  /** The marks lie below the words and go along with them. */
  function alongside() {
    marks.scrollTop = statement.scrollTop;
    marks.scrollLeft = statement.scrollLeft;
  }

  function mark([start, end]) {
    const text = statement.value;
    marks.replaceChildren(text.slice(0, start), h("mark", {}, text.slice(start, end) || " "), `${text.slice(end)}\n`);
    statement.setAttribute("aria-invalid", "true");
    alongside();
  }

  function unmark() {
    marks.replaceChildren();
    statement.removeAttribute("aria-invalid");
  }

  function goTo([start, end]) {
    statement.focus();
    statement.setSelectionRange(start, end);
  }

  function fail(message, text, error) {
    status.textContent = "";
    const where = error?.line ? excerpt(text, error) : "";
    // What was changed meanwhile is wrong elsewhere, or nowhere.
    const place = where && statement.value === text ? range(text, error) : null;
    if (place) {
      mark(place);
    }
    found.replaceChildren(h("div", { class: "wrong", role: "alert" },
      h("p", {}, message),
      where ? h("pre", {}, where) : null,
      place ? h("button", { type: "button", onclick: () => goTo(place) }, t("sql-go-there")) : null));
  }

  function done(answer, text, millis) {
    const { state, error } = answer.status;
    if (state === "CANCELED") {
      status.textContent = t("sql-cancelled");
      return;
    }
    if (state !== "SUCCEEDED") {
      fail(error.message, text, error);
      return;
    }
    const columns = answer.manifest.schema.columns.map((column) => ({
      name: column.name,
      type: column.type_text.toLowerCase(),
      description: { en: column.type_text.toLowerCase() },
      format: /^(INT|LONG)$/.test(column.type_name) ? "0" : "",
    }));
    const rows = answer.result.data_array;
    const told = count("rows-of", rows.length);
    status.textContent = t("sql-took", {
      rows: answer.manifest.truncated ? t("sql-more", { rows: told }) : told,
      seconds: seconds(millis / 1000),
    });
    found.replaceChildren(
      h("button", { type: "button", class: "quiet", onclick: () => saveCsv("rows", columns, rows) }, t("download-csv")),
      rowsTable({ columns, rows, label: t("rows") }));
  }

  async function run() {
    const text = statement.value;
    if (running || !text.trim()) {
      return;
    }
    running = { cancelled: false };
    ahead.close();
    unmark();
    runButton.disabled = true;
    cancelButton.disabled = false;
    found.replaceChildren();
    status.textContent = t("sql-running");
    const start = performance.now();
    try {
      let answer = await post(STATEMENTS, { statement: text, catalog: domain.name, row_limit: MOST_ROWS, wait_timeout: "0s", ...(asOf ? { as_of: asOf } : {}) });
      let pause = 10;
      while (["PENDING", "RUNNING"].includes(answer.status.state)) {
        if (running.cancelled) {
          await post(`${STATEMENTS}/${answer.statement_id}/cancel`, {});
        }
        await new Promise((later) => setTimeout(later, pause));
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        answer = await get(`${STATEMENTS}/${answer.statement_id}`);
      }
      done(answer, text, performance.now() - start);
    } catch (failure) {
      fail(failure.message, text, null);
    } finally {
      running = null;
      runButton.disabled = false;
      cancelButton.disabled = true;
    }
  }

  function look(table) {
    statement.value = `select *\nfrom ${quoted(table.schema)}.${quoted(table.name)}\nlimit 100`;
    run();
  }

  const order = ["gold", "silver", "bronze", "quarantine", "runs"];
  const schemas = [...new Set(domain.tables.map((table) => table.schema))]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  place.replaceChildren(
    h("h1", {}, t("nav.sql")),
    ...(domain.release ? [] : [nothingReleased(domain)]),
    ...(domain.release && domain.note ? [h("p", { class: "quiet" }, domain.note)] : []),
    ...(asOf ? [h("p", { class: "as-of" }, t("sql-as-of", { id: asOf }), " ",
      h("a", { href: href("sql", { domain: domain.name, statement: parameters.get("statement") ?? "" }), "data-inside": true }, t("rows-of-now")))] : []),
    h("div", { class: "sides" },
      h("div", {},
        h("form", { onsubmit: (event) => {
          event.preventDefault();
          run();
        } },
        h("label", { for: "statement", class: "quiet" }, t("sql-label")),
        h("div", { class: "editor" }, marks, statement, ahead.elements),
        h("div", { class: "buttons" }, runButton, cancelButton, status)),
        found),
      h("aside", { "aria-label": t("tables") }, schemas.map((schema) => [
        h("h2", {}, schema),
        h("ul", { class: "names" }, domain.tables.filter((table) => table.schema === schema).map((table) =>
          h("li", {}, h("button", { type: "button", class: "link", title: words(table.description) || null, onclick: () => look(table) },
            table.name)))),
      ]))));
  if (parameters.get("statement")) {
    run();
  }
}

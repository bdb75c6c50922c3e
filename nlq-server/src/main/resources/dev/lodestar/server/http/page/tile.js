// One tile of a dashboard: its rows as a figure, a picture or a table, and what can be done with them.

import { get } from "/page/api.js";
import { chart, figure } from "/page/chart.js";
import { fileName, save, saveCsv } from "/page/csv.js";
import { h, icon } from "/page/element.js";
import { isPicked, pickedIn } from "/page/filters.js";
import { keeper, refill } from "/page/focus.js";
import { entry, menu } from "/page/menu.js";
import { oneRow, rowsTable } from "/page/rows-table.js";
import { showSql } from "/page/sql-dialog.js";
import { t, words } from "/page/words.js";

/**
 * Makes a tile; choose(chosen, true) fetches its rows.
 *
 * @param at domain, and the numbers of page and tile
 * @param dashboard filters of the dashboard, and how to choose: choose(name, values)
 */
export function tileView(tile, at, dashboard) {
  const title = tile.heading ?? words(tile.title);
  let grain = tile.grains[0] ?? "";
  let asTable = false;
  let result = null;
  let chosen = {};
  let picture = null;
  let asked = null;

  const place = h("div", { class: "content" });
  const actions = h("div", { class: "actions" });
  const element = h("section", { class: `tile ${tile.chart === "figure" ? "single" : ""}`, "aria-label": title },
    h("header", {},
      h("div", {},
        h("h3", {}, title),
        words(tile.description) ? h("p", { class: "quiet" }, words(tile.description)) : null),
      actions),
    place);
  element.style.gridColumn = `span ${Math.min(12, tile.width)}`;
  element.style.gridRow = `span ${tile.height}`;

  /**
   * Takes over what is chosen in the filters.
   *
   * @param narrows whether other rows come of it
   */
  function choose(nowChosen, narrows) {
    chosen = nowChosen;
    return narrows ? load() : show();
  }

  async function load() {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    element.setAttribute("aria-busy", "true");
    try {
      result = await get(tile.source ?? "/api/dashboard/tile", { ...address(), grain }, mine.signal);
      show();
    } catch (failure) {
      if (failure.name !== "AbortError") {
        fail(failure);
      }
    } finally {
      if (asked === mine) {
        element.removeAttribute("aria-busy");
      }
    }
  }

  function fail(failure) {
    result = null;
    clear();
    actions.replaceChildren();
    place.replaceChildren(h("div", { class: "wrong", role: "alert" },
      h("p", {}, failure.message),
      h("button", { type: "button", onclick: load }, t("try-again"))));
  }

  function clear() {
    picture?.dispose();
    picture = null;
  }

  /** Shows the rows again, as after the language or the colours have changed. */
  function show() {
    if (!result) {
      return;
    }
    const empty = result.rows.length === 0 || (tile.chart === "figure" && result.rows[0].every((cell) => cell === null));
    const drawn = !asTable && !empty && tile.chart !== "figure" && tile.chart !== "table";
    if (!drawn) {
      clear();
    }
    if (empty) {
      place.replaceChildren(h("p", { class: "empty" }, t("empty-tile")));
    } else if (drawn) {
      draw();
    } else if (tile.chart === "figure" && !asTable) {
      place.replaceChildren(figure(result));
    } else if (result.rows.length === 1 && result.columns.length > 3) {
      place.replaceChildren(oneRow(result));
    } else {
      refill(place, ...[
        rowsTable({ ...result, label: title, pick, picked: (column, cell) => picked(column, cell) === true }),
        result.truncated ? h("p", { class: "quiet" }, t("truncated")) : null,
      ].filter(Boolean));
    }
    refill(actions, ...actionsOf(empty));
  }

  function draw() {
    if (!picture) {
      picture = chart({ label: title, pick: pickRow });
      place.replaceChildren(picture.element);
    }
    picture.redraw(tile, result, picked).catch(fail);
  }

  function filterOf(column) {
    return dashboard.filters.find((filter) => filter.name === column.filter);
  }

  function picked(column, cell) {
    const filter = filterOf(column);
    return filter ? isPicked(filter, column, cell, chosen[filter.name] ?? []) : null;
  }

  function pick(column, cell) {
    const filter = filterOf(column);
    dashboard.choose(filter.name, pickedIn(filter, column, cell, chosen[filter.name] ?? []));
  }

  /** A mark stands for the first of its columns that can be filtered by. */
  function pickRow(row) {
    const index = result.columns.findIndex((column, i) => column.filter && row[i] !== null);
    if (index >= 0) {
      pick(result.columns[index], row[index]);
    }
  }

  function actionsOf(empty) {
    const drawable = tile.chart !== "figure" && tile.chart !== "table" && !empty;
    return [
      tile.grains.length > 1 ? grains() : null,
      h("button", { type: "button", class: "plain", title: t("full-screen"), "aria-label": t("full-screen"), onclick: () => enlarge() },
        icon("expand")),
      menu({
        label: icon("more"),
        title: t("more-of", { title }),
        className: "plain",
        content: (close) => [
          drawable ? entry(t(asTable ? "as-chart" : "as-table"), close, () => {
            asTable = !asTable;
            show();
          }) : null,
          entry(t("download-csv"), close, () => saveCsv(title, result.columns, result.rows)),
          drawable && !asTable ? entry(t("download-png"), close, async () => save(fileName(title, "png"), await picture.png())) : null,
          tile.rows && !empty ? entry(t("show-rows"), close, drill) : null,
          entry(t("show-sql"), close, () => showSql(title, at.domain, result.sql)),
        ].filter(Boolean),
      }),
    ].filter(Boolean);
  }

  function grains() {
    return h("select", {
      class: "grain",
      "aria-label": t("grain-of", { title }),
      onchange: (event) => {
        grain = event.target.value;
        load();
      },
    }, tile.grains.map((one) => h("option", { value: one, selected: one === grain }, t(`grain.${one}`))));
  }

  /** The tile, and what is chosen in the filters that narrow it down. */
  function address() {
    const parameters = { domain: at.domain, page: at.page, tile: at.tile };
    for (const name of tile.filters) {
      parameters[`filter.${name}`] = chosen[name] ?? [];
    }
    return parameters;
  }

  /** Shows the rows that are summed up, as a tile of their own. */
  function drill() {
    enlarge({
      heading: t("rows-behind", { title }),
      chart: "table",
      grains: [],
      rows: false,
      source: "/api/dashboard/rows",
    });
  }

  /** Shows the same, or what is otherwise, as large as the window, over the page. */
  function enlarge(otherwise = {}) {
    const large = tileView({ ...tile, ...otherwise, width: 12, height: 1 }, at, {
      ...dashboard,
      choose: (name, values) => {
        dialog.close();
        dashboard.choose(name, values);
      },
    });
    const closeButton = h("button", { type: "button", class: "plain close", "aria-label": t("close"), onclick: () => dialog.close() },
      icon("close"));
    const dialog = h("dialog", { class: "large", "aria-label": otherwise.heading ?? title, onclose: () => {
      large.dispose();
      dialog.remove();
      // New rows may have come meanwhile, and with them another button.
      giveBack(element);
    } }, closeButton, large.element);
    document.body.append(dialog);
    const giveBack = keeper();
    dialog.showModal();
    large.choose(chosen, true);
  }

  function dispose() {
    asked?.abort();
    clear();
  }

  return { element, choose, show, dispose, filters: tile.filters };
}

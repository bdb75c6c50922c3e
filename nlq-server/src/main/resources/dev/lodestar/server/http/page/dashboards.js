// The dashboards of a domain: pages of tiles, and the filters that narrow them down.

import { get } from "/page/api.js";
import { copy } from "/page/copy.js";
import { h, icon } from "/page/element.js";
import { nothingReleased } from "/page/empty.js";
import { filterBar } from "/page/filters.js";
import { refill, tell } from "/page/focus.js";
import { href, note } from "/page/router.js";
import { tileView } from "/page/tile.js";
import { t, words } from "/page/words.js";

const FILTER = "f.";

/** What the address says is chosen; where it says nothing of any filter, what is chosen at first. */
function chosenIn(parameters, filters) {
  const said = [...parameters.keys()].some((name) => name.startsWith(FILTER));
  return Object.fromEntries(filters.map((filter) =>
    [filter.name, said ? parameters.getAll(FILTER + filter.name).filter(Boolean) : filter.initial]));
}

/**
 * Shows the dashboard of a domain.
 *
 * @returns restyle(), to draw again in other colours or words, and leave()
 */
export async function show(place, domain, parameters) {
  if (!domain.release) {
    place.replaceChildren(h("h1", {}, t("nav.dashboards")), nothingReleased(domain));
    return {};
  }
  const dashboard = await get("/api/dashboard", { domain: domain.name });
  if (dashboard.note) {
    place.replaceChildren(h("h1", {}, t("nav.dashboards")), h("p", { class: "empty" }, dashboard.note));
    return {};
  }
  const page = Math.min(Number(parameters.get("page") ?? 0) || 0, dashboard.pages.length - 1);
  let chosen = chosenIn(parameters, dashboard.filters);

  const tiles = dashboard.pages[page].tiles.map((tile, i) =>
    tileView(tile, { domain: domain.name, page, tile: i }, { filters: dashboard.filters, choose }));
  const bar = filterBar({ domain: domain.name, filters: dashboard.filters, change: choose, clear });

  function addressOf(whichPage) {
    const query = new URLSearchParams({ domain: domain.name });
    if (whichPage > 0) {
      query.set("page", whichPage);
    }
    const narrowed = Object.values(chosen).some((values) => values.length > 0);
    const startsNarrowed = dashboard.filters.some((filter) => filter.initial.length > 0);
    for (const [name, values] of Object.entries(chosen)) {
      values.forEach((value) => query.append(FILTER + name, value));
    }
    if (!narrowed && startsNarrowed) {
      query.set(FILTER + dashboard.filters[0].name, "");
    }
    return href("dashboards", query);
  }

  function choose(name, values) {
    chosen = { ...chosen, [name]: values };
    chosenChanged([name]);
  }

  function clear() {
    const names = Object.keys(chosen);
    chosen = Object.fromEntries(names.map((name) => [name, []]));
    chosenChanged(names);
  }

  /** Tiles that a filter does not narrow down keep their rows, and show what is chosen. */
  function chosenChanged(names) {
    note(addressOf(page));
    bar.show(chosen);
    showTabs();
    Promise.all(tiles.map((tile) => tile.choose(chosen, names.some((name) => tile.filters.includes(name)))))
      .then(() => tell(bar.told()));
  }

  const tabs = h("nav", { class: "tabs", "aria-label": t("pages") });

  function showTabs() {
    refill(tabs, ...dashboard.pages.map((one, i) =>
      h("a", { href: addressOf(i), "data-inside": true, "aria-current": i === page ? "page" : null }, words(one.title))));
    tabs.hidden = dashboard.pages.length < 2;
  }

  const share = h("button", {
    type: "button",
    class: "quiet",
    onclick: async () => {
      share.lastChild.textContent = t(await copy(location.origin + addressOf(page)) ? "copied" : "not-copied");
    },
  }, icon("link"), h("span", {}, t("share")));

  bar.show(chosen);
  showTabs();
  const about = [words(dashboard.description), words(dashboard.pages[page].description)].filter(Boolean);
  place.replaceChildren(
    h("div", { class: "heading" },
      h("h1", {}, words(dashboard.title) || words(domain.title)),
      share,
      h("button", { type: "button", class: "quiet", onclick: () => print() }, t("print"))),
    ...about.map((text) => h("p", { class: "quiet" }, text)),
    tabs,
    bar.element,
    h("div", { class: "tiles" }, tiles.map((tile) => tile.element)));
  tiles.forEach((tile) => tile.choose(chosen, true));
  return {
    restyle: () => tiles.forEach((tile) => tile.show()),
    leave: () => tiles.forEach((tile) => tile.dispose()),
  };
}

// The frame around every view: where one is, which domain, which language, which colours.

import { get, refresh } from "/page/api.js";
import { h, icon } from "/page/element.js";
import { keeper, refill, tell } from "/page/focus.js";
import "/page/paper.js";
import { address, go, href, onAddress } from "/page/router.js";
import { language, nextTheme, onSetting, setLanguage, theme } from "/page/settings.js";
import { t, words } from "/page/words.js";

/** The views in the order of the navigation; each module shows one. */
const VIEWS = ["ask", "dashboards", "catalogue", "runs", "quality", "sql"];
const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };

let domains = [];
let shown = {};
let turn = 0;

const bar = h("header", { class: "bar" });
const main = h("main", { id: "main", tabindex: "-1" });

function current() {
  const { view, parameters } = address();
  const name = parameters.get("domain");
  return {
    view: VIEWS.includes(view) ? view : VIEWS[0],
    domain: name ? domains.find((domain) => domain.name === name) : domains[0],
    name,
    parameters,
  };
}

function showBar() {
  const { view, domain } = current();
  refill(bar,
    h("a", { class: "skip", href: "#main", onclick: (event) => {
      event.preventDefault();
      main.focus();
    } }, t("skip")),
    h("a", { class: "brand", href: href("", { domain: domain?.name ?? "" }), "data-inside": true },
      h("img", { src: "/page/star.svg", alt: "", width: 26, height: 26 }), h("span", {}, "Lodestar")),
    domainChoice(domain),
    h("nav", { class: "views", "aria-label": t("views") }, VIEWS.map((name) =>
      h("a", {
        href: href(name, domain ? { domain: domain.name } : {}),
        "data-inside": true,
        "aria-current": name === view ? "page" : null,
      }, t(`nav.${name}`)))),
    h("div", { class: "settings" },
      h("button", {
        type: "button",
        class: "plain language",
        lang: language() === "en" ? "fr" : "en",
        onclick: () => setLanguage(language() === "en" ? "fr" : "en"),
      }, language() === "en" ? "Français" : "English"),
      h("button", {
        type: "button",
        class: "plain",
        title: t(`theme.${theme()}`),
        "aria-label": t(`theme.${theme()}`),
        onclick: nextTheme,
      }, icon(THEME_ICONS[theme()]))));
  // Where there is no room for all views the bar of them is scrolled.
  // The way of the keyboard begins where a browser last scrolled to by itself, so it is not asked to.
  const [views, here] = [bar.querySelector(".views"), bar.querySelector("[aria-current]")];
  views.scrollLeft = here ? here.offsetLeft - views.offsetLeft - (views.clientWidth - here.offsetWidth) / 2 : 0;
}

function domainChoice(domain) {
  if (domains.length === 0) {
    return null;
  }
  if (domains.length < 2 && domain) {
    return h("span", { class: "domain" }, words(domain.title) || domain.name);
  }
  return h("select", {
    class: "domain",
    "aria-label": t("domain"),
    onchange: (event) => go(href(current().view, { domain: event.target.value })),
  }, domain ? null : h("option", { value: "", selected: true, disabled: true }, t("domain")), domains.map((one) =>
    h("option", { value: one.name, selected: one === domain }, words(one.title) || one.name)));
}

/** Shows what the address says. A view that is slow does not overwrite one that came after it. */
async function showView() {
  const mine = ++turn;
  const { view, domain, name, parameters } = current();
  const first = mine === 1;
  const giveBack = keeper();
  showBar();
  shown.leave?.();
  shown = {};
  // What stood over the view that is left goes with it.
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  document.title = domain ? `${t(`nav.${view}`)} – ${words(domain.title) || domain.name} – Lodestar` : "Lodestar";
  const place = h("div", { class: `view ${view}` });
  main.replaceChildren(place);
  if (!domain) {
    place.className = "view";
    place.append(h("p", { class: "empty" }, name ? t("no-such-domain", { name }) : t("no-domain")));
    return;
  }
  main.setAttribute("aria-busy", "true");
  try {
    const module = await import(`/page/${view}.js`);
    if (!domain.release) {
      // The first may have come since, from here or from elsewhere.
      await refresh(domain);
    }
    const next = await module.show(place, domain, parameters);
    if (mine === turn) {
      shown = next ?? {};
    } else {
      next?.leave?.();
    }
  } catch (failure) {
    place.replaceChildren(h("div", { class: "wrong", role: "alert" },
      h("p", {}, failure.message),
      h("button", { type: "button", onclick: showView }, t("try-again"))));
    console.error(failure);
  } finally {
    if (mine === turn) {
      main.removeAttribute("aria-busy");
      giveBack(main);
      if (!first) {
        tell(document.title);
      }
    }
  }
}

onAddress(showView);
onSetting((what) => {
  if (what === "language") {
    showView();
    // The bar is made anew at once; the view may take longer, and its reader may have gone on by then.
    bar.querySelector(".language").focus();
  } else {
    showBar();
    shown.restyle?.();
  }
});

document.body.append(bar, main);
try {
  domains = (await get("/api/catalog")).domains;
} catch (failure) {
  main.append(h("p", { class: "wrong", role: "alert" }, failure.message));
}
showView();

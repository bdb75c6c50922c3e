// The address tells what is shown: /dashboards?domain=fmcg&page=1&f.year=2025. So it can be shared, and
// the browser's way back works.

const listeners = [];

/** What the address says: the view, and its parameters. */
export function address() {
  return {
    view: location.pathname.slice(1) || "",
    parameters: new URLSearchParams(location.search),
  };
}

/** The address of a view with some parameters. */
export function href(view, parameters = new URLSearchParams()) {
  const query = new URLSearchParams(parameters).toString();
  return `/${view}${query ? `?${query}` : ""}`;
}

/** Shows something else. */
export function go(target, { replace = false } = {}) {
  if (target !== location.pathname + location.search) {
    history[replace ? "replaceState" : "pushState"](null, "", target);
  }
  listeners.forEach((listener) => listener());
}

/** Notes in the address what is already shown. */
export function note(target) {
  if (target !== location.pathname + location.search) {
    history.pushState(null, "", target);
  }
}

/** Calls back whenever the address has changed. */
export function onAddress(listener) {
  listeners.push(listener);
}

addEventListener("popstate", () => listeners.forEach((listener) => listener()));

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-inside]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (link && plain && !event.defaultPrevented) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
});

// Makes elements. Children that are strings become text, never HTML, so that whatever the data holds
// is shown as it is.

/**
 * Makes an element: h("button", { class: "quiet", onclick: close }, "Close").
 *
 * Names that begin with "on" are listeners; true sets an attribute without a value; null, undefined
 * and false leave it out. Children may be nested lists, and null among them is passed over.
 */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a shape of SVG. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "value") {
      element.value = value;
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  expand: "M4 10V4h6M20 14v6h-6M4 4l6 6M20 20l-6-6",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  sun: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  moon: "M20 14.5A8 8 0 019.5 4 8 8 0 1020 14.5z",
  auto: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 3v18M15 5v14M18 7.5v9",
  up: "M7 11v9H4v-9zM7 11l4-8c1.500 0 2.500 1 2.500 2.500V9H19a2 2 0 012 2.300l-1.200 7A2 2 0 0117.800 20H7",
  down: "M17 13V4h3v9zM17 13l-4 8c-1.500 0-2.500-1-2.500-2.500V15H5a2 2 0 01-2-2.300l1.200-7A2 2 0 016.200 4H17",
  send: "M4 12l16-8-6 16-3-6z",
  plus: "M12 5v14M5 12h14",
  link: "M10 14a4 4 0 005.700 0l3-3a4 4 0 00-5.700-5.700l-1 1M14 10a4 4 0 00-5.700 0l-3 3a4 4 0 005.700 5.700l1-1",
};

/** A small picture beside words, or within a button that has a label. */
export function icon(name) {
  return svg("svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name] }));
}

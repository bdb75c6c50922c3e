// Small pictures of how much of a whole something is.

import { svg } from "/page/element.js";

/** A bar whose length is a share. */
export function share(part, whole, label) {
  return svg("svg", { class: "share", viewBox: "0 0 100 8", preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("rect", { width: 100, height: 8, class: "ground" }),
    svg("rect", { width: whole > 0 ? Math.max(0.5, (100 * part) / whole) : 0, height: 8 }));
}

/** Bars beside each other, one for each amount. */
export function columns(amounts, label) {
  const highest = Math.max(...amounts, 1);
  const width = 100 / amounts.length;
  return svg("svg", { class: "columns", viewBox: "0 0 100 40", preserveAspectRatio: "none", role: "img", "aria-label": label },
    amounts.map((amount, i) => svg("rect", {
      x: i * width + 0.1 * width, width: 0.8 * width, y: 40 - (40 * amount) / highest, height: (40 * amount) / highest,
    })));
}

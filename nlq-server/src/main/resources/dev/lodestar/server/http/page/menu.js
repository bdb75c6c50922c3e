// A button that opens a small panel below it; Escape, a click elsewhere or a choice closes it.

import { h } from "/page/element.js";

/**
 * Makes a button with a panel.
 *
 * @param label what the button says, or a list of elements
 * @param content called with a function that closes the panel whenever it opens; gives what is in it
 */
export function menu({ label, title = null, className = "", content }) {
  const panel = h("div", { class: "panel" });
  const button = h("summary", { class: className, title, "aria-label": title }, label);
  const details = h("details", { class: "menu" }, button, panel);

  function close() {
    if (details.open) {
      details.open = false;
      button.focus();
    }
  }

  details.addEventListener("toggle", () => {
    if (details.open) {
      panel.replaceChildren(...[content(close)].flat());
      panel.querySelector("input, button, select, a")?.focus();
      document.querySelectorAll("details.menu[open]").forEach((other) => {
        other.open = other === details;
      });
    }
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      event.stopPropagation();
      close();
    }
  });
  return details;
}

addEventListener("pointerdown", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((open) => {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  });
});

/** An entry of such a panel. */
export function entry(label, close, act) {
  return h("button", {
    type: "button",
    class: "entry",
    onclick: () => {
      close();
      act();
    },
  }, label);
}

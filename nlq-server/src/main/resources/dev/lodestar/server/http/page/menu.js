// A button that opens a small panel below it; Escape, a choice, or going elsewhere closes it.

import { h } from "/page/element.js";

/**
 * Makes a button with a panel.
 *
 * @param label what the button says, or a list of elements
 * @param content called with a function that closes the panel whenever it opens; gives what is in it
 */
export function menu({ label, title = null, className = "", content }) {
  // A click on words in the panel stays in it.
  const panel = h("div", { class: "panel", tabindex: "-1" });
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
      // A dialog that the menu stands in stays.
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.target.matches(".entry") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const entries = [...panel.querySelectorAll(".entry")];
      const next = entries.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      entries.at(next % entries.length).focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) {
      details.open = false;
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

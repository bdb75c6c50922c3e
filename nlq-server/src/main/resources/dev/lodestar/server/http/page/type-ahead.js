// Measures, fields and values that go on with the question which is being written: arrows choose, Tab or
// Enter takes, Escape closes.

import { get } from "/page/api.js";
import { h } from "/page/element.js";
import { language } from "/page/settings.js";
import { count, t } from "/page/words.js";

const PAUSE_MILLIS = 120;

/**
 * Offers words to a box.
 *
 * @param address that tells what goes on with a text
 * @param taken called after words were put into the box
 */
export function typeAhead(input, address, taken) {
  const list = h("ul", { id: "next-words", role: "listbox", "aria-label": t("next-words"), hidden: true });
  const status = h("p", { role: "status", class: "unseen" });
  let options = [];
  let active = -1;
  let timer = null;
  let turn = 0;

  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-haspopup", "listbox");

  function close() {
    turn++;
    clearTimeout(timer);
    options = [];
    draw();
  }

  function draw() {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = options.length === 0;
    status.textContent = options.length === 0 ? "" : count("next-words-of", options.length);
    list.replaceChildren(...options.map((option, i) =>
      h("li", {
        id: `next-word-${i}`,
        role: "option",
        "aria-selected": "false",
        onpointerdown: (event) => {
          event.preventDefault();
          take(option);
        },
      }, h("span", {}, option.text), h("span", { class: "quiet" }, option.of || t(`next.${option.kind}`)))));
  }

  function choose(next) {
    active = (next + options.length) % options.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", `next-word-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const before = input.value.slice(0, input.selectionStart - option.replaces);
    const after = input.value.slice(input.selectionStart).trimStart();
    input.value = `${before}${option.text} ${after}`;
    const end = before.length + option.text.length + 1;
    input.setSelectionRange(end, end);
    close();
    input.focus();
    taken();
  }

  async function look() {
    const mine = ++turn;
    const written = input.value.slice(0, input.selectionStart);
    const { suggestions } = written.trim() === ""
      ? { suggestions: [] }
      : await get(address, { text: written, language: language() });
    if (mine === turn && document.activeElement === input) {
      options = suggestions;
      draw();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    // Where nothing can be suggested the question is written all the same.
    timer = setTimeout(() => look().catch(close), PAUSE_MILLIS);
  });
  input.addEventListener("blur", close);

  return {
    elements: [list, status],
    close,
    /** Takes a key that is meant for the list, and tells whether it was. */
    key(event) {
      if (options.length === 0 || event.isComposing) {
        return false;
      }
      if (event.key === "ArrowDown") {
        choose(active + 1);
      } else if (event.key === "ArrowUp") {
        choose(active < 0 ? options.length - 1 : active - 1);
      } else if (event.key === "Escape") {
        close();
      } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && active >= 0) {
        take(options[active]);
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  };
}

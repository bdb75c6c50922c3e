// Words that go on with what is being written in a box: arrows choose, Tab or Enter takes, Escape closes,
// and Ctrl-Space asks for them.

import { h } from "/page/element.js";
import { count, t } from "/page/words.js";

const PAUSE_MILLIS = 120;

/**
 * Offers words to a box.
 *
 * @param offer gives what can stand between the text before the caret and that behind it: text, of what
 *   it is, how many letters before the caret it replaces, and what comes then; its third argument tells
 *   whether words were asked for
 * @param taken called after words were put into the box
 * @param put gives the list its place, where it has not always the same
 */
export function typeAhead(input, { offer, taken = () => {}, put = () => {} }) {
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
      }, h("span", {}, option.text), h("span", { class: "quiet" }, option.of))));
    if (options.length > 0) {
      put(list, options[0].replaces);
    }
  }

  function choose(next) {
    active = (next + options.length) % options.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", `next-word-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const behind = input.value.slice(input.selectionStart);
    const spaces = option.then === " " ? behind.length - behind.trimStart().length : 0;
    input.setRangeText(option.text + option.then, input.selectionStart - option.replaces, input.selectionStart + spaces, "end");
    close();
    input.focus();
    taken();
  }

  async function look(asked) {
    const mine = ++turn;
    const found = await offer(input.value.slice(0, input.selectionStart), input.value.slice(input.selectionEnd), asked);
    if (mine === turn && document.activeElement === input) {
      options = found;
      draw();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    // Where nothing can be suggested one writes all the same.
    timer = setTimeout(() => look(false).catch(close), PAUSE_MILLIS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("pointerdown", close);

  return {
    elements: [list, status],
    close,
    /** Takes a key that is meant for the list, and tells whether it was. */
    key(event) {
      if (event.key === " " && event.ctrlKey) {
        event.preventDefault();
        look(true).catch(close);
        return true;
      }
      if (options.length === 0 || event.isComposing) {
        return false;
      }
      if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Home" || event.key === "End") {
        close();
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

// Where the keyboard is: it stays there when what it stood on is made anew. And what is told to those who
// listen rather than look.

import { h } from "/page/element.js";

const CAN_HOLD = "a[href], button:not(:disabled), select, input, textarea, summary, [tabindex]";
const said = h("p", { class: "unseen", role: "status" });

/** Tells readers that speak. */
export function tell(text) {
  if (!said.isConnected) {
    document.body.append(said);
  }
  said.textContent = text;
}

/** Replaces what is in a place. Had something in it the keyboard, what comes to stand there has it next. */
export function refill(place, ...children) {
  const path = pathTo(document.activeElement, place);
  place.replaceChildren(...children);
  if (path) {
    const found = path.reduce((at, i) => at.children[Math.min(i, at.children.length - 1)] ?? at, place);
    holder(found, place)?.focus({ preventScroll: true });
  }
}

/** The numbers of the children that lead to an element; null where it is not inside. */
function pathTo(element, place) {
  if (element === place || !place.contains(element)) {
    return null;
  }
  const path = [];
  for (let at = element; at !== place; at = at.parentElement) {
    path.unshift([...at.parentElement.children].indexOf(at));
  }
  return path;
}

function holder(found, place) {
  const shown = (one) => one.checkVisibility();
  return found.matches(CAN_HOLD) && shown(found)
    ? found
    : [...found.querySelectorAll(CAN_HOLD)].find(shown) ?? [...place.querySelectorAll(CAN_HOLD)].find(shown);
}

const nameOf = (element) => element.getAttribute("aria-label") ?? element.textContent;

/**
 * Remembers what has the keyboard.
 *
 * @returns what gives it back once a view stands in the place of another: to what is called the same, else
 *   to the whole, unless it is somewhere by then
 */
export function keeper() {
  const was = document.activeElement;
  const [kind, name] = [was?.localName, was && nameOf(was)];
  return (whole) => {
    if (kind !== "body" && document.activeElement === document.body) {
      const same = [...whole.querySelectorAll(kind)].find((one) => nameOf(one) === name && one.checkVisibility());
      (same ?? whole).focus({ preventScroll: true });
    }
  };
}

// Puts a text where it can be pasted from.

import { h } from "/page/element.js";

/**
 * Copies a text, and gives whether the browser let it. Where the page came without TLS from another machine,
 * browsers have the old way alone.
 */
export async function copy(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const held = document.activeElement;
  const box = h("textarea", { class: "unseen", value: text });
  (held.closest("dialog") ?? document.body).append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  held.focus();
  return copied;
}

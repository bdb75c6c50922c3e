// What can carry a run, to choose from.

import { h } from "/page/element.js";
import { t } from "/page/words.js";

/** Makes the choice, where there is more than one; what carried the run before is chosen. */
export function engines(known, usual) {
  const names = known.runners ?? [];
  const choice = h("select", {}, names.map((name) => h("option", { value: name, selected: name === usual }, name)));
  return {
    elements: names.length > 1 ? [h("label", { class: "quiet engine" }, t("run-runner"), " ", choice)] : [],
    chosen: () => choice.value,
  };
}

// What stands where there is nothing yet.

import { h } from "/page/element.js";
import { href } from "/page/router.js";
import { t } from "/page/words.js";

/** That a domain has released nothing, and where that is changed. */
export function nothingReleased(domain) {
  return h("p", { class: "empty" }, t("nothing-released"), " ",
    h("a", { href: href("runs", { domain: domain.name }), "data-inside": true }, t("nothing-released-go")));
}

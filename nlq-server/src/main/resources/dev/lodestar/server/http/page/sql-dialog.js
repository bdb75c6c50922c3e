// Shows the SQL behind an answer, to read, to copy, or to go on with.

import { copy } from "/page/copy.js";
import { h, icon } from "/page/element.js";
import { go, href } from "/page/router.js";
import { t } from "/page/words.js";

export function showSql(title, domain, sql) {
  const copyButton = h("button", {
    type: "button",
    onclick: async () => {
      copyButton.textContent = t(await copy(sql) ? "copied" : "not-copied");
    },
  }, t("copy"));
  const dialog = h("dialog", { class: "sql", "aria-label": t("sql-of", { title }), onclose: () => dialog.remove() },
    h("header", {},
      h("h2", {}, t("sql-of", { title })),
      h("button", { type: "button", class: "plain", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close"))),
    h("pre", { tabindex: "0" }, sql),
    h("div", { class: "buttons" },
      copyButton,
      h("button", {
        type: "button",
        class: "main",
        onclick: () => {
          dialog.close();
          go(href("sql", { domain, statement: sql }));
        },
      }, t("go-on-in-sql"))));
  document.body.append(dialog);
  dialog.showModal();
}

// What came of a question: a sentence, a picture, the rows, how the words were understood, and the SQL.

import { get, post } from "/page/api.js";
import { chart, figure } from "/page/chart.js";
import { kinds } from "/page/chart-parts.js";
import { fileName, save, saveCsv } from "/page/csv.js";
import { h, icon } from "/page/element.js";
import { isNumber } from "/page/format.js";
import { rowsTable } from "/page/rows-table.js";
import { go, href } from "/page/router.js";
import { capital, t, words } from "/page/words.js";

const MOST_UPRIGHT_BARS = 12;
const LONGEST_UPRIGHT_LABEL = 14;

/** A column's name as words. */
function readable(name) {
  const plain = name.replaceAll("_", " ").trim();
  return plain ? plain[0].toLocaleUpperCase() + plain.slice(1) : name;
}

/** Columns under the names that people read. */
const titled = (columns) => columns.map((column) => ({ ...column, name: capital(words(column.title)) }));

/** The rows of an answer, in the form in which tiles have them. */
async function resultOf(message, address, attachment) {
  const { statement_response: reply } = await get(`${address}/attachments/${attachment.attachment_id}/query-result`);
  if (reply.status.state !== "SUCCEEDED") {
    throw new Error(reply.status.error?.message ?? reply.status.state);
  }
  const hint = message.lodestar?.chart;
  const titles = new Map((message.lodestar?.columns ?? []).map((column) => [column.name, column.title]));
  const columns = reply.manifest.schema.columns.map((column) => {
    const type = column.type_text.toLowerCase();
    const grouped = column.name === hint?.x || !isNumber({ type });
    const grain = /(?:^|_)(year|quarter|month|week|day|hour)$/.exec(column.name)?.[1] ?? "";
    return {
      name: column.name, type, title: words(titles.get(column.name)) ? titles.get(column.name) : { en: readable(column.name) }, grain, role: grouped ? "group" : "measure",
      format: grouped && isNumber({ type }) ? "0" : "", unit: "", currency: "", filter: "",
    };
  });
  return { columns, rows: reply.result.data_array, truncated: reply.manifest.truncated };
}

/** A hint for an answer that has none: one thing by which there is something to measure. */
function hintOf(result) {
  const groups = result.columns.filter((column) => column.role === "group");
  const measures = result.columns.filter((column) => column.role === "measure");
  const oneBar = groups.length === 1 && result.rows.length < 2;
  if (measures.length === 0 || groups.length > 1 || oneBar) {
    return null;
  }
  if (groups.length === 0) {
    return measures.length === 1 ? { kind: "figure", y: measures[0].name } : null;
  }
  return { kind: /^(date|timestamp)/.test(groups[0].type) ? "line" : "bar", x: groups[0].name, y: measures[0].name };
}

/** The kind of picture that suits best: that of the hint, turned where labels are long or many. */
function bestKind(hint, result) {
  const fit = kinds(result.columns, result.rows);
  if (!hint || !fit.includes(hint.kind)) {
    return hint?.kind === "figure" && result.rows.length === 1 ? "figure" : fit.length > 1 && hint ? fit[0] : "table";
  }
  const x = result.columns.findIndex((column) => column.name === hint.x);
  const long = result.rows.some((row) => (row[x] ?? "").length > LONGEST_UPRIGHT_LABEL) || result.rows.length > MOST_UPRIGHT_BARS;
  const ofTime = /^(date|timestamp)/.test(result.columns[x]?.type ?? "");
  return hint.kind === "bar" && long && !ofTime ? "horizontal-bar" : hint.kind;
}

/**
 * Makes the view of an answer: at once of what was said, and of the rows when they have come.
 *
 * @param message of the Genie API, with what came of it
 * @param address of that message
 * @param ask called with the words of a choice or of what may be asked next
 */
export function answerView({ message, address, domain, ask }) {
  const query = message.attachments?.find((attachment) => attachment.query);
  const texts = (message.attachments ?? []).flatMap((attachment) => attachment.text ?? []);
  const next = (message.attachments ?? []).flatMap((attachment) => attachment.suggested_questions?.questions ?? []);
  const ours = message.lodestar ?? {};
  const sentence = ours.text || texts.map((text) => text.content).join("\n") || query?.query.description || "";
  const choices = ours.choices ?? [];
  const element = h("article", { class: `answer ${ours.status ?? ""}` });
  let body = null;
  let left = false;

  if (message.status === "FAILED") {
    element.append(h("div", { class: "wrong", role: "alert" }, h("p", {}, message.error?.error ?? t("failed"))));
  } else {
    element.append(h("p", { class: "sentence" }, sentence,
      ours.verified ? h("span", { class: "badge" }, t("verified")) : null));
  }
  if (choices.length > 0) {
    element.append(h("div", { class: "chips choices-asked", role: "group", "aria-label": t("choices") },
      choices.map((choice) => h("button", { type: "button", class: "chip", onclick: () => ask(choice) }, choice))));
  }
  let ready = Promise.resolve();
  if (query && message.status === "COMPLETED") {
    const place = h("div", { class: "result", "aria-busy": "true" });
    element.append(place, explained(query.query, domain));
    ready = resultOf(message, address, query).then((result) => {
      if (left) {
        return;
      }
      body = resultView(query.query.title || message.content, ours.chart ?? hintOf(result), result);
      place.replaceWith(body.element);
    }).catch((failure) => place.replaceWith(h("div", { class: "wrong", role: "alert" }, h("p", {}, failure.message))));
  }
  const suggested = next.filter((question) => !choices.includes(question));
  if (suggested.length > 0) {
    element.append(h("div", { class: "chips", role: "group", "aria-label": t("ask-next") },
      suggested.slice(0, 6).map((question) =>
        h("button", { type: "button", class: "chip small", onclick: () => ask(question) }, question))));
  }
  element.append(feedback(message, address));
  return {
    element,
    sentence: message.status === "FAILED" ? "" : sentence,
    ready,
    restyle: () => body?.show(),
    leave: () => {
      left = true;
      body?.dispose();
    },
  };
}

/** How the words were understood, and the SQL that it became. */
function explained(query, domain) {
  const thoughts = (query.thoughts ?? []).map((thought) => thought.content).filter(Boolean);
  return h("div", { class: "explained" },
    thoughts.length === 0 ? null : h("details", {},
      h("summary", {}, t("understood")),
      h("ul", {}, thoughts.map((thought) => h("li", {}, thought)))),
    h("details", {},
      h("summary", {}, t("show-sql")),
      h("pre", { tabindex: "0" }, query.query),
      h("button", { type: "button", onclick: () => go(href("sql", { domain, statement: query.query })) }, t("go-on-in-sql"))));
}

function resultView(title, hint, result) {
  let kind = bestKind(hint, result);
  let picture = null;
  const fit = kinds(result.columns, result.rows);
  const offered = fit.includes(kind) ? fit : [kind, ...fit];
  const place = h("div", { class: "picture" });
  const png = h("button", { type: "button", class: "quiet", onclick: async () => save(fileName(title, "png"), await picture.png()) },
    t("download-png"));

  function tile() {
    const known = hint && result.columns.length <= 2 && hint.y ? { x: hint.x, y: [hint.y] } : { x: hint?.x };
    return { chart: kind, ...(kind === "scatter" ? {} : known) };
  }

  function show() {
    const drawn = kind !== "figure" && kind !== "table";
    png.hidden = !drawn;
    if (!drawn) {
      dispose();
    }
    place.classList.toggle("drawn", drawn);
    if (kind === "figure") {
      place.replaceChildren(figure(result));
    } else if (kind === "table") {
      place.replaceChildren(rowsTable({ ...result, label: title }));
    } else {
      if (!picture) {
        picture = chart({ label: title });
        place.replaceChildren(picture.element);
      }
      picture.redraw(tile(), result, () => null);
    }
  }

  function dispose() {
    picture?.dispose();
    picture = null;
  }

  const choose = h("select", { "aria-label": t("chart-kind"), onchange: () => {
    kind = choose.value;
    show();
  } }, offered.map((one) => h("option", { value: one, selected: one === kind }, t(`chart.${one}`))));
  if (result.rows.length === 0) {
    return { element: h("div", {}), show() {}, dispose() {} };
  }
  const element = h("div", { class: "result" },
    place,
    kind === "table" || result.rows.length < 2 ? null : allRows(title, result),
    result.truncated ? h("p", { class: "quiet" }, t("truncated")) : null,
    h("div", { class: "buttons" },
      offered.length > 1 ? choose : null,
      h("button", { type: "button", class: "quiet", onclick: () => saveCsv(title, titled(result.columns), result.rows) }, t("download-csv")),
      png));
  show();
  return { element, show, dispose };
}

/** The rows below a picture, which does not wait for them. */
function allRows(title, result) {
  const details = h("details", {}, h("summary", {}, t("all-rows")));
  details.addEventListener("toggle", () => details.append(rowsTable({ ...result, label: title })), { once: true });
  return details;
}

/** Whether it helped, and a remark. */
function feedback(message, address) {
  let rating = message.feedback?.rating ?? "NONE";
  let saved = rating;
  const said = h("span", { class: "quiet", role: "status" });
  const remark = h("input", { type: "text", placeholder: t("remark"), "aria-label": t("remark"), hidden: true });
  const form = h("form", { class: "feedback", onsubmit: async (event) => {
    event.preventDefault();
    if (await send()) {
      remark.hidden = true;
    }
  } });

  async function send() {
    const sent = rating;
    try {
      await post(`${address}/feedback`, { rating: sent, comment: remark.value });
      saved = sent;
      said.textContent = saved === "NONE" ? "" : t("thanks");
      return true;
    } catch (failure) {
      said.textContent = failure.message;
      return false;
    }
  }

  function mark(next) {
    rating = next;
    thumbs.forEach(({ button, means }) => button.setAttribute("aria-pressed", String(means === rating)));
    remark.hidden = rating === "NONE";
  }

  /** Shows a rating at once, and takes it back where it could not be saved. */
  async function rate(next) {
    mark(rating === next ? "NONE" : next);
    if (!await send()) {
      mark(saved);
    } else if (rating === "NEGATIVE") {
      remark.focus();
    }
  }

  const thumbs = [["POSITIVE", "up", "helpful"], ["NEGATIVE", "down", "not-helpful"]].map(([means, picture, label]) => ({
    means,
    button: h("button", {
      type: "button", class: "plain", title: t(label), "aria-label": t(label), "aria-pressed": String(means === rating),
      onclick: () => rate(means),
    }, icon(picture)),
  }));
  form.append(...thumbs.map(({ button }) => button), remark, said);
  return form;
}

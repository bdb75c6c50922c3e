// A run as it goes: its tables in their order, how far each is, and what the run says. It is asked for
// again and again until it is over.

import { get, post, refresh } from "/page/api.js";
import { h } from "/page/element.js";
import { refill } from "/page/focus.js";
import { number, seconds, when } from "/page/format.js";
import { records } from "/page/records.js";
import { href } from "/page/router.js";
import { count, t } from "/page/words.js";

const NUMBERS = { type: "bigint", format: "#,##0" };
const EVERY_MILLIS = 700;
const DEEPEST = 6;

/** How long each table usually takes: the median of the last twenty runs that finished and had work for it. */
const USUAL = `select s.table_name, median(s.seconds) as usual from runs.steps as s
where s.rows_in > 0 and s.run_id in (select run_id from runs.runs where state = 'finished' order by started_at desc limit 20)
group by s.table_name`;

/** What can be done with the runs of a domain, what was done last, and when it should run. */
export const overview = (domain) => get("/api/runs", { domain: domain.name });

const about = (domain, path = "") => `/api/runs${path}?${new URLSearchParams({ domain: domain.name })}`;

/** A state as a badge. */
export const badge = (state) => h("span", { class: `badge state ${state}` }, t(`state.${state}`));

/** How many steps lead to each table. */
function levels(steps) {
  const level = new Map();
  for (const step of steps) {
    level.set(step.table, Math.min(DEEPEST, Math.max(-1, ...step.reads.map((read) => level.get(read) ?? 0)) + 1));
  }
  return level;
}

/**
 * Makes a place for a run.
 *
 * @param ended called when a run that was watched here is over and the domain is known anew
 */
export function liveRun(domain, { ended }) {
  let report = null;
  let timer = null;
  let left = false;
  let usual = new Map();

  const title = h("h2", {});
  const state = h("span", {});
  const took = h("span", { class: "quiet" });
  const stop = h("button", { type: "button", class: "quiet", onclick: cancel }, t("cancel"));
  const status = h("p", { role: "status", class: "quiet" });
  const wrong = h("div", { class: "wrong", role: "alert", hidden: true });
  const outcome = h("div", {});
  const steps = h("div", { class: "rows sheet" });
  const log = logOf(domain, () => report?.id);
  const element = h("section", { class: "live", hidden: true, "aria-label": t("run-going") },
    h("div", { class: "heading" }, title, state, took, stop), status, wrong, outcome, steps, log.element);

  /** Starts a run and goes to it; gives whether it could be started. */
  async function start(errand) {
    try {
      show(await post(about(domain), errand));
      title.setAttribute("tabindex", "-1");
      title.focus();
      return true;
    } catch (failure) {
      element.hidden = false;
      complain(failure.message);
      return false;
    }
  }

  async function cancel() {
    try {
      show(await post(about(domain, `/${encodeURIComponent(report.id)}/cancel`), {}));
    } catch (failure) {
      complain(failure.message);
    }
  }

  function complain(message) {
    if (wrong.textContent === message) {
      return;
    }
    wrong.hidden = message === "";
    wrong.replaceChildren(h("pre", { tabindex: "0" }, message));
  }

  /** Shows a run, and goes on with it unless it is over. */
  function show(next) {
    const other = report?.id !== next.id;
    report = next;
    element.hidden = false;
    draw();
    clearTimeout(timer);
    if (other) {
      log.reset();
      learnUsual().catch((failure) => complain(failure.message));
    }
    if (!report.over && !left) {
      timer = setTimeout(look, EVERY_MILLIS);
    }
  }

  async function learnUsual() {
    if (domain.release) {
      const known = await records(domain, USUAL);
      usual = new Map(known.map((one) => [one.table_name, one.usual]));
      draw();
    }
  }

  async function look() {
    try {
      const next = await get(`/api/runs/${encodeURIComponent(report.id)}`, { domain: domain.name });
      if (left) {
        return;
      }
      show(next);
      await log.look();
      if (next.over) {
        await refresh(domain);
        if (!left) {
          await ended(next);
        }
      }
    } catch (failure) {
      if (!left) {
        complain(failure.message);
        timer = setTimeout(look, 5 * EVERY_MILLIS);
      }
    }
  }

  function draw() {
    const key = report.errand === "replay" ? "replay-of" : "run-of";
    refill(title, h("a", { href: href("runs", { domain: domain.name, run: report.id }), "data-inside": true },
      t(key, { when: when(report.started), table: report.table || t("all-tables") })));
    state.replaceChildren(badge(report.state));
    took.textContent = seconds(report.seconds);
    stop.hidden = report.over || !report.started_here;
    stop.textContent = t(report.state === "cancelling" ? "cancel-at-once" : "cancel");
    const made = report.steps.filter(has).length;
    tell(report.steps.length === 0
      ? t(report.over ? `run-over.${report.state}` : "run-plans")
      : `${t("steps-made", { made, all: report.steps.length })} ${report.over ? t(`run-over.${report.state}`) : ""}`.trim());
    complain(report.error);
    outcome.replaceChildren(...outcomes(report.outcome));
    drawSteps();
  }

  /** A reader hears only what has changed. */
  function tell(text) {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }

  function drawSteps() {
    steps.hidden = report.steps.length === 0;
    const level = levels(report.steps);
    steps.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, [["table"], ["run-state"], ["rows-out", "number"], ["run-took", "number"], ["usually", "number"]].map(([name, kind]) =>
        h("th", { scope: "col", class: kind ?? null }, t(name))))),
      h("tbody", {}, report.steps.map((step) => h("tr", { class: `step ${step.state}` },
        h("th", { scope: "row", class: `level-${level.get(step.table)}`, title: step.reads.length > 0 ? t("made-from", { tables: step.reads.join(", ") }) : null }, step.table),
        h("td", {}, h("span", { class: `badge state ${step.state}` }, t(`step.${step.state}`))),
        h("td", { class: "number" }, has(step) ? number(NUMBERS, step.rows) : t("none")),
        h("td", { class: "number" }, has(step) ? seconds(step.seconds) : t("none")),
        h("td", { class: "number quiet" }, usual.has(step.table) ? seconds(usual.get(step.table)) : t("none")))))));
    log.offer(report.steps.map((step) => step.table));
  }

  return {
    element,
    start,
    show,
    leave() {
      left = true;
      clearTimeout(timer);
    },
  };
}

const has = (step) => ["written", "kept", "done"].includes(step.state);

/** What a replay says came of the rows that it tried again. */
function outcomes(found) {
  if (found === null) {
    return [];
  }
  if (found.length === 0) {
    return [h("p", { class: "outcome" }, t("nothing-aside"))];
  }
  return found.map((one) => h("p", { class: "outcome" }, t("replayed", {
    table: one.table,
    tried: count("rows-of", one.tried),
    passed: number(NUMBERS, one.passed),
    again: number(NUMBERS, one["set-aside-again"]),
    fresh: number(NUMBERS, one["newly-set-aside"]),
  })));
}

/**
 * What a run says, as a whole or as far as it names one table.
 *
 * @param id gives the run's
 */
export function logOf(domain, id) {
  const text = h("pre", { tabindex: "0", role: "region", "aria-label": t("log") });
  const choice = h("select", { "aria-label": t("log-about"), onchange: tryLook });
  const details = h("details", { class: "log" }, h("summary", {}, t("log")), choice, text);
  details.addEventListener("toggle", tryLook);
  let offered = null;

  function offer(tables) {
    const key = tables.join(" ");
    if (key !== offered) {
      offered = key;
      const chosen = choice.value;
      choice.replaceChildren(...["", ...tables].map((table) =>
        h("option", { value: table, selected: table === chosen }, table || t("log-whole"))));
    }
  }

  async function look() {
    if (!details.open || !id()) {
      return;
    }
    const asked = choice.value;
    const found = await get(`/api/runs/${encodeURIComponent(id())}/log`, { domain: domain.name, table: asked });
    if (asked === choice.value) {
      const atEnd = text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
      text.textContent = found.lines.length > 0 ? found.lines.join("\n") : t(found.kept ? "log-empty" : "log-not-kept");
      if (atEnd) {
        text.scrollTop = text.scrollHeight;
      }
    }
  }

  /** What keeps the log from being read is told in its place. */
  function tryLook() {
    return look().catch((failure) => {
      text.textContent = failure.message;
    });
  }

  offer([]);
  return {
    element: details,
    offer,
    look: tryLook,
    reset() {
      text.textContent = "";
      tryLook();
    },
  };
}

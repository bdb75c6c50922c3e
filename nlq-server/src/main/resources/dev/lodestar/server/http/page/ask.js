// Conversations: questions in words, and what comes of them. Everything goes through the Genie API.

import { get, post, remove } from "/page/api.js";
import { answerView } from "/page/answer.js";
import { expectPictures } from "/page/chart.js";
import { h, icon } from "/page/element.js";
import { nothingReleased } from "/page/empty.js";
import { refill, tell } from "/page/focus.js";
import { when } from "/page/format.js";
import { href, note } from "/page/router.js";
import { language } from "/page/settings.js";
import { typeAhead } from "/page/type-ahead.js";
import { t, words } from "/page/words.js";

const LONGEST_PAUSE_MILLIS = 500;

/** Shows the conversations about a domain, and one of them. */
export async function show(place, domain, parameters) {
  const base = `/api/2.0/genie/spaces/${encodeURIComponent(domain.name)}`;
  const space = await get(base);
  let conversation = parameters.get("conversation");
  let asking = false;
  const answers = [];

  const thread = h("div", { class: "thread" });
  const history = h("nav", { class: "history", "aria-label": t("conversations") });
  const input = h("textarea", {
    id: "question", rows: 1, placeholder: t("ask-placeholder"), "aria-label": t("ask-placeholder"), autocomplete: "off",
    oninput: () => grow(),
    onkeydown: (event) => {
      if (ahead?.key(event)) {
        return;
      }
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        ask(input.value);
      }
    },
  });
  // Who has no semantic model has no words to offer.
  const ahead = space.lodestar?.note ? null : typeAhead(input, { offer: nextWords, taken: grow });
  const form = h("form", { class: "ask", onsubmit: (event) => {
    event.preventDefault();
    ask(input.value);
  } }, ...(ahead?.elements ?? []), input, h("button", { type: "submit", class: "main", "aria-label": t("ask") }, icon("send")));

  /** What can be said next, as the semantic model has it. */
  async function nextWords(before) {
    if (before.trim() === "") {
      return [];
    }
    const { suggestions } = await get(`${base}/suggestions`, { text: before, language: language() });
    return suggestions.map((one) => ({ ...one, of: one.of || t(`next.${one.kind}`), then: " " }));
  }

  /** The box is as high as its words, up to a few lines. */
  function grow() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, 160)}px`;
  }

  function samples() {
    const sampled = space.lodestar?.sample_questions ?? {};
    const questions = sampled[language()] ?? sampled.en ?? [];
    return h("div", { class: "welcome" },
      h("h1", {}, t("ask-about", { title: words(domain.title) || domain.name })),
      h("p", { class: "quiet" }, words(domain.description) || t("ask-help")),
      questions.length ? h("h2", {}, t("ask-samples")) : null,
      h("div", { class: "chips" }, questions.slice(0, 8).map((question) => chip(question))));
  }

  function chip(question) {
    return h("button", { type: "button", class: "chip", onclick: () => ask(question) }, question);
  }

  async function ask(question) {
    const content = question.trim();
    if (asking || !content) {
      return;
    }
    asking = true;
    const from = document.activeElement;
    tell(t("asking"));
    ahead?.close();
    input.value = "";
    grow();
    thread.querySelector(".welcome")?.remove();
    const waiting = h("div", { class: "answer waiting" }, h("p", { class: "quiet" }, t("asking")));
    const asked = h("p", { class: "question" }, content);
    thread.append(asked, waiting);
    waiting.scrollIntoView({ block: "end" });
    try {
      const started = conversation === null;
      const reply = await post(
        started ? `${base}/start-conversation` : `${base}/conversations/${conversation}/messages`,
        { content, language: language() });
      conversation = reply.conversation_id;
      const message = await finished(started ? reply.message ?? reply : reply);
      tell(await showAnswer(message, waiting));
      if (started) {
        note(href("ask", { domain: domain.name, conversation }));
        showHistory();
      }
    } catch (failure) {
      waiting.replaceChildren(h("div", { class: "wrong", role: "alert" },
        h("p", {}, failure.message),
        h("button", { type: "button", onclick: () => {
          asked.remove();
          waiting.remove();
          ask(content);
        } }, t("try-again"))));
      waiting.classList.remove("waiting");
    } finally {
      asking = false;
      if ([from, document.body].includes(document.activeElement)) {
        input.focus();
      }
    }
  }

  const addressOf = (message) =>
    `${base}/conversations/${message.conversation_id}/messages/${message.message_id ?? message.id}`;

  /** Asks again for a message until something has come of it. */
  async function finished(message) {
    let latest = message;
    for (let pause = 20; !["COMPLETED", "FAILED", "CANCELLED"].includes(latest.status); pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      await new Promise((later) => setTimeout(later, pause));
      latest = await get(addressOf(message));
    }
    return latest;
  }

  /** Gives what is said in the answer. */
  async function showAnswer(message, waiting) {
    const view = answerView({ message, address: addressOf(message), domain: domain.name, ask });
    answers.push(view);
    waiting.replaceWith(view.element);
    view.element.scrollIntoView({ block: "nearest" });
    // The next question does not wait for the picture of this one.
    view.ready.then(() => {
      if (thread.lastElementChild === view.element) {
        view.element.scrollIntoView({ block: "nearest" });
      }
    });
    return view.sentence;
  }

  async function showConversation() {
    if (conversation === null) {
      thread.replaceChildren(!domain.release ? nothingReleased(domain)
        : space.lodestar?.note ? h("p", { class: "empty" }, space.lodestar.note) : samples());
      return;
    }
    const { messages } = await get(`${base}/conversations/${conversation}/messages`);
    thread.replaceChildren();
    for (const message of messages) {
      const waiting = h("div", { class: "answer waiting" });
      thread.append(h("p", { class: "question" }, message.content), waiting);
      await showAnswer(await finished(message), waiting);
    }
  }

  async function showHistory() {
    const { conversations = [] } = await get(`${base}/conversations`);
    refill(history,
      h("a", { class: "new", href: href("ask", { domain: domain.name }), "data-inside": true }, icon("plus"), " ", t("new-conversation")),
      h("ul", {}, conversations.map((one) => {
        const id = one.conversation_id ?? one.id;
        return h("li", {},
          h("a", {
            href: href("ask", { domain: domain.name, conversation: id }),
            "data-inside": true,
            "aria-current": id === conversation ? "page" : null,
            title: one.created_timestamp ? when(new Date(one.created_timestamp).toISOString()) : null,
          }, one.title),
          h("button", {
            type: "button", class: "plain", "aria-label": t("forget", { title: one.title }),
            onclick: () => forget(id),
          }, icon("close")));
      })));
  }

  async function forget(id) {
    try {
      await remove(`${base}/conversations/${id}`);
    } catch (failure) {
      history.append(h("p", { class: "wrong", role: "alert" }, failure.message));
      return;
    }
    if (id === conversation) {
      conversation = null;
      note(href("ask", { domain: domain.name }));
      await showConversation();
    }
    await showHistory();
  }

  place.replaceChildren(history, h("div", { class: "conversation" }, thread, form));
  await Promise.all([showHistory(), showConversation()]);
  input.focus({ preventScroll: true });
  expectPictures();
  const question = parameters.get("question");
  if (question) {
    ask(question);
  }
  return {
    restyle: () => answers.forEach((answer) => answer.restyle()),
    leave: () => answers.forEach((answer) => answer.leave()),
  };
}

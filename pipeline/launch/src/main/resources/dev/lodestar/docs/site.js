// Search, the menu on a narrow page, and following lineage in pictures. Without it, all there is can
// still be read.
"use strict";

document.documentElement.classList.add("scripted");
const root = document.documentElement.dataset.root;

menu();
search();
choices();
document.querySelectorAll(".picture svg").forEach(followable);

function menu() {
  const button = document.querySelector(".menu");
  const nav = document.getElementById("menu");
  button.addEventListener("click", () => {
    const open = nav.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
  const here = nav.querySelector("[aria-current]");
  if (here && getComputedStyle(button).display === "none") {
    here.scrollIntoView({ block: "nearest" });
  }
}

function search() {
  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const entries = window.lodestarSearch.map(([name, table, words, layer, page]) => ({
    name, table, words, layer, page,
    inName: plain(name), inTable: plain(table), inWords: plain(words),
  }));
  let chosen = -1;

  function show() {
    const asked = plain(field.value).split(/\s+/).filter((word) => word !== "");
    found.replaceChildren();
    chosen = -1;
    if (asked.length > 0) {
      const best = entries
        .map((entry) => ({ entry, score: scoreOf(entry, asked) }))
        .filter((one) => one.score > 0)
        .sort((a, b) => b.score - a.score || a.entry.name.length - b.entry.name.length)
        .slice(0, 30);
      best.forEach((one, index) => found.append(line(one.entry, index)));
      if (best.length === 0) {
        const nothing = document.createElement("li");
        nothing.className = "nothing";
        nothing.textContent = found.dataset.nothing;
        found.append(nothing);
      }
    }
    open(asked.length > 0);
  }

  function open(yes) {
    found.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    if (!yes) {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function line(entry, index) {
    const item = document.createElement("li");
    item.id = "found-" + index;
    item.setAttribute("role", "option");
    const link = document.createElement("a");
    link.href = root + entry.page;
    link.tabIndex = -1;
    link.className = entry.layer;
    link.textContent = entry.table === "" ? entry.name : entry.name + " · " + entry.table;
    if (entry.words !== "") {
      const words = document.createElement("small");
      words.textContent = entry.words;
      link.append(words);
    }
    link.addEventListener("click", () => open(false));
    item.append(link);
    return item;
  }

  function choose(step) {
    const items = [...found.querySelectorAll("[role=option]")];
    if (items.length === 0) {
      return;
    }
    items.forEach((item) => item.setAttribute("aria-selected", "false"));
    chosen = (chosen + step + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", items[chosen].id);
  }

  field.addEventListener("input", show);
  field.addEventListener("focus", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      choose(event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1);
      event.preventDefault();
    } else if (event.key === "Enter") {
      const items = found.querySelectorAll("[role=option] a");
      if (items.length > 0) {
        items[Math.max(chosen, 0)].click();
      }
    } else if (event.key === "Escape") {
      field.value = "";
      open(false);
      field.blur();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      field.focus();
      event.preventDefault();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) {
      open(false);
    }
  });
}

/** Every word must be there; one at the start of a name counts most. */
function scoreOf(entry, asked) {
  let sum = entry.table === "" ? 2 : 0;
  for (const word of asked) {
    const name = entry.inName.replace(/^[a-z]+\./, "");
    let score = 0;
    if (name === word || entry.inName === word) {
      score = 40;
    } else if (name.startsWith(word) || entry.inName.startsWith(word)) {
      score = 20;
    } else if (entry.inName.includes(word)) {
      score = 10;
    } else if (entry.inWords.includes(word)) {
      score = 4;
    } else if (entry.inTable.includes(word)) {
      score = 2;
    }
    if (score === 0) {
      return 0;
    }
    sum += score;
  }
  return sum;
}

/** Without case and accents, and with blanks for what stands between the words of a name. */
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

/** Buttons that show one of several pictures. */
function choices() {
  document.querySelectorAll(".choice").forEach((choice) => {
    const buttons = [...choice.querySelectorAll("button")];
    const show = (chosen) => buttons.forEach((button) => {
      const on = button === chosen;
      button.setAttribute("aria-pressed", String(on));
      document.getElementById(button.dataset.shows).hidden = !on;
    });
    buttons.forEach((button) => button.addEventListener("click", () => show(button)));
    show(buttons[0]);
  });
}

/** Lets columns of a picture show what they are made from and what is made from them. */
function followable(svg) {
  const fields = new Map();
  const up = new Map();
  const down = new Map();
  const paths = [...svg.querySelectorAll(".edges path")];
  svg.querySelectorAll(".field").forEach((field) => fields.set(field.dataset.column, field));
  for (const path of paths) {
    note(up, path.dataset.to, path);
    note(down, path.dataset.from, path);
  }
  let kept = null;

  function show(column) {
    svg.querySelectorAll(".lit, .chosen").forEach((lit) => lit.classList.remove("lit", "chosen"));
    svg.classList.toggle("following", column !== null);
    if (column === null) {
      return;
    }
    light(column, up, "from");
    light(column, down, "to");
    fields.get(column).classList.add("chosen");
  }

  function light(column, ways, end) {
    const waiting = [column];
    const seen = new Set(waiting);
    while (waiting.length > 0) {
      const next = waiting.pop();
      const field = fields.get(next);
      const table = field ? field.closest(".table") : svg.querySelector(`.table[data-table="${CSS.escape(next)}"]`);
      field?.classList.add("lit");
      table?.classList.add("lit");
      for (const path of ways.get(next) ?? []) {
        path.classList.add("lit");
        const other = path.dataset[end];
        if (!seen.has(other)) {
          seen.add(other);
          waiting.push(other);
        }
      }
    }
  }

  fields.forEach((field, column) => {
    field.setAttribute("tabindex", "0");
    field.setAttribute("role", "button");
    field.setAttribute("aria-label", column);
    field.addEventListener("pointerenter", () => show(column));
    field.addEventListener("pointerleave", () => show(kept));
    field.addEventListener("focus", () => show(column));
    field.addEventListener("blur", () => show(kept));
    const keep = () => {
      kept = kept === column ? null : column;
      show(kept);
    };
    field.addEventListener("click", keep);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        keep();
        event.preventDefault();
      } else if (event.key === "Escape") {
        kept = null;
        show(null);
      }
    });
  });
}

function note(map, key, value) {
  if (!map.has(key)) {
    map.set(key, []);
  }
  map.get(key).push(value);
}

// What the reader has chosen for this browser: the language and the colours.

const LANGUAGES = ["en", "fr"];
const THEMES = ["auto", "light", "dark"];

function kept(name, choices, otherwise) {
  const value = localStorage.getItem(`lodestar.${name}`);
  return choices.includes(value) ? value : otherwise;
}

const chosen = {
  language: kept("language", LANGUAGES,
    navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag)) ?? "en"),
  theme: kept("theme", THEMES, "auto"),
};

const listeners = [];

function choose(name, value) {
  chosen[name] = value;
  localStorage.setItem(`lodestar.${name}`, value);
  apply();
  listeners.forEach((listener) => listener(name));
}

/** Puts the choices where the style sheet and screen readers look for them. */
export function apply() {
  document.documentElement.lang = chosen.language;
  if (chosen.theme === "auto") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen.theme;
  }
}

export const language = () => chosen.language;
/** The language as the reader's region has it, for dates and numbers. */
export const locale = () =>
  navigator.languages.find((tag) => tag.slice(0, 2) === chosen.language) ?? chosen.language;

export const theme = () => chosen.theme;
export const setLanguage = (value) => choose("language", value);

/** Goes to the next of automatic, light and dark. */
export function nextTheme() {
  choose("theme", THEMES[(THEMES.indexOf(chosen.theme) + 1) % THEMES.length]);
}

/** Calls back with "language" or "theme" after that has changed. */
export function onSetting(listener) {
  listeners.push(listener);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  listeners.forEach((listener) => listener("theme")));

apply();

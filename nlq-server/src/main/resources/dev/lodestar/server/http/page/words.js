// The words of the interface in the reader's language, and those of a domain.

import { language, locale } from "/page/settings.js";
import en from "/page/words-en.js";
import fr from "/page/words-fr.js";

const BY_LANGUAGE = { en, fr };

/** The words for a key; {name} in them is replaced. */
export function t(key, values = {}) {
  const words = BY_LANGUAGE[language()][key] ?? en[key];
  if (words === undefined) {
    throw new Error(`No words for ${key}`);
  }
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** The words for a number of things: those of key.one, or of key.many. */
export function count(key, number) {
  const form = new Intl.PluralRules(language()).select(number) === "one" ? "one" : "many";
  return t(`${key}.${form}`, { n: new Intl.NumberFormat(locale()).format(number) });
}

/** Words of a domain, which are by language: in the reader's, else in English, else in any. */
export function words(text) {
  return text?.[language()] ?? text?.en ?? Object.values(text ?? {})[0] ?? "";
}

/** Words as they stand at the start of a line. */
export function capital(text) {
  return text.slice(0, 1).toLocaleUpperCase(language()) + text.slice(1);
}

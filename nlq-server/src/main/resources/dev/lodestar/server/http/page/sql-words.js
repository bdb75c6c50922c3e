// What can be said next in a statement: columns of the tables that it names, tables, functions, and the
// words of SQL itself.

import { quoted } from "/page/api.js";

const MOST = 12;

const WORDS = ("select|distinct|from|where|group by|having|order by|limit|offset|join|left join|right join|full join|cross join|on|using"
  + "|and|or|not|in|exists|between|like|ilike|is null|is not null|case|when|then|else|end|as|with|union|union all|intersect|except"
  + "|over|partition by|rows between|filter|qualify|nulls first|nulls last|asc|desc|date|timestamp|interval|true|false|null").split("|");

/** Texts and remarks, also such as are not closed yet: nothing in them is SQL. */
const HIDDEN = /'(?:[^']|'')*(?:'|$)|--.*|\/\*[^]*?(?:\*\/|$)/g;

/** A table with the name that it goes by in the statement. */
const NAMED = /\b(?:from|join)\s+(?:(\w+)\s*\.\s*)?(\w+)(?:\s+(?:as\s+)?(\w+))?/gi;

/** A query that has a name: with NAME as (…). */
const WITH = /(?:\bwith|\)\s*,)\s+(\w+)\s+as\s*\(/gi;

const nameOf = (table) => (table.schema === "gold" ? quoted(table.name) : `${quoted(table.schema)}.${quoted(table.name)}`);

/**
 * Makes what offers words for statements over some tables.
 *
 * @param tables of the domain
 * @param functions names of the functions of the dialect
 * @param told says what kind of thing a word is
 */
export function sqlWords(tables, functions, told) {
  const schemas = [...new Set(tables.map((table) => table.schema))];

  const ofTable = (table, text = nameOf(table)) => ({ name: table.name, text, of: table.schema });
  const ofColumns = (table) => table.columns.map((column) =>
    ({ name: column.name, text: quoted(column.name), of: `${column.type}, ${table.name}` }));

  /** The tables of a statement, by the names that they go by in it. */
  function named(statement) {
    const found = new Map();
    for (const [, schema, name, alias] of statement.matchAll(NAMED)) {
      const table = tables.find((one) => one.name === name.toLowerCase() && one.schema === (schema ?? "gold").toLowerCase());
      if (table) {
        found.set(alias && !WORDS.some((word) => word.split(" ")[0] === alias.toLowerCase()) ? alias.toLowerCase() : table.name, table);
      }
    }
    return found;
  }

  function behindPoint(qualifier, inUse) {
    const table = inUse.get(qualifier.at(-1)) ?? tables.find((one) => one.name === qualifier.at(-1));
    if (qualifier.length === 1 && schemas.includes(qualifier[0]) && !inUse.has(qualifier[0])) {
      return tables.filter((one) => one.schema === qualifier[0]).map((one) => ofTable(one, quoted(one.name)));
    }
    return table ? ofColumns(table) : [];
  }

  function anywhere(statement, inUse, begun) {
    const many = inUse.size > 1;
    const columns = [...inUse].flatMap(([alias, table]) => ofColumns(table).map((column) =>
      ({ ...column, text: many ? `${alias}.${column.text}` : column.text })));
    const more = begun === "" ? [] : [
      ...functions.map((name) => ({ name, text: name, of: told("function"), then: "(" })),
      ...WORDS.map((name) => ({ name, text: name, of: "SQL", then: " " })),
    ];
    return [...columns, ...more];
  }

  const allTables = (statement) => [
    ...[...statement.matchAll(WITH)].map(([, name]) => ({ name, text: name, of: "with" })),
    ...tables.map((table) => ofTable(table)),
    ...schemas.map((name) => ({ name, text: name, of: told("schema"), then: "." })),
  ];

  /**
   * What can stand at a place of a statement.
   *
   * @param asked whether words are wanted although none was begun
   */
  return function after(before, behind, asked) {
    let closed = true;
    const plain = before.replaceAll(HIDDEN, (text, at) => {
      closed = at + text.length < before.length || /^'[^]*'$|\*\/$/.test(text);
      return " ".repeat(text.length);
    });
    const [, path, begun] = /((?:\w+\.)*)(\w*)$/.exec(plain);
    if (!closed || /^\d/.test(begun)) {
      return [];
    }
    const whole = (before + behind).replaceAll(HIDDEN, " ");
    const inUse = named(whole);
    const start = plain.slice(0, plain.length - begun.length);
    const words = path
      ? behindPoint(path.toLowerCase().slice(0, -1).split("."), inUse)
      : /\b(?:from|join)\s+$/i.test(start)
        ? allTables(whole)
        : begun === "" && !asked ? [] : anywhere(whole, inUse, begun);
    const small = begun.toLowerCase();
    const distance = (word) => (word.name.startsWith(small) ? 0 : word.name.includes(`_${small}`) ? 1 : 2);
    return words
      .filter((word) => distance(word) < 2 && word.text !== small)
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, MOST)
      .map((word) => ({ text: word.text, of: word.of, then: word.then ?? "", replaces: begun.length }));
  };
}

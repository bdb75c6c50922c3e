// Asks the server. An answer that is a refusal becomes an error with the server's own words.

import { t } from "/page/words.js";

/** Asks for an address; parameters may be lists, and empty ones are left out. */
export async function get(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") {
        query.append(name, one);
      }
    }
  }
  const text = query.toString();
  return answer(text ? `${path}?${text}` : path, { signal });
}

/** What a domain has released by now, in the place of what was known of it. */
export async function refresh(domain) {
  const { domains } = await get("/api/catalog");
  Object.assign(domain, domains.find((one) => one.name === domain.name));
}

/** Sends a JSON object. */
export async function post(path, body, signal = undefined) {
  return answer(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

/** Takes something away. */
export async function remove(path) {
  return answer(path, { method: "DELETE" });
}

async function answer(address, how) {
  const response = await fetch(address, how).catch((failure) => {
    throw failure.name === "AbortError" ? failure : new Error(t("server-away"), { cause: failure });
  });
  if (response.status === 401) {
    throw new Error(t("signed-out"));
  }
  const content = await response.json().catch((failure) => {
    // What stands between the page and the server has answered, or half of an answer came.
    throw failure.name === "AbortError" ? failure : new Error(t("server-odd", { status: response.status }), { cause: failure });
  });
  if (!response.ok) {
    throw new Error(content.message);
  }
  return content;
}

/**
 * Runs a statement of ours and gives its rows, as texts or null.
 *
 * @param options of the statement, such as row_limit
 */
export async function rows(domain, statement, options = {}) {
  const asked = { statement, catalog: domain, wait_timeout: "30s", ...options };
  const reply = await post("/api/2.0/sql/statements", asked);
  if (reply.status.state !== "SUCCEEDED") {
    throw new Error(reply.status.error?.message ?? reply.status.state);
  }
  return {
    columns: reply.manifest.schema.columns.map((column) => ({
      name: column.name,
      type: column.type_text.toLowerCase(),
    })),
    rows: reply.result.data_array,
    truncated: reply.manifest.truncated,
  };
}

/** Words of SQL that are often names as well. */
const RESERVED = new Set(("column condition count current cursor date day element end from group hour interval language match max method min minute"
  + " module month new old order parameter partition percent period position range rank reference references result row rows second start"
  + " sum table time timestamp to user value values variant window year").split(" "));

/** A name for a statement that is shown: small letters need no quotes, but for words of SQL. */
export function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : exactly(name);
}

/** A name for a statement that nobody sees: in quotes, so that it is never a word of SQL. */
export function exactly(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL needs it. */
export function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}

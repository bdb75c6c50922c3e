// Rows of the ledger as objects.

import { rows } from "/page/api.js";

/** Runs a statement and gives each row by the names of its columns. */
export async function records(domain, statement) {
  const result = await rows(domain.name, statement);
  return result.rows.map((row) => Object.fromEntries(row.map((cell, i) => [result.columns[i].name, cell])));
}

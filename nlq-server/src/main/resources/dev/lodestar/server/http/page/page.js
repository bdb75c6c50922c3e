// The page of the server: the tables of each domain, and a box to query them. What comes from a
// domain is only ever set as text, never as HTML.

const NUMBERS = new Set(["INT", "LONG", "DOUBLE", "DECIMAL"]);
const POLL_MILLIS = 500;
const LANGUAGE = (navigator.language || "en").slice(0, 2);

const at = (id) => document.getElementById(id);

let domains = [];
let running = null;

/** Makes an element with a class (or none) around texts and other elements. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/** The words in the reader's language, else in English, else in any. */
function words(text) {
  return text[LANGUAGE] ?? text.en ?? Object.values(text)[0] ?? "";
}

function count(number, one, many) {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}

async function ask(path, body) {
  const options = body === undefined
    ? {}
    : {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.message);
  }
  return answer;
}

// Tables

function chosen() {
  return domains.find((domain) => domain.name === at("domain").value) ?? domains[0];
}

function describe(table) {
  const name = `${table.schema}.${table.name}`;
  const size = table.rows === undefined ? table.kind : count(table.rows, "row", "rows");
  const columns = element("table", "", element("tbody", ""));
  for (const column of table.columns) {
    const meaning = [words(column.description), column.unit ? `(${column.unit})` : ""];
    columns.tBodies[0].append(
      element("tr", "",
        element("td", "", column.name),
        element("td", "", column.type),
        element("td", "", meaning.filter(Boolean).join(" "))));
  }
  const look = element("button", "", "Look at the first rows");
  look.type = "button";
  look.addEventListener("click", () => {
    at("statement").value = `select * from ${quoted(table.schema)}.${quoted(table.name)} limit 100`;
    run();
  });
  const details = element("details", "",
    element("summary", "", element("code", "", name), element("span", "quiet", size)));
  if (words(table.description)) {
    details.append(element("p", "", words(table.description)));
  }
  details.append(element("div", "scroll", columns), element("p", "", look));
  return details;
}

/** Names in small letters need no quotes. */
function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function showDomain() {
  const domain = chosen();
  at("tables").replaceChildren();
  if (!domain) {
    return;
  }
  const title = words(domain.title) || domain.name;
  document.title = `${title} – Lodestar`;
  at("release").textContent = domain.release
    ? `${title}: release ${domain.release.id}, ${new Date(domain.release.released).toLocaleString()}`
    : domain.note;
  if (domain.release && domain.note) {
    at("tables").append(element("p", "quiet", domain.note));
  }
  const order = ["gold", "silver", "bronze", "quarantine", "runs"];
  const schemas = [...new Set(domain.tables.map((table) => table.schema))];
  schemas.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  for (const schema of schemas) {
    const inside = domain.tables.filter((table) => table.schema === schema);
    at("tables").append(element("h3", "", schema), ...inside.map(describe));
  }
  if (!at("statement").value) {
    const first = domain.tables.find((table) => table.schema === "gold");
    at("statement").value = first
      ? `select *\nfrom ${quoted(first.schema)}.${quoted(first.name)}\nlimit 100`
      : "";
  }
}

async function load() {
  try {
    domains = (await ask("/api/catalog")).domains;
    at("domain").replaceChildren(
      ...domains.map((domain) => {
        const option = element("option", "", words(domain.title) || domain.name);
        option.value = domain.name;
        return option;
      }));
    at("domain-choice").hidden = domains.length < 2;
    showDomain();
  } catch (failure) {
    at("release").textContent = `The tables cannot be shown: ${failure.message}`;
  }
}

// Queries

function showProblem(message, excerpt) {
  at("problem").hidden = false;
  at("problem").querySelector("p").textContent = message;
  at("problem").querySelector("pre").textContent = excerpt;
}

/** The line that is to blame, with a mark below the place. */
function excerptOf(statement, error) {
  if (!error.line) {
    return "";
  }
  const line = statement.split(/\r\n|\r|\n/)[error.line - 1] ?? "";
  const before = line.slice(0, error.column - 1).replaceAll(/[^\t]/g, " ");
  return `${line}\n${before}${"^".repeat(error.length)}`;
}

function showRows(answer) {
  const columns = answer.manifest.schema.columns;
  const head = element("tr", "");
  for (const column of columns) {
    const cell = element("th", NUMBERS.has(column.type_name) ? "number" : "",
      column.name, element("small", "", column.type_text.toLowerCase()));
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody", "");
  for (const row of answer.result.data_array) {
    const line = element("tr", "");
    row.forEach((value, i) => {
      const kind = NUMBERS.has(columns[i].type_name) ? "number" : "";
      line.append(value === null
        ? element("td", `${kind} null`.trim(), "null")
        : element("td", kind, value));
    });
    body.append(line);
  }
  at("result").replaceChildren(element("table", "", element("thead", "", head), body));
  at("result").hidden = false;
}

function show(answer, statement, seconds) {
  const { state, error } = answer.status;
  if (state === "SUCCEEDED") {
    const rows = count(answer.manifest.total_row_count, "row", "rows");
    const more = answer.manifest.truncated ? ", and there are more" : "";
    at("status").textContent = `${rows}${more}, ${seconds.toFixed(2)} s`;
    showRows(answer);
  } else if (state === "CANCELED") {
    at("status").textContent = "Cancelled";
  } else {
    at("status").textContent = "";
    showProblem(error.message, excerptOf(statement, error));
  }
}

async function run() {
  const statement = at("statement").value;
  if (running || !statement.trim()) {
    return;
  }
  running = { id: null, cancelled: false };
  at("run").disabled = true;
  at("cancel").disabled = false;
  at("problem").hidden = true;
  at("result").hidden = true;
  at("status").textContent = "Running …";
  const start = performance.now();
  try {
    let answer = await ask("/api/2.0/sql/statements", {
      statement,
      catalog: chosen()?.name,
      row_limit: 1000,
      wait_timeout: "0s",
    });
    running.id = answer.statement_id;
    let pause = 10;
    while (["PENDING", "RUNNING"].includes(answer.status.state)) {
      if (running.cancelled) {
        await ask(`/api/2.0/sql/statements/${running.id}/cancel`, {});
      }
      await new Promise((done) => setTimeout(done, pause));
      pause = Math.min(POLL_MILLIS, pause * 2);
      answer = await ask(`/api/2.0/sql/statements/${running.id}`);
    }
    show(answer, statement, (performance.now() - start) / 1000);
  } catch (failure) {
    at("status").textContent = "";
    showProblem(failure.message, "");
  } finally {
    running = null;
    at("run").disabled = false;
    at("cancel").disabled = true;
  }
}

at("query").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
at("cancel").addEventListener("click", () => {
  if (running) {
    running.cancelled = true;
  }
});
at("statement").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
at("domain").addEventListener("change", showDomain);

load();

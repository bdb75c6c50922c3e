// A picture of where a table or a column comes from and what is made from it, that can be followed.

import { h, svg } from "/page/element.js";
import { href } from "/page/router.js";
import { t } from "/page/words.js";

const BOX = { width: 210, head: 30, line: 20, gapX: 70, gapY: 18 };
const DIRECT = new Set(["identity", "transformation", "aggregation"]);

/** Every table that is connected with one: up to what it is made from, and down to what is made of it. */
function tablesAround(graph, table) {
  const before = new Map(graph.tables.map((one) => [one.table, new Set([
    ...one.columns.flatMap((column) => column.from.map((from) => from.table)),
    ...one.rows.filter((from) => !from.how.every((way) => way === "rule")).map((from) => from.table),
  ])]));
  const found = new Set([table]);
  const up = (name) => before.get(name)?.forEach((other) => {
    if (!found.has(other) && before.has(other)) {
      found.add(other);
      up(other);
    }
  });
  const seen = new Set();
  const down = (name) => {
    seen.add(name);
    before.forEach((reads, other) => {
      if (reads.has(name) && !seen.has(other)) {
        found.add(other);
        down(other);
      }
    });
  };
  up(table);
  down(table);
  return { before, boxes: new Map([...found].map((name) => [name, []])) };
}

/** The columns that a column's values come from, and those that come from it, with the edges between. */
function columnsAround(graph, table, column) {
  const from = new Map();
  for (const one of graph.tables) {
    for (const made of one.columns) {
      from.set(`${one.table}.${made.name}`, made.from.map((origin) => ({ ...origin, key: `${origin.table}.${origin.column}` })));
    }
  }
  const start = `${table}.${column}`;
  const found = new Set([start]);
  const edges = [];
  const up = (key) => (from.get(key) ?? []).forEach((origin) => {
    edges.push({ from: origin.key, to: key, direct: origin.how.some((way) => DIRECT.has(way)), how: origin.how });
    if (!found.has(origin.key)) {
      found.add(origin.key);
      up(origin.key);
    }
  });
  const seen = new Set();
  const down = (key) => {
    seen.add(key);
    from.forEach((origins, other) => {
      const way = origins.find((origin) => origin.key === key);
      if (way) {
        edges.push({ from: key, to: other, direct: way.how.some((one) => DIRECT.has(one)), how: way.how });
        found.add(other);
        if (!seen.has(other)) {
          down(other);
        }
      }
    });
  };
  up(start);
  down(start);
  const boxes = new Map();
  for (const key of found) {
    const name = key.slice(0, key.lastIndexOf("."));
    boxes.set(name, [...(boxes.get(name) ?? []), key.slice(key.lastIndexOf(".") + 1)]);
  }
  return { boxes, edges };
}

/** How many steps a table is away from the first. */
function depths(names, before) {
  const depth = new Map();
  const of = (name, path = []) => {
    if (!depth.has(name)) {
      const earlier = [...(before.get(name) ?? [])].filter((other) => names.has(other) && !path.includes(other) && other !== name);
      depth.set(name, earlier.length ? 1 + Math.max(...earlier.map((other) => of(other, [...path, name]))) : 0);
    }
    return depth.get(name);
  };
  names.forEach((name) => of(name));
  return depth;
}

function place(boxes, before) {
  const depth = depths(new Set(boxes.keys()), before);
  const heights = [];
  const placed = new Map();
  for (const [name, columns] of boxes) {
    const level = depth.get(name);
    const y = heights[level] ?? 0;
    const height = BOX.head + columns.length * BOX.line + (columns.length ? 6 : 0);
    placed.set(name, { x: level * (BOX.width + BOX.gapX), y, height, columns });
    heights[level] = y + height + BOX.gapY;
  }
  const tallest = Math.max(...heights.map((height) => height ?? 0));
  placed.forEach((box, name) => {
    box.y += (tallest - heights[depth.get(name)]) / 2;
  });
  return { placed, width: heights.length * (BOX.width + BOX.gapX) - BOX.gapX, height: tallest - BOX.gapY };
}

const curve = (x1, y1, x2, y2) => {
  const middle = (x1 + x2) / 2;
  return `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`;
};

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);

/** Draws the surroundings of a table, or of one of its columns. */
export function lineagePicture(graph, domain, table, column) {
  const { before, boxes: around } = tablesAround(graph, table);
  const { boxes, edges } = column ? columnsAround(graph, table, column) : {
    boxes: around,
    edges: [...around.keys()].flatMap((to) =>
      [...before.get(to)].filter((from) => around.has(from) && from !== to).map((from) => ({ from, to, direct: true, how: [] }))),
  };
  const { placed, width, height } = place(boxes, before);

  function end(key, side) {
    const box = placed.get(key) ?? placed.get(key.slice(0, key.lastIndexOf(".")));
    const at = placed.has(key) ? -1 : box.columns.indexOf(key.slice(key.lastIndexOf(".") + 1));
    return [box.x + (side === "right" ? BOX.width : 0), box.y + (at < 0 ? BOX.head / 2 : BOX.head + BOX.line * (at + 0.5))];
  }

  const lines = edges.map((edge) => {
    const [x1, y1] = end(edge.from, "right");
    const [x2, y2] = end(edge.to, "left");
    return svg("path", { d: curve(x1, y1, x2, y2), class: edge.direct ? "edge" : "edge indirect" },
      svg("title", {}, [`${edge.from} → ${edge.to}`, edge.how.join(", ")].filter(Boolean).join(": ")));
  });
  const nodes = [...placed].map(([name, box]) => {
    const [schema, short] = name.split(".");
    const link = (label, attributes, more) =>
      svg("a", { href: href("catalogue", { domain, table: name, ...more }), "data-inside": true, "aria-label": label },
        svg("title", {}, label), attributes);
    return svg("g", { transform: `translate(${box.x},${box.y})`, class: `box ${schema}${name === table ? " here" : ""}` },
      svg("rect", { width: BOX.width, height: box.height, rx: 6 }),
      link(name, [
        svg("text", { x: 10, y: 19, class: "name" }, cut(short, 26)),
        svg("text", { x: BOX.width - 10, y: 19, class: "layer" }, schema),
      ], {}),
      box.columns.map((one, i) =>
        link(`${name}.${one}`, [
          svg("text", { x: 14, y: BOX.head + BOX.line * i + 14, class: name === table && one === column ? "column here" : "column" }, cut(one, 28)),
        ], { column: one })));
  });
  const label = t("lineage-of", { name: column ? `${table}.${column}` : table });
  return h("div", { class: "lineage", tabindex: "0", role: "region", "aria-label": label },
    svg("svg", { width: width + 2, height: height + 2, viewBox: `-1 -1 ${width + 2} ${height + 2}`, role: "group", "aria-label": label },
      lines, nodes));
}

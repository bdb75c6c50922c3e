// Files as their sources name them: from the folder of the domain on.

import { get } from "/page/api.js";

/**
 * Learns where the sources of a domain are.
 *
 * @returns what shortens the address of a file to the part that is told in the domain; a file that no source
 *   names by a shorter one stays as it is
 */
export async function sourceFiles(domain) {
  const { tables = [] } = await get("/api/catalog/lineage", { domain: domain.name });
  const places = tables.map((table) => table.place).filter((place) => place && !/^(\/|[a-z0-9]+:)/i.test(place));
  return (file) => {
    const found = places.map((place) => ending(place).exec(file)).filter(Boolean);
    return found.length > 0 ? found.map(([, short]) => short).sort((a, b) => b.length - a.length)[0] : file;
  };
}

const WILD = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|" };

/** The pattern of a source as the end of an address. */
function ending(place) {
  const written = place.replace(/^\.\//, "").replaceAll(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (sign) => WILD[sign] ?? `\\${sign}`);
  return new RegExp(`/(${written})$`);
}

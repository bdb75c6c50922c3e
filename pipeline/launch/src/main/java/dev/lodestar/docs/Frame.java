package dev.lodestar.docs;

import static dev.lodestar.docs.Html.all;
import static dev.lodestar.docs.Html.el;

import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands around every page: the way to all others, and the search.
 *
 * @param root the way from the page to the root of the site
 */
record Frame(Documented site, String root) {
  /** The layers, the one that most readers come for first. */
  static final List<String> LAYERS = List.of("gold", "silver", "bronze");

  /**
   * Nothing is fetched from anywhere but the site itself, and no script or style stands in a page.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
          + " form-action 'none'";

  /**
   * @param here the page from the root of the site, which the menu marks
   */
  String page(String title, String here, Html content) {
    Html head =
        el("head")
            .of(
                el("meta", "charset", "utf-8").alone(),
                el("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                    .alone(),
                el("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).alone(),
                el("meta", "name", "color-scheme", "content", "light dark").alone(),
                el("title").of(title + " · " + site.title()),
                el("link", "rel", "icon", "href", root + "assets/star.svg").alone(),
                el("link", "rel", "stylesheet", "href", root + "assets/site.css").alone(),
                script("search.js"),
                script("site.js"));
    Html body =
        el("body")
            .of(
                el("a.skip", "href", "#content").of(site.say(Phrase.SKIP)),
                side(here),
                el("main", "id", "content", "tabindex", "-1").of(content));
    return "<!DOCTYPE html>\n"
        + el("html", "lang", site.language(), "data-root", root).of(head, body)
        + "\n";
  }

  private Html script(String name) {
    return el("script", "defer", "", "src", root + "assets/" + name).of("");
  }

  private Html side(String here) {
    Html star = el("img", "src", root + "assets/star.svg", "alt", "").alone();
    return el("header.side")
        .of(
            el("a.brand", "href", root + "index.html").of(star, el("span").of(site.title())),
            search(),
            el("button.menu", "type", "button", "aria-expanded", "false", "aria-controls", "menu")
                .of(site.say(Phrase.MENU)),
            el("nav", "id", "menu", "aria-label", site.say(Phrase.MENU)).of(menu(here)));
  }

  private Html search() {
    return el("div.search", "role", "search")
        .of(
            el(
                    "input",
                    "id",
                    "search",
                    "type",
                    "search",
                    "placeholder",
                    site.say(Phrase.SEARCH_SHORT),
                    "aria-label",
                    site.say(Phrase.SEARCH),
                    "title",
                    site.say(Phrase.SEARCH),
                    "role",
                    "combobox",
                    "aria-expanded",
                    "false",
                    "aria-controls",
                    "found",
                    "aria-autocomplete",
                    "list",
                    "autocomplete",
                    "off")
                .alone(),
            el(
                    "ul",
                    "id",
                    "found",
                    "role",
                    "listbox",
                    "aria-label",
                    site.say(Phrase.SEARCH),
                    "data-nothing",
                    site.say(Phrase.NO_RESULTS),
                    "hidden",
                    "")
                .of(""));
  }

  private List<Html> menu(String here) {
    List<Html> parts = new ArrayList<>();
    parts.add(
        el("ul")
            .of(
                item("index.html", site.say(Phrase.OVERVIEW), here),
                item("lineage.html", site.say(Phrase.LINEAGE), here),
                item("runs.html", site.say(Phrase.RUNS), here)));
    for (String layer : LAYERS) {
      List<TableLineage> tables = site.tables(layer);
      if (!tables.isEmpty()) {
        parts.add(el("h2." + layer).of(layer));
        parts.add(
            el("ul")
                .of(
                    tables.stream()
                        .map(t -> item(Documented.page(t.table()), t.table().name(), here))
                        .toList()));
      }
    }
    return parts;
  }

  private Html item(String page, String words, String here) {
    return el("li")
        .of(
            page.equals(here)
                ? el("a", "href", root + page, "aria-current", "page").of(words)
                : el("a", "href", root + page).of(words));
  }

  /** A link to a table's page; the plain name where the domain has no such table. */
  Html table(TableName table) {
    return linkOf(table)
        .map(to -> el("a.table." + table.schema(), "href", to).of(table.toString()))
        .orElseGet(() -> Html.text(table.toString()));
  }

  Optional<String> linkOf(TableName table) {
    return site.knows(table) ? Optional.of(root + Documented.page(table)) : Optional.empty();
  }

  /** A section with a heading that can be linked to. */
  static Html section(String id, String title, Html... content) {
    return el("section", "id", id).of(el("h2").of(title), all(content));
  }

  /** A table that scrolls sideways by itself where the page is narrow. */
  static Html grid(List<Html> head, List<Html> rows) {
    return el("div.scroll", "tabindex", "0")
        .of(el("table").of(el("thead").of(el("tr").of(head)), el("tbody").of(rows)));
  }

  Html head(Phrase phrase) {
    return el("th", "scope", "col").of(site.say(phrase));
  }

  Html numbers(Phrase phrase) {
    return el("th.number", "scope", "col").of(site.say(phrase));
  }

  Html number(long number) {
    return el("td.number").of(site.number(number));
  }
}

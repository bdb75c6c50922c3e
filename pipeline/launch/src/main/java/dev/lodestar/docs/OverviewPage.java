package dev.lodestar.docs;

import static dev.lodestar.docs.Html.all;
import static dev.lodestar.docs.Html.el;

import dev.lodestar.lineage.Detail;
import dev.lodestar.lineage.Direction;
import dev.lodestar.lineage.LineagePicture;
import dev.lodestar.lineage.Part;
import dev.lodestar.lineage.Subject;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The domain at a glance: what it is, its tables, how they hang together, how it is doing. */
final class OverviewPage {
  private final Documented site;
  private final Frame frame;

  private OverviewPage(Documented site) {
    this.site = site;
    this.frame = new Frame(site, "");
  }

  static String of(Documented site) {
    OverviewPage page = new OverviewPage(site);
    return page.frame.page(site.say(Phrase.OVERVIEW), "index.html", page.content());
  }

  private Html content() {
    String description = site.say(site.domain().description());
    List<Html> layers = new ArrayList<>();
    Frame.LAYERS.forEach(layer -> layers.add(layer(layer)));
    return all(
        el("p.above").of(el("span.kind").of(site.domain().name())),
        el("h1").of(site.title()),
        description.isBlank() ? Html.NOTHING : el("p.lead").of(description),
        tiles(),
        all(layers),
        Frame.section(
            "lineage",
            site.say(Phrase.LINEAGE),
            el("div.picture", "tabindex", "0")
                .of(
                    Html.ready(
                        LineagePicture.inPage(
                            Part.of(site.graph(), Subject.DOMAIN, Direction.UP),
                            Detail.TABLES,
                            frame::linkOf)))),
        domain());
  }

  private Html tiles() {
    List<Html> tiles = new ArrayList<>();
    tiles.add(tile(site.number(site.graph().tables().size()), site.say(Phrase.TABLES)));
    long columns = site.graph().tables().stream().mapToLong(t -> t.columns().size()).sum();
    tiles.add(tile(site.number(columns), site.say(Phrase.COLUMNS)));
    tiles.add(rules());
    tiles.add(
        site.results()
            .release()
            .map(
                r ->
                    tile(
                        Documented.moment(r.releasedMillis()),
                        site.say(Phrase.RELEASE) + " " + r.id() + ", UTC"))
            .orElseGet(() -> tile("—", site.say(Phrase.NOT_RELEASED))));
    return el("div.tiles").of(tiles);
  }

  private Html rules() {
    long rules = 0;
    long asked = 0;
    long hold = 0;
    for (Model model : site.domain().models()) {
      for (Expectation rule : model.expectations()) {
        rules++;
        Optional<Boolean> holds =
            site.results().last(model.table(), rule.name()).map(result -> result.holds());
        asked += holds.isPresent() ? 1 : 0;
        hold += holds.orElse(false) ? 1 : 0;
      }
    }
    return asked == 0
        ? tile(site.number(rules), site.say(Phrase.RULES))
        : tile(site.number(hold) + " / " + site.number(asked), site.say(Phrase.RULES_HOLD));
  }

  private static Html tile(String value, String words) {
    return el("div.tile").of(el("strong").of(value), el("span").of(words));
  }

  private Html layer(String layer) {
    List<TableLineage> tables = site.tables(layer);
    if (tables.isEmpty()) {
      return Html.NOTHING;
    }
    return el("section", "id", layer)
        .of(
            el("h2." + layer).of(layer),
            el("ul.cards").of(tables.stream().map(t -> card(t.table())).toList()));
  }

  private Html card(TableName table) {
    Long rows = site.results().rows().get(table);
    String count =
        rows == null
            ? ""
            : site.number(rows) + " " + site.say(Phrase.ROWS).toLowerCase(java.util.Locale.ROOT);
    return el("li." + table.schema())
        .of(
            el("a", "href", Documented.page(table)).of(table.name()),
            el("span.kind").of(site.kind(table)),
            el("p").of(site.description(table)),
            count.isEmpty() ? Html.NOTHING : el("p.faint").of(count));
  }

  private Html domain() {
    List<Html> facts = new ArrayList<>();
    if (!site.domain().schedule().isBlank()) {
      facts.add(
          el("div")
              .of(
                  el("dt").of(site.say(Phrase.SCHEDULE)),
                  el("dd").of(el("code").of(site.domain().schedule()))));
    }
    return facts.isEmpty()
        ? Html.NOTHING
        : Frame.section("domain", site.say(Phrase.DOMAIN), el("dl.facts").of(facts));
  }
}

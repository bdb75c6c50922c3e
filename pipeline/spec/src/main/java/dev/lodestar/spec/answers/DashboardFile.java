package dev.lodestar.spec.answers;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.ModelQueryReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code dashboard.yaml}. */
final class DashboardFile {
  private static final Map<String, Dashboard.Choose> CHOICES =
      new TreeMap<>(
          Map.of(
              "one", Dashboard.Choose.ONE,
              "several", Dashboard.Choose.SEVERAL,
              "range", Dashboard.Choose.RANGE));
  private static final Pattern SIZE = Pattern.compile("([1-9]|1[0-2])\\s*x\\s*([1-9])");
  private static final List<String> TILE =
      List.of(
          "title",
          "description",
          "chart",
          "filters",
          "unfiltered-by",
          "grains",
          "x",
          "y",
          "color",
          "point-size",
          "label",
          "titles",
          "bins",
          "size");

  private final List<Dashboard.Filter> filters = new ArrayList<>();

  private DashboardFile() {}

  static Optional<Dashboard> read(TextFile file, Section.Setting setting) {
    return YamlReader.keysOf(file, setting.problems())
        .map(keys -> new Section(keys, setting, "title", "description", "filters", "pages"))
        .map(section -> new DashboardFile().dashboard(section));
  }

  private Dashboard dashboard(Section section) {
    section.require("title", "add \"title: …\"");
    section.require("pages", "add \"pages:\" with a page below it");
    for (Yaml.Keys keys : section.keys("filters").stream().toList()) {
      keys.entries().forEach(entry -> filter(section, entry).ifPresent(filters::add));
    }
    List<Dashboard.Page> pages = new ArrayList<>();
    for (Yaml item : section.items("pages")) {
      if (item instanceof Yaml.Keys keys) {
        pages.add(page(section.of(keys, "title", "description", "tiles"), keys.at()));
      } else if (item.readable()) {
        section.report(
            item.at(), "expected a page, found " + item.kind(), "write title and tiles below it");
      }
    }
    return new Dashboard(
        section.text("title"), section.text("description"), filters, pages, section.at());
  }

  private static Optional<Dashboard.Filter> filter(Section section, Yaml.Entry entry) {
    Position at = entry.key().at();
    if (entry.value() instanceof Yaml.Scalar) {
      Section alone = section.of(new Yaml.Keys(List.of(entry), at), entry.name());
      return alone
          .words(entry.name())
          .map(
              field ->
                  new Dashboard.Filter(
                      entry.name(),
                      new ColumnName(field.text(), field.at()),
                      Text.NONE,
                      Dashboard.Choose.SEVERAL,
                      List.of(),
                      at));
    }
    if (!(entry.value() instanceof Yaml.Keys keys)) {
      section.report(
          at,
          "expected a filter, found " + entry.value().kind(),
          "write " + entry.name() + ": {field: dataset.field}");
      return Optional.empty();
    }
    Section filter = section.of(keys, "field", "title", "choose", "initial");
    filter.require("field", "say what is chosen: \"field: dataset.field\"");
    Dashboard.Choose choose = filter.oneOf("choose", CHOICES).orElse(Dashboard.Choose.SEVERAL);
    List<Section.Words> initial =
        filter.value("initial").filter(Yaml.Items.class::isInstance).isPresent()
            ? filter.all("initial")
            : filter.words("initial").stream().toList();
    int wanted = choose == Dashboard.Choose.RANGE ? 2 : choose == Dashboard.Choose.ONE ? 1 : 0;
    if (wanted > 0 && !initial.isEmpty() && initial.size() != wanted) {
      filter.report(
          filter.at("initial"),
          initial.size() + " values for a filter of " + (wanted == 2 ? "a range" : "one"),
          wanted == 2 ? "give the two ends, as in [2024, 2025]" : "give one value");
    }
    return filter
        .words("field")
        .map(
            field ->
                new Dashboard.Filter(
                    entry.name(),
                    new ColumnName(field.text(), field.at()),
                    filter.text("title"),
                    choose,
                    initial.stream().map(Section.Words::text).toList(),
                    at));
  }

  private Dashboard.Page page(Section page, Position at) {
    page.require("title", "add \"title: …\"");
    page.require("tiles", "add \"tiles:\" with a tile below it");
    List<Dashboard.Tile> tiles = new ArrayList<>();
    List<String> known = new ArrayList<>(TILE);
    known.addAll(ModelQueryReader.KEYS);
    for (Yaml item : page.items("tiles")) {
      if (item instanceof Yaml.Keys keys) {
        tile(page.of(keys, known.toArray(String[]::new)), keys.at()).ifPresent(tiles::add);
      } else if (item.readable()) {
        page.report(
            item.at(),
            "expected a tile, found " + item.kind(),
            "write title, chart, and measures or sql below it");
      }
    }
    return new Dashboard.Page(page.text("title"), page.text("description"), tiles, at);
  }

  private Optional<Dashboard.Tile> tile(Section tile, Position at) {
    tile.require("title", "add \"title: …\"");
    tile.require("chart", "say how it is drawn: \"chart: bar\"");
    Chart chart = tile.oneOf("chart", Chart.BY_NAME).orElse(Chart.TABLE);
    Optional<Asked> data = ModelQueryReader.read(tile);
    Map<String, SqlText> filteredBy = filteredBy(tile);
    data.ifPresent(asked -> checkFilters(tile, asked, filteredBy));
    List<ColumnName> unfilteredBy = new ArrayList<>();
    for (Section.Words words : tile.list("unfiltered-by")) {
      checkFilter(tile, words.text(), words.at());
      unfilteredBy.add(new ColumnName(words.text(), words.at()));
    }
    Dashboard.Show show =
        new Dashboard.Show(
            column(tile, "x"),
            columns(tile, "y"),
            column(tile, "color"),
            column(tile, "point-size"),
            column(tile, "label"),
            titles(tile));
    List<Grain> grains = grains(tile);
    return data.map(
        asked ->
            new Dashboard.Tile(
                tile.text("title"),
                tile.text("description"),
                chart,
                asked,
                filteredBy,
                unfilteredBy,
                grains,
                show,
                tile.wholeNumber("bins"),
                size(tile, chart),
                at));
  }

  private Map<String, SqlText> filteredBy(Section tile) {
    Map<String, SqlText> expressions = new LinkedHashMap<>();
    for (Yaml.Keys keys : tile.keys("filters").stream().toList()) {
      String[] names = keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new);
      Section each = tile.of(keys, names);
      for (String name : names) {
        checkFilter(tile, name, each.at(name));
        each.words(name).map(SqlText::of).ifPresent(sql -> expressions.put(name, sql));
      }
    }
    return expressions;
  }

  private static Map<ColumnName, Text> titles(Section tile) {
    Map<ColumnName, Text> titles = new LinkedHashMap<>();
    for (Yaml.Keys keys : tile.keys("titles").stream().toList()) {
      String[] names = keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new);
      Section each = tile.of(keys, names);
      for (String name : names) {
        titles.put(new ColumnName(name, each.at(name)), each.text(name));
      }
    }
    return titles;
  }

  private void checkFilter(Section tile, String name, Position at) {
    List<String> names = filters.stream().map(Dashboard.Filter::name).toList();
    if (!names.contains(name)) {
      tile.report(
          at,
          "unknown filter \"" + name + "\"",
          names.isEmpty() ? "the dashboard has no filters" : Advice.oneOf(name, names));
    }
  }

  /** A SELECT says itself where filters apply; a query of the model is filtered by all. */
  private static void checkFilters(Section tile, Asked asked, Map<String, SqlText> filteredBy) {
    String marker = Dashboard.Tile.FILTERS;
    boolean marked = asked.match(sql -> sql.text().contains(marker), query -> false);
    if (asked instanceof Asked.ByModel) {
      if (tile.has("filters")) {
        tile.report(
            tile.at("filters"),
            "\"filters\" of a tile with measures",
            "take it out: filters apply by themselves, but those that unfiltered-by names");
      }
    } else if (marked && filteredBy.isEmpty()) {
      tile.report(
          tile.at("sql"),
          marker + " in the SELECT, and no filters",
          "say which column each filter is about, as in \"filters: {year: d.\\\"year\\\"}\"");
    } else if (!marked && !filteredBy.isEmpty()) {
      tile.report(
          tile.at("filters"),
          "filters without a place in the SELECT",
          "write " + marker + " where the condition goes, as in \"WHERE " + marker + "\"");
    }
    if (asked instanceof Asked.BySql && (tile.has("unfiltered-by") || tile.has("grains"))) {
      String key = tile.has("grains") ? "grains" : "unfiltered-by";
      tile.report(
          tile.at(key), "\"" + key + "\" beside sql", "it is for tiles with measures; take it out");
    }
  }

  private static List<Grain> grains(Section tile) {
    List<Grain> grains = new ArrayList<>();
    for (Section.Words words : tile.list("grains")) {
      Grain grain = Grain.BY_NAME.get(words.text());
      if (grain == null) {
        tile.report(
            words.at(),
            "unknown grain \"" + words.text() + "\"",
            Advice.oneOf(words.text(), Grain.BY_NAME.keySet()));
      } else {
        grains.add(grain);
      }
    }
    return grains;
  }

  private static Dashboard.Size size(Section tile, Chart chart) {
    Optional<Section.Words> words = tile.words("size");
    Matcher size = SIZE.matcher(words.map(Section.Words::text).orElse(""));
    if (size.matches()) {
      return new Dashboard.Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    }
    words.ifPresent(
        w ->
            tile.report(
                w.at(),
                "unknown size \"" + w.text() + "\"",
                "write columns, of 12, and rows, up to 9, as in 6x3"));
    return chart.usualSize();
  }

  private static Optional<ColumnName> column(Section tile, String key) {
    return tile.words(key).map(w -> new ColumnName(w.text(), w.at()));
  }

  private static List<ColumnName> columns(Section tile, String key) {
    return tile.value(key).filter(Yaml.Items.class::isInstance).isPresent()
        ? tile.list(key).stream().map(w -> new ColumnName(w.text(), w.at())).toList()
        : column(tile, key).stream().toList();
  }
}

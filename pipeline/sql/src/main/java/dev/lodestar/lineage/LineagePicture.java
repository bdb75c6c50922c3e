package dev.lodestar.lineage;

import dev.lodestar.lineage.Layout.Box;
import dev.lodestar.lineage.Layout.Link;
import dev.lodestar.lineage.Layout.Pass;
import dev.lodestar.lineage.Layout.Size;
import dev.lodestar.lineage.TableLineage.Kind;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A part of the graph as SVG: tables are boxes with a line for each column, the layers go from left
 * to right. Solid lines are values; dashed ones decide which value, or which rows.
 */
public final class LineagePicture {
  /** The colours, in light and dark; a page that shows pictures takes them into its own. */
  public static final String STYLE =
      """
      .lineage { --ink: #1f2430; --faint: #667085; --line: #c3c9d4; --box: #ffffff; --edge: #d7dce5;
        --bronze: #a8662e; --silver: #6f7f95; --gold: #b98900; --other: #6f7f95; --mark: #1b6ef3;
        --soft: #f6f7f9; }
      @media (prefers-color-scheme: dark) {
        .lineage { --ink: #e6e9ef; --faint: #98a2b3; --line: #4a5364; --box: #1a1f29; --edge: #343c4b;
          --bronze: #d39a63; --silver: #a9b7c9; --gold: #e5b93c; --other: #a9b7c9; --mark: #6ea8fe;
          --soft: #222936; }
      }
      .lineage text { font: 12px ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif;
        fill: var(--ink); }
      .lineage .layer { font-size: 11px; font-weight: 600; letter-spacing: .08em; }
      .lineage .name { font-weight: 600; font-size: 13px; }
      .lineage .column { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace;
        font-size: 11px; }
      .lineage .faint { fill: var(--faint); font-size: 11px; }
      .lineage .box { fill: var(--box); stroke: var(--edge); }
      .lineage .view .box { stroke-dasharray: 4 3; }
      .lineage .subject .box { stroke: var(--mark); stroke-width: 1.6; }
      .lineage .row { fill: transparent; }
      .lineage .asked .row { fill: var(--mark); fill-opacity: .14; }
      .lineage .edges path { fill: none; stroke: var(--line); stroke-width: 1.2; }
      .lineage .edges .indirect { stroke-dasharray: 3 3; }
      .lineage .bronze { --layer: var(--bronze); }
      .lineage .silver { --layer: var(--silver); }
      .lineage .gold { --layer: var(--gold); }
      .lineage .strip { fill: var(--layer, var(--other)); }
      .lineage .layer { fill: var(--layer, var(--other)); }
      .lineage .rule { stroke: var(--layer, var(--other)); stroke-opacity: .4; }
      .lineage a:hover .name, .lineage a:focus .name { text-decoration: underline; }
      """;

  private static final double PADDING = 20;
  private static final double HEADER = 34;
  private static final double ROW = 19;
  private static final double FOOT = 8;
  private static final double RANK_GAP = 88;
  private static final double TOP = 40;

  private final Part part;
  private final Detail detail;
  private final Function<TableName, Optional<String>> links;
  private final Layout layout;
  private final Map<TableName, List<String>> columns = new HashMap<>();
  private final List<Edge> edges;
  private final StringBuilder svg = new StringBuilder();

  private LineagePicture(Part part, Detail detail, Function<TableName, Optional<String>> links) {
    this.part = part;
    this.detail = detail;
    this.links = links;
    Map<TableName, Size> sizes = new HashMap<>();
    for (TableLineage table : part.tables()) {
      columns.put(table.table(), detail == Detail.TABLES ? List.of() : part.columns(table));
      sizes.put(table.table(), size(table));
    }
    this.edges = detail == Detail.TABLES ? betweenTables() : betweenColumns();
    Set<Link> between = new LinkedHashSet<>();
    edges.forEach(e -> between.add(new Link(e.from().table(), e.to().table())));
    this.layout =
        new Layout(
            part.tables().stream().map(TableLineage::table).toList(), sizes, between, RANK_GAP);
  }

  /** A file by itself, with its colours. */
  public static String file(Part part, Detail detail) {
    LineagePicture picture = new LineagePicture(part, detail, table -> Optional.empty());
    return picture.draw("<style>\n" + STYLE + "</style>\n");
  }

  /**
   * A picture for a page that has {@link #STYLE} itself.
   *
   * @param links where the name of a table leads; nowhere when empty
   */
  public static String inPage(
      Part part, Detail detail, Function<TableName, Optional<String>> links) {
    return new LineagePicture(part, detail, links).draw("");
  }

  /** Values, and what decides; of what joins whole tables, what nothing else shows. */
  private List<Edge> betweenColumns() {
    Set<Link> shown = new LinkedHashSet<>();
    List<Edge> all = new ArrayList<>();
    boolean everything = part.subject().table().isEmpty();
    for (Edge edge : part.edges()) {
      boolean ofRows = edge.to().column().isEmpty() && !edge.ways().isEmpty();
      if (!edge.ways().isEmpty() && !edge.onlyRule() && !(everything && ofRows)) {
        all.add(edge);
        shown.add(new Link(edge.from().table(), edge.to().table()));
      }
    }
    for (Edge edge : part.edges()) {
      if (!edge.onlyRule() && shown.add(new Link(edge.from().table(), edge.to().table()))) {
        all.add(
            new Edge(Node.rows(edge.from().table()), Node.rows(edge.to().table()), edge.ways()));
      }
    }
    return all;
  }

  private List<Edge> betweenTables() {
    Map<Link, Edge> all = new LinkedHashMap<>();
    for (TableLineage table : part.tables()) {
      table.reads().stream()
          .filter(read -> table.isMadeFrom(read) && columns.containsKey(read))
          .forEach(
              read ->
                  all.put(
                      new Link(read, table.table()),
                      new Edge(Node.rows(read), Node.rows(table.table()), Set.of())));
    }
    return List.copyOf(all.values());
  }

  private Size size(TableLineage table) {
    List<String> shown = shown(table.table());
    double width = table.table().name().length() * 7.6 + 36;
    for (String column : shown) {
      width = Math.max(width, column.length() * 6.7 + 30);
    }
    width = Math.max(width, 130);
    int lines = shown.size() + (foot(table).isEmpty() ? 0 : 1);
    return new Size(width, HEADER + lines * ROW + (lines == 0 ? 0 : FOOT));
  }

  private List<String> shown(TableName table) {
    return columns.getOrDefault(table, List.of());
  }

  /** What stands below the columns: how many are not shown. */
  private String foot(TableLineage table) {
    int hidden = table.columns().size() - shown(table.table()).size();
    return detail == Detail.TABLES || hidden == 0 ? "" : "… " + hidden + " more";
  }

  private String draw(String style) {
    double width = layout.width() + 2 * PADDING;
    double height = layout.height() + TOP + PADDING;
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lineage\" viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" width=\"")
        .append(number(width))
        .append("\" height=\"")
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(escaped(title()))
        .append("\">\n")
        .append(style)
        .append("<g transform=\"translate(")
        .append(number(PADDING))
        .append(' ')
        .append(number(TOP))
        .append(")\">\n");
    layers();
    svg.append("<g class=\"edges\">\n");
    edges.forEach(this::edge);
    svg.append("</g>\n");
    part.tables().forEach(this::table);
    return svg.append("</g>\n</svg>\n").toString();
  }

  private String title() {
    String subject = part.subject().toString();
    return subject.isEmpty() ? "Lineage" : "Lineage of " + subject;
  }

  /** The names of the layers, above the ranks that belong to one alone. */
  private void layers() {
    Map<Integer, Set<String>> byRank = new HashMap<>();
    part.tables()
        .forEach(
            t ->
                byRank
                    .computeIfAbsent(layout.rankOf(t.table()), r -> new LinkedHashSet<>())
                    .add(t.table().schema()));
    int from = 0;
    while (from < layout.ranks()) {
      Set<String> here = byRank.getOrDefault(from, Set.of());
      int to = from;
      while (to + 1 < layout.ranks() && byRank.getOrDefault(to + 1, Set.of()).equals(here)) {
        to++;
      }
      if (here.size() == 1) {
        layer(here.iterator().next(), layout.left(from), layout.right(to));
      }
      from = to + 1;
    }
  }

  private void layer(String name, double from, double to) {
    svg.append("<g class=\"").append(layerClass(name)).append("\"><text class=\"layer\" x=\"");
    svg.append(number(from)).append("\" y=\"-20\">");
    svg.append(escaped(name.toUpperCase(Locale.ROOT))).append("</text><path class=\"rule\" d=\"M");
    svg.append(number(from)).append(" -12H").append(number(to)).append("\"/></g>\n");
  }

  private void table(TableLineage table) {
    Box box = layout.box(table.table());
    List<String> shown = shown(table.table());
    boolean subject = part.subject().table().filter(table.table()::equals).isPresent();
    svg.append("<g class=\"table ")
        .append(layerClass(table.table().schema()))
        .append(' ')
        .append(table.kind().word())
        .append(subject ? " subject" : "")
        .append("\" data-table=\"")
        .append(escaped(table.table().toString()))
        .append("\" transform=\"translate(")
        .append(number(box.x()))
        .append(' ')
        .append(number(box.y()))
        .append(")\">\n<title>")
        .append(escaped(tooltip(table)))
        .append("</title>\n");
    rectangle("box", 0, 0, box.width(), box.height(), 6);
    rectangle("strip", 0, 0, 4, box.height(), 2);
    Optional<String> link = links.apply(table.table());
    link.ifPresent(to -> svg.append("<a href=\"").append(escaped(to)).append("\">"));
    text("name", 14, 22, table.table().name());
    link.ifPresent(to -> svg.append("</a>\n"));
    double y = HEADER;
    for (String column : shown) {
      column(table, column, y, box.width());
      y += ROW;
    }
    String foot = foot(table);
    if (!foot.isEmpty()) {
      text("faint", 14, y + 12, foot);
    }
    svg.append("</g>\n");
  }

  private void column(TableLineage table, String column, double y, double width) {
    boolean asked =
        part.subject().table().filter(table.table()::equals).isPresent()
            && part.subject().column().filter(column::equals).isPresent();
    svg.append(asked ? "<g class=\"field asked\"" : "<g class=\"field\"")
        .append(" data-column=\"")
        .append(escaped(Node.column(table.table(), column).toString()))
        .append("\"><title>")
        .append(escaped(tooltip(table, column)))
        .append("</title>");
    rectangle("row", 5, y - 3, width - 6, ROW - 1, 3);
    text("column", 14, y + 10, column);
    svg.append("</g>\n");
  }

  private static String tooltip(TableLineage table) {
    return switch (table.kind()) {
      case SOURCE -> table.table() + ": " + table.outside().place();
      case TABLE -> table.table().toString();
      case VIEW -> table.table() + ": a view";
    };
  }

  private static String tooltip(TableLineage table, String column) {
    String type =
        table.columns().stream()
            .filter(c -> c.name().equals(column))
            .map(Column::type)
            .map(Object::toString)
            .collect(Collectors.joining());
    Influences from = table.of(column);
    String field = table.outside().fields().get(column);
    return column
        + "  "
        + type
        + (from.isEmpty() ? "" : "\nfrom " + from)
        + (field == null ? "" : "\nfield " + field)
        + (field == null && table.kind() == Kind.SOURCE ? "\nmade on reading" : "");
  }

  private void edge(Edge edge) {
    Link link = new Link(edge.from().table(), edge.to().table());
    if (!layout.connects(link)) {
      return;
    }
    Box from = layout.box(link.from());
    Box to = layout.box(link.to());
    double x = from.x() + from.width();
    double y = from.y() + height(edge.from());
    StringBuilder path = new StringBuilder("M" + number(x) + " " + number(y));
    for (Pass pass : layout.passes(link)) {
      curve(path, x, y, pass.from(), pass.y());
      path.append("H").append(number(pass.to()));
      x = pass.to();
      y = pass.y();
    }
    curve(path, x, y, to.x(), to.y() + height(edge.to()));
    boolean solid = edge.ways().isEmpty() || edge.direct();
    svg.append("<path class=\"")
        .append(solid ? "direct" : "indirect")
        .append("\" data-from=\"")
        .append(escaped(edge.from().toString()))
        .append("\" data-to=\"")
        .append(escaped(edge.to().toString()))
        .append("\" d=\"")
        .append(path)
        .append("\"/>\n");
  }

  private static void curve(StringBuilder path, double x, double y, double toX, double toY) {
    double bend = (toX - x) / 2;
    path.append("C")
        .append(number(x + bend))
        .append(' ')
        .append(number(y))
        .append(' ')
        .append(number(toX - bend))
        .append(' ')
        .append(number(toY))
        .append(' ')
        .append(number(toX))
        .append(' ')
        .append(number(toY));
  }

  /** Where lines meet a box: at the line of a column, or beside the name. */
  private double height(Node node) {
    int row = node.column().map(c -> shown(node.table()).indexOf(c)).orElse(-1);
    return row < 0 ? HEADER / 2 : HEADER + row * ROW + 6;
  }

  private void rectangle(String kind, double x, double y, double width, double height, int round) {
    svg.append("<rect class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\" width=\"")
        .append(number(width))
        .append("\" height=\"")
        .append(number(height))
        .append("\" rx=\"")
        .append(round)
        .append("\"/>\n");
  }

  private void text(String kind, double x, double y, String words) {
    svg.append("<text class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\">")
        .append(escaped(words))
        .append("</text>");
  }

  private static String layerClass(String schema) {
    return Set.of("bronze", "silver", "gold").contains(schema) ? schema : "other";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "�");
  }
}

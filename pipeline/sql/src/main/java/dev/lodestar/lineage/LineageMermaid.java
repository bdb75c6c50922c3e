package dev.lodestar.lineage;

import dev.lodestar.spec.TableName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A part of the graph as a flowchart of Mermaid. Solid lines are values; dotted ones decide which
 * value, or which rows.
 */
public final class LineageMermaid {
  private final Part part;
  private final Map<Node, String> ids = new HashMap<>();
  private final StringBuilder text = new StringBuilder("flowchart LR");

  private LineageMermaid(Part part) {
    this.part = part;
  }

  public static String of(Part part, Detail detail) {
    LineageMermaid chart = new LineageMermaid(part);
    return detail == Detail.TABLES ? chart.tables() : chart.columns();
  }

  private String tables() {
    for (TableLineage table : part.tables()) {
      String shape = table.kind() == TableLineage.Kind.SOURCE ? "[(%s)]" : "[%s]";
      text.append("\n  ")
          .append(id(Node.rows(table.table())))
          .append(shape.formatted(quoted(table.table().toString())));
    }
    Set<String> lines = new LinkedHashSet<>();
    for (TableLineage table : part.tables()) {
      for (TableName read : table.reads()) {
        if (ids.containsKey(Node.rows(read))) {
          String arrow = table.madeFrom().contains(read) ? " --> " : " -.-> ";
          lines.add(id(Node.rows(read)) + arrow + id(Node.rows(table.table())));
        }
      }
    }
    lines.forEach(line -> text.append("\n  ").append(line));
    return text.toString();
  }

  private String columns() {
    for (TableLineage table : part.tables()) {
      text.append("\n  subgraph ")
          .append(id(Node.rows(table.table())))
          .append('[')
          .append(quoted(table.table().toString()))
          .append(']');
      for (String column : part.columns(table)) {
        text.append("\n    ")
            .append(id(Node.column(table.table(), column)))
            .append('[')
            .append(quoted(column))
            .append(']');
      }
      text.append("\n  end");
    }
    for (Edge edge : part.edges()) {
      if (edge.ways().isEmpty() && isShown(edge)) {
        continue;
      }
      text.append("\n  ")
          .append(id(edge.from()))
          .append(edge.direct() || edge.ways().isEmpty() ? " --> " : " -.-> ")
          .append(id(edge.to()));
    }
    return text.toString();
  }

  /** Whether lines of columns tell already that one table is made from the other. */
  private boolean isShown(Edge whole) {
    return part.edges().stream()
        .anyMatch(
            e ->
                !e.ways().isEmpty()
                    && e.from().table().equals(whole.from().table())
                    && e.to().table().equals(whole.to().table()));
  }

  private String id(Node node) {
    return ids.computeIfAbsent(node, n -> "n" + ids.size());
  }

  private static String quoted(String label) {
    StringBuilder quoted = new StringBuilder("\"");
    label
        .codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == ' ') {
                quoted.appendCodePoint(c);
              } else {
                quoted.append('#').append(c).append(';');
              }
            });
    return quoted.append('"').toString();
  }
}

package dev.lodestar.lineage;

import dev.lodestar.lineage.TableLineage.Kind;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lineage as text for people. What branches off a line is what it is made from, or, downwards, what
 * is made from it; what has branches and comes a second time ends in an ellipsis.
 */
public final class LineageTree {
  private final LineageGraph graph;
  private final boolean up;
  private final Set<Object> shown = new LinkedHashSet<>();

  private LineageTree(LineageGraph graph, Direction direction) {
    this.graph = graph;
    this.up = direction == Direction.UP;
  }

  public static String of(LineageGraph graph, Subject subject, Direction direction) {
    LineageTree tree = new LineageTree(graph, direction);
    if (subject.table().isEmpty()) {
      return tree.domain();
    }
    TableName table = subject.table().get();
    return subject
        .column()
        .map(column -> tree.column(Node.column(table, column)))
        .orElseGet(() -> tree.columnsOf(graph.table(table)) + "\n\n" + tree.table(table, ""));
  }

  /** A tree for every table at which lineage ends. */
  private String domain() {
    return graph.tables().stream()
        .map(TableLineage::table)
        .filter(table -> up ? madeOf(table).isEmpty() : graph.table(table).madeFrom().isEmpty())
        .map(table -> table(table, "").toString())
        .collect(Collectors.joining("\n\n"));
  }

  /** The tables whose SELECT reads a table. */
  private List<TableName> madeOf(TableName table) {
    return graph.readers(table).stream()
        .filter(reader -> graph.table(reader).madeFrom().contains(table))
        .toList();
  }

  private Branch table(TableName name, String how) {
    Branch branch = new Branch(name + words(graph.table(name)) + how);
    List<Branch> next = new ArrayList<>();
    if (up) {
      TableLineage table = graph.table(name);
      table.reads().stream()
          .filter(read -> table.isMadeFrom(read))
          .forEach(read -> next.add(tableOnce(read, lookedAt(table, read))));
    } else {
      graph
          .readers(name)
          .forEach(
              reader -> {
                TableLineage table = graph.table(reader);
                next.add(
                    table.isMadeFrom(name)
                        ? tableOnce(reader, lookedAt(table, name))
                        : new Branch(reader + "  rule"));
              });
    }
    branch.branches().addAll(next);
    return branch;
  }

  private Branch tableOnce(TableName name, String how) {
    boolean goesOn = up ? !graph.table(name).madeFrom().isEmpty() : !graph.readers(name).isEmpty();
    if (goesOn && !shown.add(name)) {
      return new Branch(name + how + "  …");
    }
    return table(name, how);
  }

  /** What a rule says of a table that the SELECT does not read. */
  private static String lookedAt(TableLineage table, TableName other) {
    return table.madeFrom().contains(other) ? "" : "  looked up by a rule";
  }

  private static String words(TableLineage table) {
    return switch (table.kind()) {
      case SOURCE -> "  " + table.outside().place();
      case VIEW -> "  view";
      case TABLE -> "";
    };
  }

  /** Each column with what is one step away from it, then the rows. */
  private String columnsOf(TableLineage table) {
    int width = table.columnNames().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "rows".length());
    List<String> lines = new ArrayList<>();
    for (String column : table.columnNames()) {
      lines.add(line(column, width, up ? from(table, column) : uses(table, column)));
    }
    if (up && !table.rows().isEmpty()) {
      lines.add("");
      lines.add(line("rows", width, table.rows().toString()));
    }
    return table.table() + words(table) + "\n" + String.join("\n", lines);
  }

  private static String line(String name, int width, String what) {
    return ("  " + name + " ".repeat(width - name.length()) + "  " + what).stripTrailing();
  }

  private static String from(TableLineage table, String column) {
    if (table.kind() != Kind.SOURCE) {
      return table.of(column).toString();
    }
    String field = table.outside().fields().get(column);
    return field == null ? "made on reading" : "field " + field;
  }

  private String uses(TableLineage table, String column) {
    return graph.uses(new Origin(table.table(), column)).stream()
        .map(use -> shownAs(use.node()) + " (" + Influences.words(use.ways()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String shownAs(Node node) {
    return node.column().isPresent() ? node.toString() : "rows of " + node;
  }

  private String column(Node column) {
    Branch branch = new Branch(column + words(column));
    if (!up) {
      addUses(branch, column);
      return branch.toString();
    }
    addOrigins(branch, column);
    Set<TableName> tables = new LinkedHashSet<>(List.of(column.table()));
    shown.forEach(node -> tables.add(((Node) node).table()));
    String rows =
        tables.stream()
            .filter(table -> !graph.table(table).rows().isEmpty())
            .map(table -> "  " + table + "  " + graph.table(table).rows())
            .collect(Collectors.joining("\n"));
    return rows.isEmpty() ? branch.toString() : branch + "\n\nWhich rows there are:\n" + rows;
  }

  private String words(Node column) {
    TableLineage table = graph.table(column.table());
    String field = table.outside().fields().get(column.column().orElse(""));
    if (table.kind() != Kind.SOURCE || !up) {
      return "";
    }
    return field == null
        ? "  made on reading"
        : "  field " + field + " of " + table.outside().place();
  }

  private void addOrigins(Branch branch, Node column) {
    shown.add(column);
    graph
        .table(column.table())
        .of(column.column().orElseThrow())
        .byOrigin()
        .forEach(
            (origin, ways) -> {
              Node next = Node.of(origin);
              boolean again = shown.contains(next);
              boolean goesOn = !graph.table(next.table()).of(origin.column()).isEmpty();
              String how = "  " + Influences.words(ways) + words(next);
              Branch more = branch.branch(next + how + (again && goesOn ? "  …" : ""));
              if (!again) {
                addOrigins(more, next);
              }
            });
  }

  private void addUses(Branch branch, Node column) {
    shown.add(column);
    for (LineageGraph.Use use :
        graph.uses(new Origin(column.table(), column.column().orElseThrow()))) {
      Node next = use.node();
      String line = shownAs(next) + "  " + Influences.words(use.ways());
      boolean again = shown.contains(next);
      boolean ends = use.ways().equals(Set.of(Influence.RULE));
      if (next.column().isPresent()) {
        boolean goesOn = !graph.uses(new Origin(next.table(), next.column().get())).isEmpty();
        Branch more = branch.branch(line + (again && goesOn ? "  …" : ""));
        if (!again) {
          addUses(more, next);
        }
      } else {
        boolean goesOn = !ends && !graph.readers(next.table()).isEmpty();
        Branch more = branch.branch(line + (again && goesOn ? "  …" : ""));
        if (!again && !ends) {
          addReaders(more, next.table());
        }
      }
    }
  }

  /** All that changes when the rows of a table do. */
  private void addReaders(Branch branch, TableName table) {
    shown.add(Node.rows(table));
    for (TableName reader : graph.readers(table)) {
      boolean made = graph.table(reader).isMadeFrom(table);
      boolean again = shown.contains(Node.rows(reader));
      boolean goesOn = made && !graph.readers(reader).isEmpty();
      Branch more =
          branch.branch(
              "rows of " + reader + (made ? "" : "  rule") + (again && goesOn ? "  …" : ""));
      if (made && !again) {
        addReaders(more, reader);
      }
    }
  }
}

package dev.lodestar.lineage;

import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The part of a graph that hangs together with a {@link Subject}.
 *
 * <p>Up from a column is what its values are made from or chosen by; up from a table, also what
 * decides which rows there are, in it and in every table before it. Down from a column is all that
 * could change with it: where it decides about rows, all of that table and all that reads it.
 *
 * @param nodes columns that belong to it, and tables of which the rows do
 * @param tables every table of which something belongs to it, in the order of the graph
 */
public record Part(
    LineageGraph graph,
    Subject subject,
    Direction direction,
    Set<Node> nodes,
    List<TableLineage> tables,
    List<Edge> edges) {

  public static Part of(LineageGraph graph, Subject subject, Direction direction) {
    return new Walk(graph, direction, subject.column().isEmpty()).from(subject);
  }

  /** A table with what is right before it and right after it, as far as it is connected. */
  public static Part around(LineageGraph graph, TableName table) {
    Walk walk = new Walk(graph, Direction.UP, true);
    graph.table(table).reads().forEach(walk::addAll);
    graph.readers(table).forEach(walk::addAll);
    walk.addAll(table);
    List<Edge> edges =
        walk.from(Subject.table(table), Set.of()).edges().stream()
            .filter(e -> e.from().table().equals(table) || e.to().table().equals(table))
            .filter(e -> !e.onlyRule())
            .toList();
    walk.nodes.clear();
    walk.addAll(table);
    edges.forEach(edge -> walk.nodes.addAll(List.of(edge.from(), edge.to())));
    Part near = walk.from(Subject.table(table), Set.of());
    return new Part(graph, near.subject(), near.direction(), near.nodes(), near.tables(), edges);
  }

  /**
   * The columns of a table that belong to it, in the table's order; where nobody has asked for the
   * table by name, without those that are made on reading and that no value comes from.
   */
  public List<String> columns(TableLineage table) {
    return table.columnNames().stream()
        .filter(c -> nodes.contains(Node.column(table.table(), c)))
        .filter(
            c -> isAskedFor(table) || !table.isMadeOnReading(c) || graph.hasValuesFrom(table, c))
        .toList();
  }

  private boolean isAskedFor(TableLineage table) {
    return subject.table().filter(table.table()::equals).isPresent();
  }

  private static final class Walk {
    private final LineageGraph graph;
    private final Direction direction;

    /** Whether what decides about the rows of a table belongs to all of its columns. */
    private final boolean rowsToo;

    private final Set<Node> nodes = new LinkedHashSet<>();

    Walk(LineageGraph graph, Direction direction, boolean rowsToo) {
      this.graph = graph;
      this.direction = direction;
      this.rowsToo = rowsToo;
    }

    Part from(Subject subject) {
      if (subject.table().isEmpty()) {
        graph.tables().forEach(table -> addAll(table.table()));
        return from(subject, Set.of());
      }
      TableName table = subject.table().get();
      boolean up = direction == Direction.UP;
      if (subject.column().isPresent()) {
        Node column = new Node(table, subject.column());
        if (up) {
          up(column);
        } else {
          down(column);
        }
      } else if (up) {
        graph.table(table).columnNames().forEach(c -> up(Node.column(table, c)));
        up(Node.rows(table));
      } else {
        rowsDown(table);
      }
      return from(subject, Set.of(table));
    }

    /** The part of all nodes that were found, and of some tables whether or not they were. */
    Part from(Subject subject, Set<TableName> atLeast) {
      Set<TableName> found = new LinkedHashSet<>(atLeast);
      nodes.forEach(node -> found.add(node.table()));
      List<TableLineage> tables =
          graph.tables().stream().filter(t -> found.contains(t.table())).toList();
      return new Part(graph, subject, direction, nodes, tables, edges(tables));
    }

    private void addAll(TableName table) {
      nodes.add(Node.rows(table));
      graph.table(table).columnNames().forEach(c -> nodes.add(Node.column(table, c)));
    }

    private void up(Node node) {
      if (!nodes.add(node)) {
        return;
      }
      influences(graph.table(node.table()), node)
          .byOrigin()
          .keySet()
          .forEach(origin -> up(Node.of(origin)));
      if (rowsToo) {
        up(Node.rows(node.table()));
        graph.table(node.table()).madeFrom().forEach(read -> up(Node.rows(read)));
      }
    }

    private static Influences influences(TableLineage table, Node node) {
      return node.column().map(table::of).orElseGet(table::rows);
    }

    private void down(Node column) {
      if (!nodes.add(column)) {
        return;
      }
      for (LineageGraph.Use use :
          graph.uses(new Origin(column.table(), column.column().orElseThrow()))) {
        if (use.node().column().isPresent()) {
          down(use.node());
        } else if (use.ways().stream().allMatch(w -> w == Influence.RULE)) {
          nodes.add(use.node());
        } else {
          rowsDown(use.node().table());
        }
      }
    }

    private void rowsDown(TableName table) {
      if (nodes.contains(Node.rows(table))) {
        return;
      }
      addAll(table);
      for (TableName reader : graph.readers(table)) {
        if (graph.table(reader).isMadeFrom(table)) {
          rowsDown(reader);
        } else {
          nodes.add(Node.rows(reader));
        }
      }
    }

    /** All that connects nodes that were found. */
    private List<Edge> edges(List<TableLineage> tables) {
      List<Edge> edges = new ArrayList<>();
      for (TableLineage table : tables) {
        Node rows = Node.rows(table.table());
        Stream.concat(
                table.columnNames().stream().map(c -> Node.column(table.table(), c)),
                Stream.of(rows))
            .filter(nodes::contains)
            .forEach(
                to ->
                    influences(table, to)
                        .byOrigin()
                        .forEach((origin, ways) -> connect(Node.of(origin), to, ways, edges)));
        if (nodes.contains(rows)) {
          table.madeFrom().forEach(read -> connect(Node.rows(read), rows, Set.of(), edges));
        }
      }
      return edges;
    }

    private void connect(Node from, Node to, Set<Influence> ways, List<Edge> edges) {
      if (nodes.contains(from)) {
        edges.add(new Edge(from, to, ways));
      }
    }
  }
}

package dev.lodestar.lineage;

import dev.lodestar.lineage.TableLineage.Kind;
import dev.lodestar.lineage.TableLineage.Outside;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.DatabaseTable;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.SourceField;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import dev.lodestar.sql.QueryLineage;
import dev.lodestar.sql.TableShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All tables of a domain and how they hang together. */
public final class LineageGraph {
  private final Map<TableName, TableLineage> tables = new LinkedHashMap<>();
  private final Map<Origin, List<Use>> uses = new LinkedHashMap<>();

  /** What hangs on a column, and how. */
  public record Use(Node node, Set<Influence> ways) {}

  private LineageGraph(Collection<TableLineage> all) {
    all.forEach(table -> tables.put(table.table(), table));
    for (TableLineage table : all) {
      for (String column : table.columnNames()) {
        note(table.of(column), Node.column(table.table(), column));
      }
      note(table.rows(), Node.rows(table.table()));
    }
  }

  private void note(Influences influences, Node node) {
    influences
        .byOrigin()
        .forEach(
            (origin, ways) ->
                uses.computeIfAbsent(origin, o -> new ArrayList<>()).add(new Use(node, ways)));
  }

  /**
   * The graph of a domain whose SQL is known to be right.
   *
   * @param models the columns of each model, in an order in which each comes after all it reads
   */
  public static LineageGraph of(Domain domain, Map<TableName, List<Column>> models) {
    List<TableShape> shapes = new ArrayList<>();
    List<TableLineage> tables = new ArrayList<>();
    for (Source source : domain.sources()) {
      shapes.add(TableShape.stored(source.table(), source.tableColumns()));
      tables.add(of(domain, source));
    }
    models.forEach((table, columns) -> shapes.add(TableShape.stored(table, columns)));
    Map<TableName, Model> byName = new LinkedHashMap<>();
    domain.models().forEach(model -> byName.put(model.table(), model));
    models.forEach(
        (table, columns) -> {
          Model model = byName.get(table);
          if (model == null) {
            throw new IllegalStateException("Not a model of " + domain.name() + ": " + table);
          }
          tables.add(ModelLineage.of(model, columns, shapes));
        });
    return new LineageGraph(tables);
  }

  private static TableLineage of(Domain domain, Source source) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (SourceField field : source.fields()) {
      fields.put(field.column(), field.from());
    }
    String place =
        source.database().map(LineageGraph::place).orElseGet(() -> place(domain, source.files()));
    return new TableLineage(
        source.table(),
        Kind.SOURCE,
        source.tableColumns(),
        Set.of(),
        new QueryLineage(Map.of(), Influences.NONE),
        new Outside(place, fields));
  }

  /** A table of a database. Options of an address may hold a password, so they are left out. */
  private static String place(DatabaseTable table) {
    return table.name() + " in " + table.url().replaceFirst("[?;].*", "");
  }

  private static String place(Domain domain, String files) {
    Path folder = domain.folder();
    return files.startsWith(folder + "/") ? files.substring(folder.toString().length() + 1) : files;
  }

  /** Every table, those it hangs on before it, but for rules, which may look anywhere. */
  public List<TableLineage> tables() {
    return List.copyOf(tables.values());
  }

  public TableLineage table(TableName name) {
    TableLineage table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("No such table in the graph: " + name);
    }
    return table;
  }

  /** What hangs on a column; what hangs on rows is all of the {@link #readers}. */
  public List<Use> uses(Origin column) {
    return uses.getOrDefault(column, List.of());
  }

  /** Whether values of other columns come from a column. */
  boolean hasValuesFrom(TableLineage table, String column) {
    return uses(new Origin(table.table(), column)).stream()
        .anyMatch(use -> use.ways().stream().anyMatch(Influence::direct));
  }

  /** The tables that hang on a table, by name. */
  public Set<TableName> readers(TableName table) {
    Set<TableName> readers = new TreeSet<>();
    tables.values().stream()
        .filter(t -> t.reads().contains(table))
        .forEach(t -> readers.add(t.table()));
    return readers;
  }
}

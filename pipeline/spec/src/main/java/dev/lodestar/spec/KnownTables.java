package dev.lodestar.spec;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables of a domain, and the columns of its sources; a model's columns are known to SQL alone.
 */
final class KnownTables {
  private final List<String> tables;
  private final Map<String, List<String>> columns = new HashMap<>();

  KnownTables(Collection<LayerFile> files, Collection<Source> sources) {
    tables = files.stream().map(file -> file.table().toString()).distinct().sorted().toList();
    for (Source source : sources) {
      columns.put(
          source.table().toString(), source.tableColumns().stream().map(Column::name).toList());
    }
  }

  /** The table of a name with its layer; a problem when there is none. */
  Optional<TableName> named(String name, Position at, Problems problems) {
    if (!tables.contains(name)) {
      problems.add(at, "unknown table \"" + name + "\"", Advice.oneOf(name, tables));
      return Optional.empty();
    }
    return Optional.of(TableName.parse(name));
  }

  /** Reports a table, or a source's column, that does not exist. */
  void check(
      TableName table, Position tableAt, String column, Position columnAt, Problems problems) {
    String name = table.toString();
    List<String> layers = Stream.of(Layer.values()).map(Layer::schema).toList();
    if (!layers.contains(table.schema())) {
      problems.add(
          tableAt,
          "unknown layer \"" + table.schema() + "\"",
          Advice.oneOf(table.schema(), layers));
    } else if (!tables.contains(name)) {
      problems.add(tableAt, "unknown table \"" + name + "\"", Advice.oneOf(name, tables));
    } else if (columns.containsKey(name) && !columns.get(name).contains(column)) {
      problems.add(
          columnAt,
          "unknown column \"" + column + "\" of " + name,
          Advice.oneOf(column, columns.get(name)));
    }
  }
}

package dev.lodestar.lineage;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A part of the graph as lists and maps, which are JSON once written. */
public final class LineageData {
  private LineageData() {}

  public static Map<String, Object> of(String domain, Part part) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("domain", domain);
    all.put("of", part.subject().toString());
    all.put("direction", part.direction().name().toLowerCase(Locale.ROOT));
    all.put("tables", part.tables().stream().map(table -> table(part, table)).toList());
    return all;
  }

  private static Map<String, Object> table(Part part, TableLineage table) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("table", table.table().toString());
    one.put("kind", table.kind().word());
    if (table.kind() == TableLineage.Kind.SOURCE) {
      one.put("place", table.outside().place());
    }
    one.put("made-from", table.madeFrom().stream().map(TableName::toString).toList());
    List<String> columns = part.columns(table);
    one.put(
        "columns",
        table.columns().stream()
            .filter(c -> columns.contains(c.name()))
            .map(c -> column(table, c))
            .toList());
    one.put("rows", influences(table.rows()));
    return one;
  }

  private static Map<String, Object> column(TableLineage table, Column column) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("column", column.name());
    one.put("type", column.type().toString());
    String field = table.outside().fields().get(column.name());
    if (field != null) {
      one.put("field", field);
    }
    one.put("from", influences(table.of(column.name())));
    return one;
  }

  private static List<Map<String, Object>> influences(Influences influences) {
    List<Map<String, Object>> all = new ArrayList<>();
    influences
        .byOrigin()
        .forEach(
            (origin, ways) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("table", origin.table().toString());
              one.put("column", origin.column());
              one.put("how", ways.stream().sorted().map(Influence::word).toList());
              all.add(one);
            });
    return all;
  }
}

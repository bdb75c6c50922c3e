package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fragment.Origin;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Source;
import dev.lodestar.sql.DuckDbWriter;
import dev.lodestar.sql.RowOrigin;
import dev.lodestar.sql.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each row of a stage was made from. A row that was made from many, or that crossed an
 * exchange, tells of itself.
 */
final class OriginQuery {
  private OriginQuery() {}

  static Origin of(Stage stage) {
    Optional<RowOrigin> origin =
        RowOrigin.of(stage.plan()).filter(o -> !o.table().schema().equals("exchange"));
    if (origin.isEmpty()) {
      return origin(stage.columns(), "", DuckDbWriter.toDuckDb(stage.plan(), stage.columns()));
    }
    List<Column> all = new ArrayList<>(stage.columns());
    origin.get().columns().forEach(c -> all.add(new Column("_from_" + c.name(), c.type())));
    return origin(
        origin.get().columns(), "_from_", DuckDbWriter.toDuckDb(origin.get().plan(), all));
  }

  private static Origin origin(List<Column> columns, String prefix, String query) {
    List<String> names = columns.stream().map(Column::name).toList();
    List<String> provenance = Source.PROVENANCE.stream().map(Column::name).toList();
    String row =
        names.stream()
            .filter(n -> !provenance.contains(n))
            .map(n -> quoted(n) + " := " + quoted(prefix + n))
            .collect(Collectors.joining(", "));
    return new Origin(
        query,
        "to_json(struct_pack(" + row + "))::varchar",
        names.contains("_source_file") ? quoted(prefix + "_source_file") : "NULL::varchar",
        names.contains("_source_row") ? quoted(prefix + "_source_row") : "NULL::bigint");
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}

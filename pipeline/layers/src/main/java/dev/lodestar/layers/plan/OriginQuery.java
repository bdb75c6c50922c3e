package dev.lodestar.layers.plan;

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
 * The query of a stage with three more columns that tell what each row was made from: {@code
 * _origin_row} as JSON, {@code _origin_file} and {@code _origin_number}. A row that was made from
 * many, or that crossed an exchange, tells of itself.
 */
final class OriginQuery {
  private OriginQuery() {}

  static String of(Stage stage) {
    Optional<RowOrigin> origin =
        RowOrigin.of(stage.plan()).filter(o -> !o.table().schema().equals("exchange"));
    if (origin.isEmpty()) {
      return query(
          stage.columns(),
          stage.columns(),
          "",
          DuckDbWriter.toDuckDb(stage.plan(), stage.columns()));
    }
    List<Column> all = new ArrayList<>(stage.columns());
    origin.get().columns().forEach(c -> all.add(new Column("_from_" + c.name(), c.type())));
    return query(
        stage.columns(),
        origin.get().columns(),
        "_from_",
        DuckDbWriter.toDuckDb(origin.get().plan(), all));
  }

  private static String query(
      List<Column> result, List<Column> origin, String prefix, String from) {
    List<String> names = origin.stream().map(Column::name).toList();
    List<String> provenance = Source.PROVENANCE.stream().map(Column::name).toList();
    String row =
        names.stream()
            .filter(n -> !provenance.contains(n))
            .map(n -> quoted(n) + " := " + quoted(prefix + n))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + result.stream().map(c -> quoted(c.name())).collect(Collectors.joining(", "))
        + ", to_json(struct_pack("
        + row
        + "))::varchar AS _origin_row, "
        + (names.contains("_source_file") ? quoted(prefix + "_source_file") : "NULL::varchar")
        + " AS _origin_file, "
        + (names.contains("_source_row") ? quoted(prefix + "_source_row") : "NULL::bigint")
        + " AS _origin_number FROM ("
        + from
        + ")";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}

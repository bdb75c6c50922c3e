package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows of Parquet files, each value as the type that its column has. */
final class ParquetRead implements FileRead {
  private static final Pattern NESTED = Pattern.compile("(?i)(struct|map|union)\\(.*|.*\\[\\d*]");

  private final FileIngest ingest;

  ParquetRead(FileIngest ingest) {
    this.ingest = ingest;
  }

  @Override
  public String rule() {
    return "is_parquet";
  }

  @Override
  public Optional<String> rows(Source file) {
    List<String> values = new ArrayList<>();
    for (Field field : ingest.fields()) {
      String column = field.column().name();
      if (!Provenance.has(column)) {
        String value =
            Rescue.is(column)
                ? rescued(file.layout())
                : file.layout().fields().stream()
                    .filter(f -> f.becomes(column))
                    .map(f -> value(f, field.column().type()))
                    .findFirst()
                    .orElse("NULL::" + field.column().type());
        values.add(value + " AS " + Sql.name(column));
      }
    }
    return Optional.of(
        values.stream().collect(Collectors.joining(", ", "SELECT ", ", "))
            + Provenance.values(ingest, file.path(), "file_row_number + 1")
            + " FROM read_parquet("
            + Sql.text(file.local())
            + ", file_row_number = true, hive_partitioning = false)");
  }

  private static String rescued(FileLayout layout) {
    return Rescue.of(
        layout.unexpected().stream()
            .map(f -> new Rescue.Named(f.name(), Sql.name(f.name())))
            .toList());
  }

  private static String value(FileLayout.FileField field, ColumnType type) {
    String name = Sql.name(field.name());
    return NESTED.matcher(field.type()).matches()
        ? "to_json(" + name + ")::varchar"
        : name + "::" + type;
  }

  @Override
  public Optional<String> refused(List<Source> files) {
    return Optional.empty();
  }
}

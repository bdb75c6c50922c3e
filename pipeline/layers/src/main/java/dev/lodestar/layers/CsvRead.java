package dev.lodestar.layers;

import dev.lodestar.spec.CsvFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of CSV files, every value as text. */
final class CsvRead implements FileRead {
  private final FileIngest ingest;
  private final CsvFormat format;
  private final Rejects rejects;

  CsvRead(FileIngest ingest, CsvFormat format) {
    this.ingest = ingest;
    this.format = format;
    this.rejects = new Rejects(ingest);
  }

  @Override
  public String rule() {
    return "is_csv";
  }

  @Override
  public Optional<String> rows(Source file) throws IOException {
    List<FileLayout.FileField> fields = file.layout().fields();
    List<String> values = new ArrayList<>();
    for (String column : ingest.ownColumns()) {
      String value =
          Rescue.is(column)
              ? rescued(fields)
              : IntStream.range(0, fields.size())
                  .filter(i -> fields.get(i).becomes(column))
                  .mapToObj(CsvRead::name)
                  .findFirst()
                  .orElse("NULL::varchar");
      values.add(value + " AS " + Sql.name(column));
    }
    String columns =
        IntStream.range(0, fields.size())
            .mapToObj(i -> name(i) + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    return Optional.of(
        "SELECT "
            + String.join(", ", values)
            + ", "
            + Provenance.values(ingest, file.path(), "row_number() OVER ()")
            + " FROM read_csv("
            + Sql.text(file.local())
            + ", auto_detect = false, columns = "
            + columns
            + ", delim = "
            + Sql.text(format.delimiter())
            + ", quote = "
            + Sql.text(format.quote())
            + ", escape = "
            + Sql.text(format.escape())
            + ", header = "
            + format.header()
            + ", encoding = "
            + Sql.text(format.encoding())
            + ", max_line_size = "
            + LongLines.bound(Path.of(file.local()))
            + ", strict_mode = true, "
            + Rejects.KEPT
            + ")");
  }

  private static String rescued(List<FileLayout.FileField> fields) {
    return Rescue.of(
        IntStream.range(0, fields.size())
            .filter(i -> fields.get(i).column() == null)
            .mapToObj(i -> new Rescue.Named(fields.get(i).name().strip(), name(i)))
            .toList());
  }

  private static String name(int field) {
    return "c" + field;
  }

  @Override
  public Optional<String> refused(List<Source> files) {
    return Optional.of(rejects.rows(files));
  }
}

package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.util.List;
import java.util.stream.IntStream;

/** What a table of rows that were set aside looks like, the same for every table. */
public final class QuarantineTable {

  /**
   * The run that set the row aside and when it started, the reasons as a JSON list, the row as it
   * came in as JSON (or the text of a line that could not be read), its file and its row or line
   * there, how often it was tried, and the values by which it would have been in a partition, as
   * JSON.
   */
  public static final List<Column> COLUMNS =
      List.of(
          new Column("_run_id", ColumnType.VARCHAR),
          new Column("_quarantined_at", ColumnType.TIMESTAMP),
          new Column("_reasons", ColumnType.VARCHAR),
          new Column("_row", ColumnType.VARCHAR),
          new Column("_source_file", ColumnType.VARCHAR),
          new Column("_source_row", ColumnType.BIGINT),
          new Column("_attempts", ColumnType.INTEGER),
          new Column("_partition", ColumnType.VARCHAR));

  /** The columns with the field ids they have in every quarantine table. */
  static final List<Field> FIELDS =
      IntStream.range(0, COLUMNS.size()).mapToObj(i -> new Field(COLUMNS.get(i), i + 1)).toList();

  private QuarantineTable() {}
}

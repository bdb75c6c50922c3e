package dev.lodestar.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * A bronze table: where its files are, how they are written, and how they grow.
 *
 * @param files an absolute glob, with the domain's variables already put in
 * @param system the value of {@code _source_system}; the domain's name unless given
 * @param columns what is said of the columns
 * @param fields the same columns: where they stand in the files, and their types, which are text
 *     unless the files carry types
 */
public record Source(
    String name,
    String files,
    FileFormat format,
    Increment increment,
    String system,
    List<ColumnDoc> columns,
    List<SourceField> fields,
    Text description,
    Position at) {

  /** How a source grows, and so what a run reads of it. */
  public enum Increment {
    /** Each file is read once and added; the table remembers which it has. */
    NEW_FILES,
    /** Whenever a file appears, goes or changes, all files are read again and replace the table. */
    EVERYTHING
  }

  public Source {
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
  }

  /** What every bronze table says of its rows, after the columns of the files. */
  public static final List<Column> PROVENANCE =
      List.of(
          new Column("_ingested_at", ColumnType.TIMESTAMP),
          new Column("_ingest_date", ColumnType.DATE),
          new Column("_run_id", ColumnType.VARCHAR),
          new Column("_source_system", ColumnType.VARCHAR),
          new Column("_source_table", ColumnType.VARCHAR),
          new Column("_source_file", ColumnType.VARCHAR),
          new Column("_source_row", ColumnType.BIGINT));

  /** The columns of the bronze table: those of the files, then {@link #PROVENANCE}. */
  public List<Column> tableColumns() {
    return Stream.concat(
            fields.stream().map(field -> new Column(field.column(), field.type())),
            PROVENANCE.stream())
        .toList();
  }

  public TableName table() {
    return TableName.of(Layer.BRONZE, name);
  }
}

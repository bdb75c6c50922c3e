package dev.lodestar.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bronze table: where its files are, how they are written, and how they grow.
 *
 * @param files an absolute glob, or one below {@link #S3}, with the domain's variables already put
 *     in; empty for a database
 * @param database where the rows are read when they are not in files
 * @param system the value of {@code _source_system}; the domain's name unless given
 * @param columns what is said of the columns
 * @param fields the same columns: where they stand in the files, and their types, which are text
 *     unless the files carry types
 */
public record Source(
    String name,
    String files,
    Optional<DatabaseTable> database,
    FileFormat format,
    Increment increment,
    ChangedFiles changedFiles,
    NoFiles noFiles,
    SchemaChange schemaChange,
    String system,
    List<ColumnDoc> columns,
    List<SourceField> fields,
    Text description,
    Position at) {

  /** How the addresses of files begin that are in S3. */
  public static final String S3 = "s3://";

  /** How a source grows, and so what a run reads of it. */
  public enum Increment {
    /** Each file is read once and added; the table remembers which it has. */
    NEW_FILES,
    /** Whenever a file appears, goes or changes, all files are read again and replace the table. */
    EVERYTHING,
    /** The rows of a database whose watermark is above the highest one read before are added. */
    ABOVE_WATERMARK
  }

  /** What happens when a file that was read once is no longer what it was. */
  public enum ChangedFiles {
    /** The run stops and names the file. */
    FAIL,
    /** The rows stay as they were read. */
    IGNORE,
    /** All files are read again and replace the table. */
    REREAD
  }

  /** What happens when there is no file at all. */
  public enum NoFiles {
    /** The run stops and shows the pattern. */
    FAIL,
    /** The table has no rows until there is one. */
    WAIT
  }

  /** What happens when a file has other fields than those declared. */
  public enum SchemaChange {
    /** The run stops and shows the difference. */
    FAIL,
    /** New fields become columns; missing ones are null. */
    EVOLVE,
    /** Unexpected fields are kept as JSON in {@link #RESCUED}; missing ones are null. */
    RESCUE
  }

  /** The column for what has no column of its own. */
  public static final Column RESCUED = new Column("_rescued", ColumnType.VARCHAR);

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

  /**
   * The columns of the bronze table as they are declared: those of the files, {@link #RESCUED} if
   * the source rescues, then {@link #PROVENANCE}.
   */
  public List<Column> tableColumns() {
    return tableColumns(List.of());
  }

  /** The columns of the bronze table when it has some beyond those declared. */
  public List<Column> tableColumns(List<Column> more) {
    return Stream.of(
            fields.stream().map(field -> new Column(field.column(), field.type())),
            more.stream(),
            schemaChange == SchemaChange.RESCUE && !more.contains(RESCUED)
                ? Stream.of(RESCUED)
                : Stream.<Column>empty(),
            PROVENANCE.stream())
        .flatMap(columns -> columns)
        .toList();
  }

  /** The name of a column for a field that is not declared; empty when it cannot be one's name. */
  public static Optional<String> columnFor(String field) {
    return Names.columnFor(field);
  }

  /** Whether the files are in S3 and not on this machine. */
  public boolean isInS3() {
    return files.startsWith(S3);
  }

  public TableName table() {
    return TableName.of(Layer.BRONZE, name);
  }
}

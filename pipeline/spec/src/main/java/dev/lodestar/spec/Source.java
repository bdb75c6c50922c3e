package dev.lodestar.spec;

import java.util.List;

/**
 * A bronze table: where its files are, how they are written, and how they grow.
 *
 * @param files a glob with the domain's variables already put in; relative paths start at the
 *     domain's folder
 * @param system the value of {@code _source_system}; the domain's name unless given
 * @param columns the columns of the files, by name; in bronze all of them are text
 */
public record Source(
    String name,
    String files,
    CsvFormat format,
    Increment increment,
    String system,
    List<ColumnDoc> columns,
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
  }

  public TableName table() {
    return TableName.of(Layer.BRONZE, name);
  }
}

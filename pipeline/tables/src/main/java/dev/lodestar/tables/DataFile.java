package dev.lodestar.tables;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file with rows of one table, written once and never changed.
 *
 * @param path absolute path or URI
 * @param statistics what is known of each column, by column name; files read back from a table come
 *     without
 * @param partition the partition that all rows of the file are in: the value of each {@link
 *     PartitionField}, by what it is called, as DuckDB writes it as text; of time the first day;
 *     without those that are null
 */
public record DataFile(
    String path,
    long rows,
    long bytes,
    Map<String, Statistics> statistics,
    Map<String, String> partition)
    implements Serializable {

  /**
   * What a file holds in one column.
   *
   * @param bytes size on disk
   * @param values how many values there are, nulls included
   * @param minimum no value is smaller, as DuckDB writes it as text; null when unknown or when all
   *     values are null
   * @param maximum no value is greater; null as for the minimum
   */
  public record Statistics(
      long bytes, long values, long nulls, @Nullable String minimum, @Nullable String maximum)
      implements Serializable {}

  public DataFile {
    statistics = Map.copyOf(statistics);
    partition = Map.copyOf(partition);
  }

  /** A file of a table without partitions. */
  public DataFile(String path, long rows, long bytes, Map<String, Statistics> statistics) {
    this(path, rows, bytes, statistics, Map.of());
  }

  /** The same elsewhere. */
  public DataFile at(String place) {
    return new DataFile(place, rows, bytes, statistics, partition);
  }

  /** The same, known to be in a partition. */
  public DataFile in(Map<String, String> values) {
    return new DataFile(path, rows, bytes, statistics, values);
  }
}

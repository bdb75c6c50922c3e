package dev.lodestar.layers;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that one worker does on its own with one DuckDB: reads its inputs, runs one
 * query, checks the rows, and hands them to an exchange or writes them as files of a table.
 *
 * @param table whose making this is part of
 * @param query DuckDB SQL over views named as the inputs are
 * @param columns of the query's result
 * @param rowwise whether the query takes rows one by one, so that running it twice costs little
 *     more than reading twice
 * @param counted whether its rows are those that come into the table's rules; other fragments only
 *     prepare or write them
 * @param check what is asked of the rows; null when nothing is
 * @param exchange where the rows go on; null when this fragment writes them
 * @param write how the rows become a table; null when they go on
 */
public record Fragment(
    String table,
    List<Input> inputs,
    String query,
    List<Column> columns,
    boolean rowwise,
    boolean counted,
    @Nullable Check check,
    @Nullable Exchange exchange,
    @Nullable Write write)
    implements Serializable {

  /** Something the query reads: the files of a table by field id, or what came by exchange. */
  public record Input(String name, List<Field> fields, boolean byExchange) implements Serializable {
    public Input {
      fields = List.copyOf(fields);
    }
  }

  /** A column of a table with its Iceberg field id. */
  public record Field(Column column, int id) implements Serializable {}

  /** Rules for single rows, and what is kept of those that break one. */
  public record Check(List<RowRule> rules, Origin origin, Quarantine quarantine)
      implements Serializable {
    public Check {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What a row was made from.
   *
   * @param query DuckDB SQL like the fragment's query with more columns
   * @param row an expression over these: the row that it was made from, as JSON
   * @param file an expression over these: the file where that row stands
   * @param number an expression over these: the row's number there
   */
  public record Origin(String query, String row, String file, String number)
      implements Serializable {}

  /**
   * A condition in DuckDB SQL over the columns of the query; a row for which it is not true breaks
   * the rule.
   */
  public record RowRule(String name, String condition, Otherwise otherwise)
      implements Serializable {}

  /**
   * Where rows are set aside.
   *
   * @param standing files with the rows that were set aside before, some of which are tried again
   * @param partitionColumns by whose values a row would have been in a partition
   */
  public record Quarantine(
      String folder,
      String runId,
      String moment,
      List<String> standing,
      List<String> partitionColumns)
      implements Serializable {
    public Quarantine {
      standing = List.copyOf(standing);
      partitionColumns = List.copyOf(partitionColumns);
    }

    /** One for rows that were never tried. */
    public Quarantine(String folder, String runId, String moment) {
      this(folder, runId, moment, List.of(), List.of());
    }

    /** The same with its files where DuckDB can open them. */
    Quarantine at(HeldFiles held) throws IOException {
      held.add(standing);
      return new Quarantine(folder, runId, moment, held.local(standing), partitionColumns);
    }

    /** The column that tells the partition, in DuckDB SQL over the columns of the rows. */
    String partition() {
      return partitionColumns.isEmpty()
          ? "NULL::varchar AS _partition"
          : partitionColumns.stream()
              .map(c -> Sql.text(c) + ", " + Sql.name(c) + "::varchar")
              .collect(Collectors.joining(", ", "json_object(", ")::varchar AS _partition"));
    }

    /** The first columns of a row that is set aside, in DuckDB SQL. */
    String begin() {
      return Sql.text(runId) + " AS _run_id, TIMESTAMP " + Sql.text(moment) + " AS _quarantined_at";
    }

    /**
     * The rows of a query as rows of the quarantine table: a row that was set aside before counts
     * one attempt more than it has had.
     */
    String counted(String rows) {
      return standing.isEmpty()
          ? rows
          : "SELECT q.* REPLACE ((q._attempts + coalesce(before._tries, 0))::integer AS _attempts)"
              + " FROM ("
              + rows
              + ") AS q LEFT JOIN (SELECT _row, _source_file, _source_row, max(_attempts) AS _tries"
              + " FROM "
              + ParquetFiles.read(standing, QuarantineTable.FIELDS)
              + " GROUP BY ALL) AS before ON q._row IS NOT DISTINCT FROM before._row AND"
              + " q._source_file IS NOT DISTINCT FROM before._source_file AND q._source_row IS NOT"
              + " DISTINCT FROM before._source_row";
    }
  }

  /**
   * Sends rows that agree in some columns to one of several fragments of another stage; all to one,
   * without columns.
   */
  public record Exchange(String to, List<String> columns, int partitions) implements Serializable {
    public Exchange {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Keeps one row per key and writes the rest away as files.
   *
   * @param key empty to keep every row
   * @param order DuckDB's ORDER BY that puts the winning row first
   * @param partitions rows that agree in these share files; empty where rows lie as they come
   * @param changes what the rows are to the rows that the table has; null when they are rows like
   *     others
   * @param refresh which partitions are computed; null when all are
   */
  public record Write(
      String folder,
      List<Field> fields,
      List<String> key,
      String order,
      List<Part> partitions,
      @Nullable Changes changes,
      @Nullable Refresh refresh)
      implements Serializable {
    public Write {
      fields = List.copyOf(fields);
      key = List.copyOf(key);
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * DuckDB SQL over the columns of a table, with the type of its value.
   *
   * @param name what files call it
   */
  public record Part(String name, String sql, String type) implements Serializable {}

  /**
   * The partitions that are computed; the rows of all others stay.
   *
   * @param named a condition in DuckDB SQL over the result's columns, of partitions that are asked
   *     for; may be empty
   * @param changed tables whose rows that came or went tell which other partitions it takes
   */
  public record Refresh(String named, List<Changed> changed) implements Serializable {
    /** The input with the files that a table gained. */
    public static String gained(String table) {
      return "gained:" + table;
    }

    /** The input with the files that a table lost. */
    public static String lost(String table) {
      return "lost:" + table;
    }

    public Refresh {
      changed = List.copyOf(changed);
    }
  }

  /**
   * A table that changed.
   *
   * @param partitions DuckDB SQL over its columns that gives the partition of the result in which a
   *     row has a part; for each place where the query reads the table
   */
  public record Changed(String table, List<Field> fields, List<List<String>> partitions)
      implements Serializable {
    public Changed {
      fields = List.copyOf(fields);
      partitions = partitions.stream().map(List::copyOf).toList();
    }
  }

  /**
   * How rows are put among those that a table has.
   *
   * @param moment the column that orders the changes of a key
   * @param order the columns that decide which change wins; the moment is the first
   * @param known the column that says since when a change is known; null where nobody asks
   * @param winsFirst DuckDB's ORDER BY over the deciding columns that puts the winning change first
   * @param deletes a condition in DuckDB SQL; a row for which it is true deletes
   * @param remembered where deletes are remembered
   * @param fileBytes at about this size a file is closed: small, as a file is rewritten for the
   *     sake of a single row
   */
  public record Changes(
      Into into,
      String moment,
      List<String> order,
      @Nullable String known,
      String winsFirst,
      String deletes,
      Deletes remembered,
      long fileBytes)
      implements Serializable {
    /** The size at which files of such a table are closed, unless a test wants another. */
    public static final long FILE_BYTES = 8_000_000;

    public Changes {
      order = List.copyOf(order);
    }

    /** What becomes of the changes of a key. */
    public enum Into {
      /** The one that wins is the row. */
      ONE_ROW,
      /** Each is a version, valid until the next. */
      VERSIONS
    }
  }

  /** A table of deletes, which holds of each the key and the columns that decide what counts. */
  public record Deletes(String table, String folder, List<Field> fields) implements Serializable {
    public Deletes {
      fields = List.copyOf(fields);
    }
  }

  public Fragment {
    inputs = List.copyOf(inputs);
    columns = List.copyOf(columns);
  }
}

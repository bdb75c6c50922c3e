package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A silver or gold table: one SELECT, what makes a row one row, and what must hold.
 *
 * @param sql the text of the SELECT with the domain's variables already put in
 * @param key the columns that make a row one row; empty when rows are kept as they come
 * @param keep which of several rows of one key stays
 * @param deletes which rows are deletes; only where rows are changes
 * @param known the column that says since when a change is known; only for a history that keeps
 *     what was believed as well
 * @param partitionBy which rows lie in files of their own; empty where they lie as they come
 */
public record Model(
    Layer layer,
    String name,
    Path sqlFile,
    String sql,
    Kind kind,
    List<String> key,
    Optional<Keep> keep,
    Optional<Expectation.Rule.Holds> deletes,
    Optional<ColumnName> known,
    List<Partition> partitionBy,
    List<Expectation> expectations,
    List<ColumnDoc> columns,
    Text description,
    Position at,
    Position kindAt,
    Position keyAt) {

  /** How the rows of a model are kept. */
  public enum Kind {
    /** Rows are written to an Iceberg table, anew whenever an input changed. */
    TABLE,
    /** Rows that are made from new rows of its inputs are added; those that are there stay. */
    APPEND,
    /** Rows are changes, and each key has the row of the change that wins. */
    MERGE,
    /** Rows are changes, and each change of a key is a version, valid until the next. */
    HISTORY,
    /** Nothing is written; whoever reads it runs the SELECT. */
    VIEW;

    /** Whether a run adds to what the table holds, and reads only what is new. */
    public boolean accumulates() {
      return this == APPEND || hasChanges();
    }

    /** Whether rows are changes of what a key stands for. */
    public boolean hasChanges() {
      return this == MERGE || this == HISTORY;
    }
  }

  public Model {
    key = List.copyOf(key);
    partitionBy = List.copyOf(partitionBy);
    expectations = List.copyOf(expectations);
    columns = List.copyOf(columns);
  }

  /** The same model kept in another way. */
  public Model as(Kind other) {
    return new Model(
        layer,
        name,
        sqlFile,
        sql,
        other,
        key,
        keep,
        deletes,
        known,
        partitionBy,
        expectations,
        columns,
        description,
        at,
        kindAt,
        keyAt);
  }

  /**
   * Columns in which no two rows agree: the key, in a history the moment, and since when it was
   * believed, where that is kept.
   */
  public List<String> identity() {
    Set<String> columns = new LinkedHashSet<>(key);
    if (kind == Kind.HISTORY) {
      keep.map(Keep::column).ifPresent(columns::add);
    }
    known.ifPresent(k -> columns.add("known_from"));
    return List.copyOf(columns);
  }

  public TableName table() {
    return TableName.of(layer, name);
  }
}

package dev.lodestar.lineage;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import dev.lodestar.sql.QueryLineage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A table of a domain, and what it hangs on.
 *
 * @param madeFrom the tables of the domain that are read to make it
 * @param lineage the columns of other tables of the domain behind its columns and rows
 * @param outside what is read from outside of the domain; nothing for a model
 */
public record TableLineage(
    TableName table,
    Kind kind,
    List<Column> columns,
    Set<TableName> madeFrom,
    QueryLineage lineage,
    Outside outside) {

  /** How a table comes to have rows. */
  public enum Kind {
    /** They are read from files or a database. */
    SOURCE,
    /** A model makes them, and they are stored. */
    TABLE,
    /** A model makes them whenever somebody reads. */
    VIEW;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a source reads.
   *
   * @param place a pattern for files, or a table of a database; empty for a model
   * @param fields the field behind each column that has one; the others are made on reading
   */
  public record Outside(String place, Map<String, String> fields) {
    static final Outside NOWHERE = new Outside("", Map.of());

    public Outside {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  public TableLineage {
    columns = List.copyOf(columns);
    madeFrom = Collections.unmodifiableSet(new TreeSet<>(madeFrom));
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether a column of a source is no field of what is read. */
  public boolean isMadeOnReading(String column) {
    return kind == Kind.SOURCE && !outside.fields().containsKey(column);
  }

  /** What a column is made from, or chosen by. */
  public Influences of(String column) {
    return lineage.of(column);
  }

  /** What decides which rows there are. */
  public Influences rows() {
    return lineage.rows();
  }

  /** The tables of the domain it hangs on, those that only its rules look at included. */
  public Set<TableName> reads() {
    Set<TableName> tables = new TreeSet<>(madeFrom);
    Stream.concat(lineage.columns().values().stream(), Stream.of(lineage.rows()))
        .flatMap(influences -> influences.byOrigin().keySet().stream())
        .map(Origin::table)
        .forEach(tables::add);
    return tables;
  }

  /** Whether its rows change with those of another table, and not only what its rules say. */
  public boolean isMadeFrom(TableName other) {
    return madeFrom.contains(other)
        || rows().byOrigin().entrySet().stream()
            .filter(e -> e.getKey().table().equals(other))
            .anyMatch(e -> e.getValue().stream().anyMatch(way -> way != Influence.RULE));
  }
}

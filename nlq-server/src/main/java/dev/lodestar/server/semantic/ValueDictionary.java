package dev.lodestar.server.semantic;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.sql.Identifiers;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The different values of the fields that questions may name, read like any other query, so that
 * nobody hears of values that they may not see. A field with very many is left out.
 */
public final class ValueDictionary {
  /** A field with more values than this is not one that people name values of. */
  static final int MOST_VALUES = 20_000;

  private ValueDictionary() {}

  /** Reads the values of all named fields, those of a table in one query. */
  public static Map<FieldRef, List<String>> of(Model model, Catalog catalog, QueryEngine engine)
      throws QueryFailed, IOException {
    Map<FieldRef, List<String>> values = new TreeMap<>();
    for (Dataset dataset : model.datasets()) {
      List<Field> fields = dataset.fields().stream().filter(Field::named).toList();
      if (!fields.isEmpty()) {
        read(dataset, fields, catalog, engine, values);
      }
    }
    return values;
  }

  /** One pass over a table gives the values of all its fields. */
  private static void read(
      Dataset dataset,
      List<Field> fields,
      Catalog catalog,
      QueryEngine engine,
      Map<FieldRef, List<String>> values)
      throws QueryFailed, IOException {
    String columns =
        fields.stream()
            .map(f -> SqlText.withColumns(f.sql(), dataset.columns(), Identifiers::written))
            .collect(Collectors.joining(", "));
    String sets =
        fields.stream()
            .map(f -> SqlText.withColumns(f.sql(), dataset.columns(), Identifiers::written))
            .map(sql -> "(" + sql + ")")
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT "
            + columns
            + " FROM "
            + dataset.table().schema()
            + "."
            + Identifiers.written(dataset.table().name())
            + " GROUP BY GROUPING SETS ("
            + sets
            + ")";
    List<TreeSet<String>> found = new ArrayList<>();
    fields.forEach(field -> found.add(new TreeSet<>()));
    try {
      engine
          .prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE)
          .run(
              cells -> {
                for (int i = 0; i < cells.size(); i++) {
                  if (cells.get(i) instanceof String text && !text.isBlank()) {
                    found.get(i).add(text);
                  }
                }
              });
    } catch (SqlProblem e) {
      throw new IllegalStateException("Cannot read the values of fields: " + e.getMessage(), e);
    }
    for (int i = 0; i < fields.size(); i++) {
      if (found.get(i).size() <= MOST_VALUES) {
        values.put(fields.get(i).ref(), List.copyOf(found.get(i)));
      }
    }
  }
}

package dev.lodestar.semantic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An expression over fields, written out over the columns of tables.
 *
 * @param datasets those whose fields it names
 * @param counted for each aggregate that counts a row as often as it comes: the datasets it is over
 */
record Formula(String sql, Set<String> datasets, List<Set<String>> counted, boolean aggregates) {
  Formula {
    datasets = new LinkedHashSet<>(datasets);
    counted = List.copyOf(counted);
  }
}

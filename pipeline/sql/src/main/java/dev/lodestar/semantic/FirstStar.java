package dev.lodestar.semantic;

import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which tables of gold are its star. What only sums up or spreads out a fact tells nothing that the
 * fact does not, and a table that is a part of another, with the same key or of its name, stands
 * there.
 */
final class FirstStar {
  private final List<Model> tables;
  private final Function<Model, List<String>> key;
  private final Map<TableName, Set<TableName>> reads = new HashMap<>();
  private final Set<TableName> left = new HashSet<>();

  private FirstStar(List<Model> tables, Function<Model, List<String>> key) {
    this.tables = tables;
    this.key = key;
    tables.forEach(table -> reads.put(table.table(), readBy(table)));
  }

  /**
   * @param key what makes a row of a table one row
   */
  static List<Model> of(List<Model> tables, Function<Model, List<String>> key) {
    return new FirstStar(tables, key).star();
  }

  static boolean isDimension(Model table) {
    return words(table).contains("dim");
  }

  private static boolean isFact(Model table) {
    return words(table).contains("fact") || words(table).contains("fct");
  }

  private static List<String> words(Model table) {
    return List.of(table.name().split("_"));
  }

  private static Set<TableName> readBy(Model table) {
    try {
      return SqlCompiler.references(table.sql(), Star.SCHEMA);
    } catch (SqlProblem e) {
      // "lodestar check" says what is wrong with it; here nothing is known of what it reads.
      return Set.of();
    }
  }

  private List<Model> star() {
    for (Model part : tables) {
      if (tables.stream().anyMatch(whole -> isPart(part, whole))) {
        left.add(part.table());
      }
    }
    boolean more = true;
    while (more) {
      more = false;
      for (Model table : tables) {
        more |= !left.contains(table.table()) && retells(table) && left.add(table.table());
      }
    }
    List<Model> star = tables.stream().filter(table -> !left.contains(table.table())).toList();
    return star.stream().allMatch(FirstStar::isDimension) ? tables : star;
  }

  private boolean isPart(Model part, Model whole) {
    boolean alike =
        isDimension(part) ? isDimension(whole) : isFact(part) && isFact(whole) && !joins(whole);
    return alike
        && !part.equals(whole)
        && read(whole).contains(part.table())
        && (part.name().endsWith("_" + whole.name())
            || (!key.apply(part).isEmpty() && key.apply(part).equals(key.apply(whole))));
  }

  private Set<TableName> read(Model table) {
    return reads.getOrDefault(table.table(), Set.of());
  }

  private boolean joins(Model table) {
    return tables.stream()
        .anyMatch(other -> isDimension(other) && read(table).contains(other.table()));
  }

  /** Whether all that it reads is of gold, and one of that is a fact or told by one. */
  private boolean retells(Model table) {
    Set<TableName> read = read(table);
    return !isDimension(table)
        && !(isFact(table) && !joins(table))
        && read.stream().allMatch(one -> one.schema().equals(Star.SCHEMA))
        && tables.stream()
            .filter(other -> read.contains(other.table()))
            .anyMatch(other -> (isFact(other) && !other.equals(table)) || isLeft(other));
  }

  /** Whether it was left out as it is told by another, and not as a part of one. */
  private boolean isLeft(Model table) {
    return left.contains(table.table()) && !isFact(table) && !isDimension(table);
  }
}

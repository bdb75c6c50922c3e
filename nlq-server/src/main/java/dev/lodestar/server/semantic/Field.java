package dev.lodestar.server.semantic;

import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A value of each row of a dataset.
 *
 * @param sql over the columns of the dataset's table
 * @param isTime whether it tells when
 * @param unit how finely it tells when, where the model says so
 * @param aggregation how its values become one unless a question says how
 * @param sortedBy the field of the same dataset in whose order its values are shown
 * @param named whether questions may name its values
 * @param aliases other words for values, by the value
 * @param measuredIn the unit or the currency of its values; empty where the model tells none
 * @param addsUp whether a sum of its values means something, as that of degrees or levels does not
 */
public record Field(
    FieldRef ref,
    String sql,
    ColumnType type,
    Names names,
    boolean hidden,
    boolean isTime,
    Optional<Unit> unit,
    Optional<Aggregation> aggregation,
    boolean betterIsLower,
    Optional<String> sortedBy,
    boolean named,
    Map<String, List<String>> aliases,
    String measuredIn,
    boolean addsUp) {

  private static final Set<ColumnType.Kind> NUMBERS =
      Set.of(
          ColumnType.Kind.INTEGER,
          ColumnType.Kind.BIGINT,
          ColumnType.Kind.DOUBLE,
          ColumnType.Kind.DECIMAL);

  public Field {
    aliases = Map.copyOf(aliases);
  }

  Field withAliasesOf(List<String> values) {
    Map<String, List<String>> left = new TreeMap<>(aliases);
    left.keySet().retainAll(Set.copyOf(values));
    return new Field(
        ref,
        sql,
        type,
        names,
        hidden,
        isTime,
        unit,
        aggregation,
        betterIsLower,
        sortedBy,
        named,
        left,
        measuredIn,
        addsUp);
  }

  /** The same as a yes or a no, of a number that is 1 or 0. */
  Field asTruth() {
    return told("(" + sql + ") = 1", ColumnType.BOOLEAN, unit);
  }

  /** The same where it tells no finer than this. */
  Field toldBy(Unit finest) {
    return told(sql, type, Optional.of(finest));
  }

  private Field told(String expression, ColumnType as, Optional<Unit> finest) {
    return new Field(
        ref,
        expression,
        as,
        names,
        hidden,
        isTime,
        finest,
        aggregation,
        betterIsLower,
        sortedBy,
        named,
        aliases,
        measuredIn,
        addsUp);
  }

  public boolean isNumber() {
    return NUMBERS.contains(type.kind());
  }

  public boolean isDate() {
    return type.kind() == ColumnType.Kind.DATE || type.kind() == ColumnType.Kind.TIMESTAMP;
  }

  public boolean isText() {
    return type.kind() == ColumnType.Kind.VARCHAR;
  }
}

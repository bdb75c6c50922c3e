package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * What can be named at a place of a statement: the tables of the SELECTs around it, innermost
 * first. Told from the text alone, because the statement is one that did not validate.
 *
 * @param tables column names by the name a table goes by
 * @param named the name that stands at the place; empty when it is no name
 */
record Scope(Map<String, List<String>> tables, List<String> named) {

  /**
   * @param columns the columns of a known table, by its name as written
   */
  static Scope at(SqlParserPos place, SqlNode query, Function<List<String>, List<String>> columns) {
    List<SqlSelect> around = new ArrayList<>();
    List<String> standing = new ArrayList<>();
    Map<String, SqlWithItem> named = new LinkedHashMap<>();
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlIdentifier identifier) {
            if (standing.isEmpty() && identifier.getParserPosition().startsAt(place)) {
              standing.addAll(identifier.names);
            }
            return null;
          }

          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && contains(select, place)) {
              around.add(0, select);
            }
            if (call instanceof SqlWithItem item) {
              named.put(item.name.getSimple(), item);
            }
            return super.visit(call);
          }
        });
    Map<String, List<String>> tables = new LinkedHashMap<>();
    Reading reading = new Reading(named, columns);
    for (SqlSelect select : around) {
      Optional.ofNullable(select.getFrom()).ifPresent(from -> reading.collect(from, tables));
    }
    return new Scope(tables, List.copyOf(standing));
  }

  private static boolean contains(SqlSelect select, SqlParserPos place) {
    SqlParserPos all = select.getParserPosition();
    return before(all.getLineNum(), all.getColumnNum(), place.getLineNum(), place.getColumnNum())
        && before(
            place.getEndLineNum(),
            place.getEndColumnNum(),
            all.getEndLineNum(),
            all.getEndColumnNum());
  }

  private static boolean before(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || (line == otherLine && column <= otherColumn);
  }

  /** Reads the columns of what stands in FROM. */
  private record Reading(
      Map<String, SqlWithItem> named, Function<List<String>, List<String>> known) {

    void collect(SqlNode from, Map<String, List<String>> tables) {
      if (from instanceof SqlJoin join) {
        collect(join.getLeft(), tables);
        collect(join.getRight(), tables);
        return;
      }
      String name = SqlValidatorUtil.alias(from);
      if (name != null) {
        tables.putIfAbsent(name, columns(from));
      }
    }

    private List<String> columns(SqlNode node) {
      if (node instanceof SqlIdentifier identifier) {
        SqlWithItem item = identifier.isSimple() ? named.get(identifier.getSimple()) : null;
        return item == null ? known.apply(identifier.names) : ofItem(item);
      }
      if (node instanceof SqlSelect select) {
        return select.getSelectList().stream().flatMap(part -> names(part, select)).toList();
      }
      if (!(node instanceof SqlCall call)) {
        return List.of();
      }
      if (call.getKind() == SqlKind.AS && call.operandCount() > 2) {
        return call.getOperandList().subList(2, call.operandCount()).stream()
            .map(SqlNode::toString)
            .toList();
      }
      return switch (call.getKind()) {
        case AS, LATERAL, ORDER_BY, UNION, INTERSECT, EXCEPT -> columns(call.operand(0));
        default -> List.of();
      };
    }

    private List<String> ofItem(SqlWithItem item) {
      return item.columnList == null
          ? columns(item.query)
          : item.columnList.stream().map(SqlNode::toString).toList();
    }

    private Stream<String> names(SqlNode item, SqlSelect select) {
      if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
        Map<String, List<String>> inside = new LinkedHashMap<>();
        Optional.ofNullable(select.getFrom()).ifPresent(from -> collect(from, inside));
        return inside.values().stream().flatMap(Collection::stream);
      }
      return Stream.ofNullable(SqlValidatorUtil.alias(item));
    }
  }

  List<String> columns() {
    return tables.values().stream().flatMap(List::stream).distinct().toList();
  }

  /** The tables by name, for people: {@code "orders", "customers"}. */
  String names() {
    return tables.keySet().stream()
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(", "));
  }

  List<String> columnsOf(String table) {
    return tables.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(table))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(List.of());
  }

  /** A column of each table that has it, as in {@code customers.id} and {@code orders.id}. */
  List<String> qualified(String column) {
    return tables.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(column::equalsIgnoreCase))
        .map(entry -> entry.getKey() + "." + column)
        .sorted()
        .toList();
  }
}

package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Brings a parse tree to the words of the dialect: what Calcite's grammar reads in a form of its
 * own ({@code EXTRACT(YEAR FROM d)}) becomes a plain call ({@code date_part('year', d)}), to be
 * looked up among {@link Functions} like any other.
 */
final class Normalise extends SqlShuttle {
  private static final Map<String, String> SAME_ARGUMENTS =
      Map.of(
          "SUBSTRING", "substring",
          "TRANSLATE3", "translate",
          "JSON_EXISTS", "json_exists",
          "date_dif_", "date_diff");

  private static final int ORDER_OF_WINDOW = 3;

  private Normalise() {}

  static SqlNode apply(SqlNode node) {
    SqlNode result = node.accept(new Normalise());
    return result == null ? node : result;
  }

  @Override
  public SqlNode visit(SqlDataTypeSpec type) {
    return TypeNames.known(type);
  }

  @Override
  public SqlNode visit(SqlCall original) {
    SqlCall call = (SqlCall) Objects.requireNonNull(super.visit(original));
    String name = call.getOperator().getName();
    if (SAME_ARGUMENTS.containsKey(name)) {
      return function(SAME_ARGUMENTS.get(name), call, call.getOperandList());
    }
    return switch (name) {
      case "TRIM" -> trim(call);
      case "POSITION" -> function("strpos", call, List.of(call.operand(1), call.operand(0)));
      case "CEIL", "FLOOR" -> rounded(name.toLowerCase(Locale.ROOT), call);
      case "EXTRACT", "DATE_PART" ->
          function("date_part", call, List.of(unit(call.operand(0)), call.operand(1)));
      case "DATE_TRUNC" ->
          function("date_trunc", call, List.of(unit(call.operand(0)), column(call.operand(1))));
      case "::" -> InfixCast.cast(call.operand(0), call.operand(1));
      case "WITHIN GROUP" ->
          SqlStdOperatorTable.WITHIN_GROUP.createCall(
              call.getParserPosition(), call.operand(0), nullsLast(call.operand(1)));
      case "WITH_ITEM" -> notRecursive(call);
      case "GROUPING_ID", "grouping_id" ->
          SqlStdOperatorTable.GROUPING.createCall(call.getParserPosition(), call.getOperandList());
      case "FILTER" -> percentileOfSome(call);
      case "OVER" -> filtered(call);
      case "SIMILAR TO", "NOT SIMILAR TO" -> similar(call);
      case "count" -> counted(call);
      case "WINDOW" -> window((SqlWindow) call);
      case "STRING_AGG", "LISTAGG", "PERCENTILE_CONT", "PERCENTILE_DISC" -> ordered(call);
      default -> call;
    };
  }

  /**
   * Calcite knows no FILTER before OVER: {@code sum(CASE WHEN … THEN x END) OVER} says the same.
   */
  private static SqlNode filtered(SqlCall over) {
    if (!(over.operand(0) instanceof SqlCall filter) || filter.getKind() != SqlKind.FILTER) {
      return over;
    }
    SqlCall aggregate = filter.operand(0);
    SqlParserPos place = filter.getParserPosition();
    List<SqlNode> operands = new ArrayList<>(aggregate.getOperandList());
    String name = aggregate.getOperator().getName().toLowerCase(Locale.ROOT);
    if (operands.isEmpty() || Allowed.OF_WINDOWS.contains(name)) {
      throw Refused.at(
          filter,
          name + " takes no FILTER",
          "leave it out, or keep the rows it is computed from in a WHERE");
    }
    boolean star = operands.get(0) instanceof SqlIdentifier identifier && identifier.isStar();
    SqlNode value = star ? SqlLiteral.createExactNumeric("1", place) : operands.get(0);
    operands.set(0, orNull(filter.operand(1), value, place));
    SqlNode call =
        aggregate.getOperator().createCall(aggregate.getFunctionQuantifier(), place, operands);
    over.setOperand(0, call);
    return over;
  }

  /**
   * Calcite finds no type for a percentile with a FILTER. As nulls are skipped, {@code
   * percentile_disc(p) WITHIN GROUP (ORDER BY CASE WHEN … THEN x END)} says the same.
   */
  private static SqlNode percentileOfSome(SqlCall filter) {
    if (!(filter.operand(0) instanceof SqlCall group)
        || group.getKind() != SqlKind.WITHIN_GROUP
        || !(group.operand(0) instanceof SqlCall aggregate)
        || !aggregate.getOperator().getName().startsWith("percentile")) {
      return filter;
    }
    SqlNodeList keys = group.operand(1);
    SqlNodeList some = new SqlNodeList(keys.getParserPosition());
    keys.forEach(key -> some.add(someOf(key, filter.operand(1))));
    return group.getOperator().createCall(group.getParserPosition(), aggregate, some);
  }

  private static SqlNode someOf(SqlNode key, SqlNode condition) {
    return switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall ordered = (SqlCall) key;
        yield ordered
            .getOperator()
            .createCall(key.getParserPosition(), someOf(ordered.operand(0), condition));
      }
      default -> orNull(condition, key, key.getParserPosition());
    };
  }

  private static SqlNode orNull(SqlNode condition, SqlNode value, SqlParserPos place) {
    return new SqlCase(
        place,
        null,
        SqlNodeList.of(condition),
        SqlNodeList.of(value),
        SqlLiteral.createNull(place));
  }

  private static SqlNode notRecursive(SqlCall call) {
    if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
      throw Refused.at(
          item,
          "a query cannot read itself",
          "leave RECURSIVE out; date_spine and number_spine count");
    }
    return call;
  }

  private static SqlNode similar(SqlCall call) {
    if (!(call.operand(1) instanceof SqlCharStringLiteral) || call.operandCount() > 2) {
      throw Refused.at(
          call,
          "the pattern of SIMILAR TO is not a written-out text",
          "write it out, without ESCAPE, or use regexp_like");
    }
    return call;
  }

  private static SqlNode counted(SqlCall call) {
    if (call.operandCount() > 1) {
      throw Refused.at(
          call, "count takes one argument", "count(DISTINCT a || '-' || b) counts pairs");
    }
    return call;
  }

  private static SqlNode trim(SqlCall call) {
    String function =
        switch (((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class)) {
          case LEADING -> "ltrim";
          case TRAILING -> "rtrim";
          default -> "btrim";
        };
    return function(function, call, List.of(call.operand(2), call.operand(1)));
  }

  private static SqlNode rounded(String name, SqlCall call) {
    return call.operandCount() == 1
        ? function(name, call, call.getOperandList())
        : function("date_trunc", call, List.of(unit(call.operand(1)), call.operand(0)));
  }

  /**
   * {@code string_agg(x, ',' ORDER BY y)} is {@code string_agg(x, ',') WITHIN GROUP (ORDER BY y)}.
   */
  private static SqlNode ordered(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    int last = operands.size() - 1;
    SqlParserPos place = call.getParserPosition();
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    if (!(operands.get(last) instanceof SqlNodeList keys)) {
      return unresolved(name, place).createCall(call.getFunctionQuantifier(), place, operands);
    }
    requireOrderOfDistinct(call, operands.get(0), keys);
    SqlCall plain =
        unresolved(name, place)
            .createCall(call.getFunctionQuantifier(), place, operands.subList(0, last));
    return SqlStdOperatorTable.WITHIN_GROUP.createCall(place, plain, nullsLast(keys));
  }

  /** Of equal texts only one is left, so nothing else can tell their order. */
  private static void requireOrderOfDistinct(SqlCall call, SqlNode value, SqlNodeList keys) {
    if (call.getFunctionQuantifier() == null) {
      return;
    }
    for (SqlNode key : keys) {
      SqlNode plain = key;
      while (plain.getKind() == SqlKind.DESCENDING
          || plain.getKind() == SqlKind.NULLS_FIRST
          || plain.getKind() == SqlKind.NULLS_LAST) {
        plain = ((SqlCall) plain).operand(0);
      }
      if (!plain.equalsDeep(value, Litmus.IGNORE)) {
        throw Refused.at(
            key,
            "distinct values can only be ordered by themselves",
            "write ORDER BY " + value + ", or leave DISTINCT out");
      }
    }
  }

  private static SqlNode window(SqlWindow window) {
    window.setOperand(ORDER_OF_WINDOW, nullsLast(window.getOrderList()));
    return window;
  }

  /**
   * Calcite gives NULLs of a descending order the first place, below the outermost SELECT; here
   * they come last.
   */
  private static SqlNodeList nullsLast(SqlNodeList keys) {
    SqlNodeList result = new SqlNodeList(keys.getParserPosition());
    for (SqlNode key : keys) {
      boolean stated = key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST;
      result.add(
          stated ? key : SqlStdOperatorTable.NULLS_LAST.createCall(key.getParserPosition(), key));
    }
    return result;
  }

  /** What is truncated, also where it is a column that is called like a unit: month. */
  private static SqlNode column(SqlNode node) {
    return node instanceof SqlIntervalQualifier unit
        ? new SqlIdentifier(
            unit.getUnit().name().toLowerCase(Locale.ROOT), unit.getParserPosition())
        : node;
  }

  private static SqlNode unit(SqlNode unit) {
    if (unit instanceof SqlIntervalQualifier qualifier) {
      String name =
          qualifier.timeFrameName != null ? qualifier.timeFrameName : qualifier.getUnit().name();
      return SqlLiteral.createCharString(
          name.toLowerCase(Locale.ROOT), qualifier.getParserPosition());
    }
    if (unit instanceof SqlIdentifier identifier && identifier.isSimple()) {
      return SqlLiteral.createCharString(identifier.getSimple(), identifier.getParserPosition());
    }
    return unit;
  }

  private static SqlNode function(String name, SqlCall call, List<SqlNode> operands) {
    SqlParserPos place = call.getParserPosition();
    return unresolved(name, place).createCall(place, operands);
  }

  private static SqlUnresolvedFunction unresolved(String name, SqlParserPos place) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(name, place),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}

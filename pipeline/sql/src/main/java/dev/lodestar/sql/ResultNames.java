package dev.lodestar.sql;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Whether the author of a statement must name every column of its result. */
enum ResultNames {
  /** As of a table or view, which others will read by name. */
  REQUIRED {
    @Override
    List<String> inPlaceOfNone(SqlNode query) throws SqlProblem {
      check(query);
      return List.of();
    }
  },
  /** A column without a name is called after its function, or after its place. */
  GIVEN {
    @Override
    List<String> inPlaceOfNone(SqlNode query) {
      return firstSelect(query) instanceof SqlSelect select
          ? select.getSelectList().stream().map(ResultNames::functionOf).toList()
          : List.of();
    }
  };

  private static final String STAR = "*";

  /**
   * The names of functions in the list of what is selected, by place; empty for what is no
   * function.
   */
  abstract List<String> inPlaceOfNone(SqlNode query) throws SqlProblem;

  /** The name of a column of the result. */
  static String nameOf(RelDataTypeField field, List<String> functions) {
    if (!field.getName().startsWith("EXPR$")) {
      return field.getName();
    }
    // Behind a star, places in the list are not those in the result.
    boolean known = field.getIndex() < functions.size() && !functions.contains(STAR);
    String function = known ? functions.get(field.getIndex()) : "";
    return function.isEmpty() ? "column" + (field.getIndex() + 1) : function;
  }

  /** Where a column of the result is written, as far as that can be told. */
  static SqlParserPos placeOf(SqlNode query, int column) {
    if (firstSelect(query) instanceof SqlSelect select) {
      List<SqlNode> items = select.getSelectList().getList();
      boolean stars =
          items.stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
      if (!stars && column < items.size()) {
        return items.get(column).getParserPosition();
      }
    }
    return query.getParserPosition();
  }

  private static String functionOf(SqlNode item) {
    if (item instanceof SqlIdentifier identifier) {
      return identifier.isStar() ? STAR : "";
    }
    return item instanceof SqlCall call && call.getOperator() instanceof SqlFunction function
        ? function.getName().toLowerCase(Locale.ROOT)
        : "";
  }

  private static void check(SqlNode query) throws SqlProblem {
    SqlNode first = firstSelect(query);
    if (first instanceof SqlSelect select) {
      for (SqlNode item : select.getSelectList()) {
        if (!(item instanceof SqlIdentifier) && item.getKind() != SqlKind.AS) {
          throw Refused.problemAt(
              item.getParserPosition(),
              "this column of the result has no name",
              "write … AS name after it");
        }
      }
    } else if (first.getKind() == SqlKind.VALUES) {
      throw Refused.problemAt(
          first.getParserPosition(),
          "the columns of VALUES have no names",
          "write SELECT * FROM (VALUES …) AS t(name, …)");
    }
  }

  private static SqlNode firstSelect(SqlNode query) {
    if (query instanceof SqlOrderBy ordered) {
      return firstSelect(ordered.query);
    }
    if (query instanceof SqlWith with) {
      return firstSelect(with.body);
    }
    return query.isA(SqlKind.SET_QUERY) ? firstSelect(((SqlCall) query).operand(0)) : query;
  }
}

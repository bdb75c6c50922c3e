package dev.lodestar.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;

/** Every column of a result has a name that its author chose. */
final class ResultNames {
  private ResultNames() {}

  static void check(SqlNode query) throws SqlProblem {
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

package dev.lodestar.sql;

import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code a::type}, which binds tighter than any operator. Calcite's parser gets that wrong at the
 * end of an expression: it reads {@code a > b::integer} as {@code (a > b)::integer}. Where there
 * are no parentheses, the cast belongs to the last operand.
 */
final class InfixCast {
  private static final Set<SqlKind> SPECIAL =
      Set.of(SqlKind.BETWEEN, SqlKind.LIKE, SqlKind.SIMILAR, SqlKind.NOT);

  private InfixCast() {}

  static SqlNode cast(SqlNode value, SqlNode type) {
    if (value instanceof SqlCall call && endsInOperand(call)) {
      int last = lastGiven(call);
      if (!isInParentheses(call, call.operand(last))) {
        call.setOperand(last, cast(call.operand(last), type));
        return call.clone(place(call, type));
      }
    }
    return SqlStdOperatorTable.CAST.createCall(place(value, type), value, type);
  }

  private static SqlParserPos place(SqlNode value, SqlNode type) {
    return value.getParserPosition().plus(type.getParserPosition());
  }

  private static int lastGiven(SqlCall call) {
    int last = call.operandCount() - 1;
    while (call.getOperandList().get(last) == null) {
      last--;
    }
    return last;
  }

  private static boolean endsInOperand(SqlCall call) {
    SqlSyntax syntax = call.getOperator().getSyntax();
    return (syntax == SqlSyntax.BINARY && call.getKind() != SqlKind.DOT && !isList(call))
        || syntax == SqlSyntax.PREFIX
        || SPECIAL.contains(call.getKind());
  }

  private static boolean isList(SqlCall call) {
    return call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
  }

  /** The place of an expression in parentheses ends at the last of these. */
  private static boolean isInParentheses(SqlCall call, SqlNode last) {
    SqlParserPos whole = call.getParserPosition();
    SqlParserPos end = last.getParserPosition();
    return whole.getEndLineNum() != end.getEndLineNum()
        || whole.getEndColumnNum() != end.getEndColumnNum();
  }
}

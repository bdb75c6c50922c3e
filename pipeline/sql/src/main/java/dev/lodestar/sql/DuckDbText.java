package dev.lodestar.sql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;

/**
 * A piece of DuckDB SQL with holes for arguments: {@code {0}} is the first; {@code {2|'x'}} the
 * third, or {@code 'x'} when there is none; {@code {1*}} the second and all that follow, separated
 * by commas; {@code {0!}} the characters of a text that was written out.
 */
final class DuckDbText extends SqlFunction {
  private static final Pattern HOLE = Pattern.compile("\\{(\\d+)(\\*|!|\\|[^}]*)?}");

  /**
   * Stronger than any operator: an argument that is not a name, a literal or a call is put in
   * parentheses.
   */
  private static final int STRONGEST = 1000;

  private final String text;

  DuckDbText(String name, String text) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.text = text;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
    Matcher hole = HOLE.matcher(text);
    int from = 0;
    boolean first = true;
    while (hole.find()) {
      print(writer, text.substring(from, hole.start()), first);
      first = false;
      fill(writer, call, hole);
      from = hole.end();
    }
    print(writer, text.substring(from), first);
    writer.setNeedWhitespace(true);
  }

  private static void fill(SqlWriter writer, SqlCall call, Matcher hole) {
    int index = Integer.parseInt(hole.group(1));
    String more = hole.group(2) == null ? "" : hole.group(2);
    List<SqlNode> operands = call.getOperandList();
    if (more.equals("*")) {
      for (int i = index; i < operands.size(); i++) {
        print(writer, i == index ? "" : ", ", false);
        operands.get(i).unparse(writer, STRONGEST, STRONGEST);
      }
    } else if (more.equals("!")) {
      print(writer, ((SqlLiteral) operands.get(index)).getValueAs(String.class), false);
    } else if (index < operands.size()) {
      operands.get(index).unparse(writer, STRONGEST, STRONGEST);
    } else {
      print(writer, more.substring(1), false);
    }
  }

  private static void print(SqlWriter writer, String piece, boolean first) {
    if (piece.isEmpty()) {
      return;
    }
    // The writer takes a lone parenthesis for a mistake; with a space before it is none.
    boolean alone = piece.equals("(");
    if (!first || alone) {
      writer.setNeedWhitespace(false);
    }
    writer.print(alone ? " (" : piece);
    writer.setNeedWhitespace(false);
  }

  String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DuckDbText that
        && text.equals(that.text)
        && getName().equals(that.getName());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}

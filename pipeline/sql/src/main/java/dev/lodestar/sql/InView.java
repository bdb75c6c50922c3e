package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * A problem of a view that a statement reads, on its way to the place where the statement names it.
 */
final class InView extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient TableName view;
  private final String advice;

  InView(TableName view, String message, String advice) {
    super("view " + view + " cannot be read: " + message);
    this.view = view;
    this.advice = advice;
  }

  InView(TableName view, SqlProblem problem) {
    super("view " + view + " cannot be read: " + inner(view, problem), problem);
    this.view = view;
    this.advice = problem.advice();
  }

  /** A guard that fails names what it guards, so nothing more is said. */
  static InView guard(TableName table) {
    return new InView(table, "what may be seen of it is not known", "ask whoever runs the server");
  }

  private static String inner(TableName view, SqlProblem problem) {
    String itself = "view " + view + " cannot be read: ";
    String message = String.valueOf(problem.getMessage());
    if (message.startsWith(itself)) {
      return message.substring(itself.length());
    }
    return message.startsWith("view ")
        ? message
        : message + " (line " + problem.line() + ", column " + problem.column() + " of its SELECT)";
  }

  /** The same problem, where a query names the view. */
  Refused at(SqlNode query) {
    SqlParserPos[] place = {query.getParserPosition()};
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlIdentifier identifier) {
            String last = identifier.names.get(identifier.names.size() - 1);
            boolean schema =
                identifier.names.size() == 1
                    || identifier.names.get(0).equalsIgnoreCase(view.schema());
            if (schema && last.equalsIgnoreCase(view.name())) {
              place[0] = identifier.getParserPosition();
            }
            return null;
          }
        });
    return Refused.at(place[0], String.valueOf(getMessage()), advice);
  }
}

package dev.lodestar.server.pgwire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells statements apart by their first words, and sends each where it is understood. */
final class Statements {
  private static final Set<String> CHANGES =
      Set.of(
          "alter",
          "analyze",
          "call",
          "cluster",
          "comment",
          "copy",
          "create",
          "delete",
          "do",
          "drop",
          "grant",
          "import",
          "insert",
          "lock",
          "merge",
          "notify",
          "reassign",
          "refresh",
          "reindex",
          "revoke",
          "truncate",
          "update",
          "vacuum");

  private static final Statement EMPTY =
      new Statement() {
        @Override
        public Answer run(List<@Nullable Object> values) {
          return Answer.done("");
        }

        @Override
        public boolean isEmpty() {
          return true;
        }
      };

  private Statements() {}

  static Statement understand(Session session, String sql, List<Optional<PgType>> types)
      throws PgError {
    List<List<Token>> all = Tokens.statements(sql);
    if (all.isEmpty()) {
      return EMPTY;
    }
    if (all.size() > 1) {
      throw PgError.of("42601", "cannot insert multiple commands into a prepared statement");
    }
    List<Token> tokens = all.get(0);
    Token first = tokens.get(0);
    Optional<Statement> command = Commands.understand(session, sql, tokens);
    if (command.isPresent()) {
      return command.get();
    }
    if (first.kind() == Token.Kind.NAME && CHANGES.contains(first.text())) {
      throw PgError.of(
          "25006",
          "cannot execute " + first.text().toUpperCase(Locale.ROOT) + " in a read-only transaction",
          "data changes by models and runs only");
    }
    if (first.is("select") && writesInto(tokens)) {
      throw PgError.of(
          "25006",
          "cannot execute SELECT INTO in a read-only transaction",
          "data changes by models and runs only");
    }
    // Positions stay as they are, and what follows the statement is a semicolon at most.
    String text = sql.substring(0, tokens.get(tokens.size() - 1).end());
    return AboutTables.isOne(tokens)
        ? AboutTables.understand(session, text, tokens, types)
        : FromTables.understand(session, Moments.asLiterals(text, tokens), types);
  }

  private static boolean writesInto(List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && token.is("from")) {
        return false;
      }
      if (depth == 0 && token.is("into")) {
        return true;
      }
    }
    return false;
  }
}

package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements about the session itself: its settings, its transaction, its cursors. */
final class Commands {
  private static final Set<String> TRANSACTION_WORDS =
      Set.of(
          "work",
          "transaction",
          "isolation",
          "level",
          "read",
          "only",
          "write",
          "serializable",
          "repeatable",
          "committed",
          "uncommitted",
          "not",
          "deferrable",
          "and",
          "no",
          "chain");

  /** What a command does, and the word that says so. */
  private interface Action {
    String run() throws PgError;
  }

  private record Command(Action action, boolean endsTransaction) implements Statement {
    @Override
    public Answer run(List<@Nullable Object> values) throws PgError {
      return Answer.done(action.run());
    }
  }

  private final Session session;
  private final String sql;
  private final List<Token> tokens;
  private int at;

  private Commands(Session session, String sql, List<Token> tokens) {
    this.session = session;
    this.sql = sql;
    this.tokens = tokens;
  }

  /** The statement, if it is one of these. */
  static Optional<Statement> understand(Session session, String sql, List<Token> tokens)
      throws PgError {
    if (tokens.get(0).kind() != Token.Kind.NAME) {
      return Optional.empty();
    }
    return new Commands(session, sql, tokens).understand();
  }

  private Optional<Statement> understand() throws PgError {
    String first = tokens.get(at++).text();
    return switch (first) {
      case "begin", "start" ->
          Optional.of(begin(first.equals("begin") ? "BEGIN" : "START TRANSACTION"));
      case "commit", "end" -> Optional.of(commit());
      case "rollback", "abort" -> Optional.of(rollback());
      case "savepoint" -> Optional.of(command(session, "SAVEPOINT"));
      case "release" -> Optional.of(command(session, "RELEASE"));
      case "set" -> Optional.of(set());
      case "show" -> Optional.of(show());
      case "reset" -> Optional.of(reset());
      case "discard" -> Optional.of(discard());
      case "deallocate" -> Optional.of(deallocate());
      case "declare" -> Optional.of(declare());
      case "fetch" -> Optional.of(fetch());
      case "close" -> Optional.of(close());
      case "unlisten" -> Optional.of(command(() -> "UNLISTEN"));
      case "listen" -> throw PgError.of("0A000", "There are no notifications here");
      case "prepare", "execute" ->
          throw PgError.of("0A000", "Statements are prepared by the client's driver, not in SQL");
      default -> Optional.empty();
    };
  }

  private static Statement command(Action action) {
    return new Command(action, false);
  }

  private static Statement command(Session session, String tag) {
    return command(
        () -> {
          if (session.transaction() == Session.Transaction.NONE) {
            throw PgError.of("25P01", tag + " can only be used in transaction blocks");
          }
          return tag;
        });
  }

  private boolean accept(String word) {
    if (at < tokens.size() && tokens.get(at).is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private Token next(String wanted) throws PgError {
    if (at == tokens.size()) {
      throw PgError.of("42601", "The statement ends too soon; expected " + wanted);
    }
    return tokens.get(at++);
  }

  private void end() throws PgError {
    if (at < tokens.size()) {
      Token token = tokens.get(at);
      throw PgError.of(
          "42601", "\"" + sql.substring(token.start(), token.end()) + "\" cannot stand here");
    }
  }

  private void transactionWords() throws PgError {
    while (at < tokens.size()
        && (tokens.get(at).isSymbol(",")
            || (tokens.get(at).kind() == Token.Kind.NAME
                && TRANSACTION_WORDS.contains(tokens.get(at).text())))) {
      at++;
    }
    end();
  }

  private Statement begin(String tag) throws PgError {
    transactionWords();
    return command(
        () -> {
          session.beginTransaction();
          return tag;
        });
  }

  private Statement commit() throws PgError {
    transactionWords();
    return new Command(
        () -> {
          boolean failed = session.transaction() == Session.Transaction.FAILED;
          session.endTransaction();
          return failed ? "ROLLBACK" : "COMMIT";
        },
        true);
  }

  private Statement rollback() throws PgError {
    accept("work");
    accept("transaction");
    if (accept("to")) {
      return new Command(
          () -> {
            session.repair();
            return "ROLLBACK";
          },
          true);
    }
    transactionWords();
    return new Command(
        () -> {
          session.endTransaction();
          return "ROLLBACK";
        },
        true);
  }

  private Statement set() throws PgError {
    if (accept("session")) {
      if (accept("characteristics")) {
        return command(() -> "SET");
      }
      if (accept("authorization")) {
        throw PgError.of("42501", "permission denied to set session authorization");
      }
    } else {
      accept("local");
    }
    if (accept("transaction") || accept("constraints")) {
      return command(() -> "SET");
    }
    if (accept("role")) {
      Token role = next("a role");
      if (role.is("none") || role.text().equals(session.user())) {
        return command(() -> "SET");
      }
      throw PgError.of("42501", "permission denied to set role \"" + role.text() + "\"");
    }
    if (accept("names")) {
      String encoding = next("an encoding").text();
      return setting("client_encoding", encoding);
    }
    if (accept("time")) {
      next("ZONE");
      return setting("timezone", value());
    }
    String name = name();
    if (!accept("to")) {
      Token equals = next("TO or =");
      if (!equals.isSymbol("=")) {
        throw PgError.of("42601", "Expected TO or = after " + name);
      }
    }
    return setting(name, value());
  }

  private Statement setting(String name, String value) throws PgError {
    end();
    return command(
        () -> {
          if (value.equalsIgnoreCase("default")) {
            session.settings().reset(name);
          } else {
            session.settings().set(name, value);
          }
          return "SET";
        });
  }

  /** A name of a setting, which may have a point within. */
  private String name() throws PgError {
    StringBuilder name = new StringBuilder(next("the name of a setting").text());
    while (at + 1 < tokens.size() && tokens.get(at).isSymbol(".")) {
      name.append('.').append(tokens.get(at + 1).text());
      at += 2;
    }
    return name.toString();
  }

  /** One value, or several between commas. */
  private String value() throws PgError {
    StringBuilder value = new StringBuilder();
    next("a value");
    at--;
    while (at < tokens.size()) {
      Token token = tokens.get(at++);
      value.append(
          token.isSymbol(",")
              ? ", "
              : token.kind() == Token.Kind.NAME
                  ? sql.substring(token.start(), token.end())
                  : token.kind() == Token.Kind.QUOTED_NAME
                      ? "\"" + token.text().replace("\"", "\"\"") + "\""
                      : token.text());
    }
    return value.toString();
  }

  private Statement show() throws PgError {
    if (accept("all")) {
      return rows(
          List.of(Field.text("name"), Field.text("setting"), Field.text("description")),
          "SHOW",
          () -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Map.Entry<String, String> setting : session.settings().all().entrySet()) {
              rows.add(List.of(setting.getKey(), setting.getValue(), ""));
            }
            return rows;
          });
    }
    String name;
    if (accept("transaction")) {
      next("ISOLATION");
      next("LEVEL");
      name = "transaction_isolation";
    } else if (accept("time")) {
      next("ZONE");
      name = "TimeZone";
    } else {
      name = name();
    }
    end();
    return rows(
        List.of(Field.text(name)),
        "SHOW",
        () ->
            List.of(
                List.of(
                    session
                        .settings()
                        .get(name)
                        .orElseThrow(
                            () ->
                                PgError.of(
                                    "42704",
                                    "unrecognized configuration parameter \"" + name + "\"")))));
  }

  private interface Lines {
    List<List<@Nullable Object>> read() throws PgError;
  }

  private static Statement rows(List<Field> fields, String tag, Lines lines) {
    return new Statement() {
      @Override
      public Optional<List<Field>> fields() {
        return Optional.of(fields);
      }

      @Override
      public Answer run(List<@Nullable Object> values) throws PgError {
        return new Listed(tag, lines.read());
      }
    };
  }

  private Statement reset() throws PgError {
    if (accept("all")) {
      end();
      return command(
          () -> {
            session.settings().resetAll();
            return "RESET";
          });
    }
    String name;
    if (accept("time")) {
      next("ZONE");
      name = "timezone";
    } else {
      name = name();
    }
    if (name.equals("session") || name.equals("role")) {
      return command(() -> "RESET");
    }
    end();
    return command(
        () -> {
          session.settings().reset(name);
          return "RESET";
        });
  }

  private Statement discard() throws PgError {
    String what = next("ALL").text().toUpperCase(Locale.ROOT);
    end();
    return command(
        () -> {
          if (what.equals("ALL")) {
            if (session.transaction() != Session.Transaction.NONE) {
              throw PgError.of("25001", "DISCARD ALL cannot run inside a transaction block");
            }
            session.settings().resetAll();
            session.named().forgetStatements();
            session.named().closePortals();
          }
          return "DISCARD " + what;
        });
  }

  private Statement deallocate() throws PgError {
    accept("prepare");
    Token name = next("a name");
    end();
    return command(
        () -> {
          if (name.is("all")) {
            session.named().forgetStatements();
            return "DEALLOCATE ALL";
          }
          if (!session.named().forget(name.text())) {
            throw PgError.of("26000", "prepared statement \"" + name.text() + "\" does not exist");
          }
          return "DEALLOCATE";
        });
  }

  /** A cursor is a portal with a name; those of ODBC and psycopg are made so. */
  private Statement declare() throws PgError {
    String name = next("a name").text();
    while (at < tokens.size() && !tokens.get(at).is("for")) {
      at++;
    }
    if (!accept("for") || at == tokens.size()) {
      throw PgError.of("42601", "A cursor is declared by DECLARE name CURSOR FOR SELECT …");
    }
    int start = tokens.get(at).start();
    Statement query = Statements.understand(session, sql.substring(start), List.of());
    if (query.fields().isEmpty() || !query.parameters().isEmpty()) {
      throw PgError.of("42601", "A cursor needs a SELECT without parameters");
    }
    return command(
        () -> {
          if (session.named().find(name).isPresent()) {
            throw PgError.of("42P03", "cursor \"" + name + "\" already exists");
          }
          if (session.transaction() == Session.Transaction.NONE) {
            throw PgError.of("25P01", "DECLARE CURSOR can only be used in transaction blocks");
          }
          int columns = query.fields().map(List::size).orElse(0);
          session
              .named()
              .open(
                  name,
                  new Portal(query, List.of(), new boolean[columns]),
                  ByteBufUtil.utf8Bytes(sql));
          return "DECLARE CURSOR";
        });
  }

  private Statement fetch() throws PgError {
    accept("forward");
    long rows = 1;
    if (accept("all")) {
      rows = 0;
    } else if (accept("next")) {
      rows = 1;
    } else if (at < tokens.size() && tokens.get(at).kind() == Token.Kind.NUMBER) {
      rows = number(tokens.get(at++).text());
    } else if (accept("prior")
        || accept("first")
        || accept("last")
        || accept("absolute")
        || accept("relative")
        || accept("backward")) {
      throw PgError.of("0A000", "A cursor only goes forward");
    }
    if (!accept("from")) {
      accept("in");
    }
    String name = next("the name of a cursor").text();
    end();
    return new Fetch(session, name, rows);
  }

  private static long number(String text) throws PgError {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw PgError.of("42601", "Not a number of rows: " + text, e);
    }
  }

  private Statement close() throws PgError {
    Token name = next("the name of a cursor");
    end();
    return command(
        () -> {
          if (name.is("all")) {
            session.named().closePortals();
          } else if (!session.named().close(name.text())) {
            throw PgError.of("34000", "cursor \"" + name.text() + "\" does not exist");
          }
          return "CLOSE CURSOR";
        });
  }
}

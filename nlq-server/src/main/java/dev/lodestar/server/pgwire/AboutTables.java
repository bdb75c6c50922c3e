package dev.lodestar.server.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A SELECT about tables, as PostgreSQL's clients ask before they show any. */
final class AboutTables implements Statement {
  private static final Logger LOG = LoggerFactory.getLogger(AboutTables.class);

  private static final Set<String> QUERIES = Set.of("select", "with", "values", "table");

  /** Functions that, without a table, tell of the session or the server. */
  private static final Set<String> WITHOUT_TABLE =
      Set.of(
          "version",
          "current_schema",
          "current_schemas",
          "current_database",
          "current_catalog",
          "current_user",
          "session_user",
          "current_role",
          "current_setting",
          "set_config",
          "obj_description",
          "col_description",
          "shobj_description",
          "format_type",
          "to_regclass",
          "to_regtype",
          "quote_ident",
          "quote_literal",
          "txid_current",
          "inet_server_addr",
          "inet_server_port",
          "inet_client_addr",
          "has_schema_privilege",
          "has_table_privilege",
          "has_database_privilege",
          "has_column_privilege",
          "getdatabaseencoding");

  private final Session session;
  private final List<Token> tokens;
  private final String sql;
  private final List<PgType> parameters;
  private final List<Field> fields;

  private AboutTables(
      Session session,
      List<Token> tokens,
      String sql,
      List<PgType> parameters,
      List<Field> fields) {
    this.session = session;
    this.tokens = tokens;
    this.sql = sql;
    this.parameters = List.copyOf(parameters);
    this.fields = List.copyOf(fields);
  }

  /** Whether a statement asks for nothing that tables hold. */
  static boolean isOne(List<Token> tokens) {
    Token first = tokens.get(0);
    boolean isQuery =
        first.isSymbol("(") || (first.kind() == Token.Kind.NAME && QUERIES.contains(first.text()));
    if (!isQuery) {
      return false;
    }
    boolean hasTable = tokens.stream().anyMatch(token -> token.is("from") || token.is("table"));
    return tokens.stream()
        .filter(Token::isName)
        .anyMatch(
            token ->
                token.text().startsWith("pg_")
                    || token.text().equals("information_schema")
                    || token.text().equals("current_schemas")
                    || (!hasTable && WITHOUT_TABLE.contains(token.text())));
  }

  static Statement understand(
      Session session, String sql, List<Token> tokens, List<Optional<PgType>> given)
      throws PgError {
    int count = 0;
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.PARAMETER) {
        count = Math.max(count, number(token));
      }
    }
    List<PgType> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(
          (i < given.size() ? given.get(i) : Optional.<PgType>empty()).orElse(PgType.TEXT));
    }
    try {
      String rewritten = CatalogSql.of(session, tokens);
      List<Field> fields = session.server().catalog(session).describe(rewritten);
      return new AboutTables(session, tokens, sql, parameters, fields);
    } catch (PgError e) {
      throw unanswered(sql, e);
    }
  }

  private static int number(Token parameter) throws PgError {
    String digits = parameter.text().substring(1);
    if (digits.length() > 4 || digits.equals("0")) {
      throw PgError.of("42P02", "there is no parameter " + parameter.text());
    }
    return Integer.parseInt(digits);
  }

  /** Whoever supports a new tool needs the text of what could not be answered. */
  private static PgError unanswered(String sql, PgError error) {
    LOG.warn("A question about tables was not answered ({}): {}", error.getMessage(), sql);
    return error;
  }

  @Override
  public List<PgType> parameters() {
    return parameters;
  }

  @Override
  public Optional<List<Field>> fields() {
    return Optional.of(fields);
  }

  @Override
  public Answer run(List<@Nullable Object> values) throws PgError {
    try {
      return session
          .server()
          .catalog(session)
          .run(
              CatalogSql.of(session, tokens),
              fields,
              values,
              session.settings().statementTimeout());
    } catch (PgError e) {
      throw unanswered(sql, e);
    }
  }
}

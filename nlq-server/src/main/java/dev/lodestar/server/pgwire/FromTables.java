package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.SqlProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A SELECT over tables of the release: it goes through the one engine. */
final class FromTables implements Statement {
  private static final int MOST_DIGITS = 38;
  private static final ColumnType SOME_DECIMAL = ColumnType.decimal(18, 6);

  private final Session session;
  private final String sql;
  private final List<PgType> parameters;
  private final List<Column> columns;
  private final List<Field> fields;

  private FromTables(Session session, String sql, List<PgType> parameters, List<Column> columns) {
    this.session = session;
    this.sql = sql;
    this.parameters = List.copyOf(parameters);
    this.columns = List.copyOf(columns);
    this.fields = columns.stream().map(Field::of).toList();
  }

  static Statement understand(Session session, String sql, List<Optional<PgType>> given)
      throws PgError {
    List<Optional<ColumnType>> known = new ArrayList<>();
    for (Optional<PgType> type : given) {
      known.add(type.isEmpty() ? Optional.empty() : Optional.of(columnType(type.get())));
    }
    Query query = noted(session, sql, known);
    List<PgType> parameters = new ArrayList<>();
    for (int i = 0; i < query.parameters().size(); i++) {
      Optional<PgType> type = i < given.size() ? given.get(i) : Optional.empty();
      parameters.add(type.orElse(PgType.of(query.parameters().get(i))));
    }
    return new FromTables(session, sql, parameters, query.columns());
  }

  /** What a value of a client's type is here. */
  private static ColumnType columnType(PgType type) {
    return switch (type) {
      case BOOL -> ColumnType.BOOLEAN;
      case INT2, INT4 -> ColumnType.INTEGER;
      case INT8, OID -> ColumnType.BIGINT;
      case FLOAT4, FLOAT8 -> ColumnType.DOUBLE;
      case NUMERIC -> SOME_DECIMAL;
      case DATE -> ColumnType.DATE;
      case TIMESTAMP, TIMESTAMPTZ -> ColumnType.TIMESTAMP;
      default -> ColumnType.VARCHAR;
    };
  }

  /** What is refused was asked as well. */
  private static Query noted(Session session, String sql, List<Optional<ColumnType>> types)
      throws PgError {
    Asked asked = Asked.of(session, sql);
    try {
      return prepare(session, sql, types);
    } catch (PgError e) {
      asked.ended("refused", 0);
      throw e;
    }
  }

  private static Query prepare(Session session, String sql, List<Optional<ColumnType>> types)
      throws PgError {
    Catalog catalog =
        session
            .catalog()
            .orElseThrow(
                () ->
                    PgError.of(
                        "55000",
                        "The domain " + session.database().name() + " has released nothing yet",
                        session.caller().everything()
                            ? "run it: lodestar run "
                                + session.database().domain().domain().folder()
                            : ""));
    Set<String> schemas =
        catalog.tables().stream().map(table -> table.name().schema()).collect(Collectors.toSet());
    try {
      return session
          .database()
          .engine()
          .prepare(
              catalog,
              session.settings().schema(schemas),
              sql,
              types,
              new QueryLimits(Optional.empty(), session.settings().statementTimeout())
                  .within(session.caller().share()));
    } catch (SqlProblem problem) {
      throw PgError.of(problem, sql);
    }
  }

  @Override
  public List<PgType> parameters() {
    return parameters;
  }

  @Override
  public Optional<List<Field>> fields() {
    return Optional.of(fields);
  }

  /** It is prepared anew, as there may be another release; mostly the plan is remembered. */
  @Override
  public Answer run(List<@Nullable Object> values) throws PgError {
    List<Optional<ColumnType>> types = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      types.add(Optional.of(typeOf(parameters.get(i), values.get(i), i)));
    }
    Query query = noted(session, sql, types);
    if (!sameToClients(query.columns())) {
      throw PgError.of("0A000", "cached plan must not change result type");
    }
    return new Streamed(query, values, Asked.of(session, sql));
  }

  /** A number has as many digits as it was given, as if it stood in the statement. */
  private static ColumnType typeOf(PgType type, @Nullable Object value, int index) throws PgError {
    if (!(value instanceof BigDecimal number)) {
      return columnType(type);
    }
    int scale = Math.max(0, number.scale());
    int digits = Math.max(number.precision() + scale - number.scale(), scale + 1);
    if (digits > MOST_DIGITS) {
      throw PgError.of("22003", "Parameter $" + (index + 1) + " has more than 38 digits");
    }
    return ColumnType.decimal(digits, scale);
  }

  private boolean sameToClients(List<Column> now) {
    if (now.size() != columns.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).name().equals(columns.get(i).name())
          || now.get(i).type().kind() != columns.get(i).type().kind()) {
        return false;
      }
    }
    return true;
  }
}

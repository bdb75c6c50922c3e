package dev.lodestar.server.pgwire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's catalogue of the tables that one caller may see: a DuckDB in memory that holds their
 * names, types and descriptions and nothing else. It can open no file, its settings are locked, and
 * it is only read.
 */
final class PgCatalog implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(.*", Pattern.DOTALL);
  private static final List<String> TABLES = script();

  private final DuckDBConnection root;

  private PgCatalog(DuckDBConnection root) {
    this.root = root;
  }

  /** A catalogue with these rows, written as INSERT. */
  static PgCatalog with(List<String> inserts) throws PgError {
    try {
      DuckDBConnection root =
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
      execute(
          root,
          List.of("SET threads = 1", "SET memory_limit = '256MB'", "SET temp_directory = ''"));
      execute(root, TABLES);
      execute(root, inserts);
      execute(
          root,
          List.of(
              "SET autoinstall_known_extensions = false",
              "SET autoload_known_extensions = false",
              "SET enable_external_access = false",
              "SET lock_configuration = true"));
      return new PgCatalog(root);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make a catalogue: " + e.getMessage(), e);
    }
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    for (String sql : statements) {
      try (java.sql.Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> script() {
    try (InputStream in = PgCatalog.class.getResourceAsStream("pg_catalog.sql")) {
      if (in == null) {
        throw new IllegalStateException("pg_catalog.sql is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split(";\\n", -1)).filter(sql -> !sql.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = root.duplicate();
    execute(connection, List.of("BEGIN TRANSACTION READ ONLY"));
    return connection;
  }

  /** The columns that a statement gives. */
  List<Field> describe(String sql) throws PgError {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData meta = statement.getMetaData();
      if (meta == null) {
        throw PgError.of("42601", "This is no question about tables");
      }
      List<Field> fields = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        fields.add(new Field(name(meta.getColumnName(i)), type(meta.getColumnTypeName(i)), -1));
      }
      return fields;
    } catch (SQLException e) {
      throw error(e);
    }
  }

  /** A column without a name is called as PostgreSQL calls it. */
  private static String name(String name) {
    if (name.equals("count_star()")) {
      return "count";
    }
    Matcher call = CALL.matcher(name);
    if (call.matches()) {
      return call.group(1).toLowerCase(Locale.ROOT);
    }
    if (name.startsWith("CASE ")) {
      return "case";
    }
    return name.matches("[\\w$]+( [\\w$]+)*") && !name.matches("\\d.*") ? name : named(name);
  }

  private static String named(String name) {
    boolean expression = name.startsWith("'") || name.startsWith("(") || name.matches("\\d.*");
    return expression ? "?column?" : name;
  }

  private static PgType type(String type) {
    return switch (type) {
      case "BOOLEAN" -> PgType.BOOL;
      case "TINYINT", "SMALLINT", "USMALLINT" -> PgType.INT2;
      case "INTEGER" -> PgType.INT4;
      case "UINTEGER" -> PgType.OID;
      case "BIGINT" -> PgType.INT8;
      case "FLOAT", "DOUBLE" -> PgType.FLOAT8;
      case "DATE" -> PgType.DATE;
      case "TIMESTAMP" -> PgType.TIMESTAMP;
      case "SMALLINT[]" -> PgType.INT2_ARRAY;
      case "INTEGER[]" -> PgType.INT4_ARRAY;
      case "BIGINT[]" -> PgType.INT8_ARRAY;
      case "USMALLINT[]" -> PgType.INT2_VECTOR;
      case "UINTEGER[]" -> PgType.OID_VECTOR;
      default -> {
        if (type.endsWith("[]")) {
          yield PgType.TEXT_ARRAY;
        }
        yield type.startsWith("DECIMAL") || type.endsWith("HUGEINT") ? PgType.NUMERIC : PgType.TEXT;
      }
    };
  }

  /** Runs a statement. */
  Answer run(
      String sql, List<Field> fields, List<@Nullable Object> values, Optional<Duration> timeout)
      throws PgError {
    Duration time = timeout.filter(given -> given.compareTo(LONGEST) < 0).orElse(LONGEST);
    try {
      Connection connection = connect();
      try {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
          statement.setObject(i + 1, values.get(i));
        }
        statement.setQueryTimeout((int) Math.max(1, time.toSeconds()));
        return new Looked(connection, statement, fields);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw error(e);
    }
  }

  private static PgError error(SQLException failure) {
    String message = String.valueOf(failure.getMessage()).replaceFirst("\\s+LINE \\d+:(?s:.*)", "");
    String code = "0A000";
    if (failure instanceof SQLTimeoutException || message.contains("INTERRUPT")) {
      code = "57014";
    } else if (message.contains("Parser Error")) {
      code = "42601";
    } else if (message.contains("Table with name")) {
      code = "42P01";
    } else if (message.contains("Function with name") || message.contains("No function matches")) {
      code = "42883";
    } else if (message.contains("Referenced column")) {
      code = "42703";
    } else if (message.contains("Out of Memory")) {
      code = "53200";
    } else if (message.contains("read-only") || message.contains("Permission Error")) {
      code = "25006";
    }
    return PgError.of(
        code, "This question about tables cannot be answered: " + message.strip(), failure);
  }

  @Override
  public void close() throws SQLException {
    root.close();
  }

  /** Rows of the catalogue, as they are asked for. */
  private static final class Looked implements Answer {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<Field> fields;
    private @Nullable ResultSet rows;
    private long sent;
    private boolean ended;

    Looked(Connection connection, PreparedStatement statement, List<Field> fields) {
      this.connection = connection;
      this.statement = statement;
      this.fields = fields;
    }

    @Override
    public boolean send(RowWriter to, long most) throws PgError, IOException {
      try {
        for (long i = 0; most == 0 || i < most; i++) {
          ResultSet open = open();
          if (open == null || !open.next()) {
            ended = true;
            close();
            return true;
          }
          to.row(row(open));
          sent++;
        }
        return false;
      } catch (SQLException e) {
        throw error(e);
      }
    }

    private @Nullable ResultSet open() throws SQLException {
      if (rows == null && !ended) {
        rows = statement.executeQuery();
      }
      return rows;
    }

    private List<@Nullable Object> row(ResultSet open) throws SQLException {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        row.add(value(fields.get(i).type(), open.getObject(i + 1)));
      }
      return row;
    }

    private static @Nullable Object value(PgType type, @Nullable Object value) throws SQLException {
      if (value == null) {
        return null;
      }
      return switch (type) {
        case INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, TEXT_ARRAY, INT2_VECTOR, OID_VECTOR ->
            Arrays.asList((@Nullable Object[]) ((Array) value).getArray());
        case NUMERIC ->
            value instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) value;
        case DATE -> value instanceof LocalDate date ? date : LocalDate.parse(value.toString());
        case TIMESTAMP ->
            value instanceof Timestamp moment ? moment.toLocalDateTime() : (LocalDateTime) value;
        case TEXT -> value.toString();
        default -> value;
      };
    }

    @Override
    public void cancel() {
      try {
        statement.cancel();
      } catch (SQLException e) {
        throw new IllegalStateException("Cannot interrupt a question about tables", e);
      }
    }

    @Override
    public String tag() {
      return "SELECT " + sent;
    }

    @Override
    public void close() throws PgError {
      try (connection;
          statement;
          ResultSet open = rows) {
        rows = null;
      } catch (SQLException e) {
        throw error(e);
      }
    }
  }
}

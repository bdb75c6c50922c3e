package dev.lodestar.server.avatica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.ScramVerifier;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.UsersFile;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calcite's own thin driver, in both of its serialisations. */
final class AvaticaDoorTest {
  private static final String PASSWORD = "correct horse";

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static HttpServer server;
  private static Path audit;

  @BeforeAll
  static void open() throws Exception {
    Class.forName("org.apache.calcite.avatica.remote.Driver");
    built = BuiltDomain.in(directory, "shop");
    built
        .table(
            "gold.orders",
            "SELECT i::BIGINT AS id, i::INTEGER AS pieces, i / 4::DOUBLE AS part,"
                + " CASE WHEN i % 3 > 0 THEN (i / 8)::DECIMAL(12,2) END AS amount,"
                + " DATE '2024-02-28' + i::INTEGER AS day,"
                + " TIMESTAMP '2024-03-31 01:30:00.123' + INTERVAL (i) HOUR AS made,"
                + " i % 2 = 0 AS even, CASE WHEN i % 5 > 0 THEN 'é ' || i END AS note"
                + " FROM range(2500) t(i)")
        .table(
            "gold.big",
            "SELECT 12345678901234567890123456.789::DECIMAL(38,3) AS large, 'x' AS secret")
        .release("run-1");
    String verifier = ScramVerifier.of(PASSWORD).toString();
    Path file =
        Files.writeString(
            directory.resolve("users.yaml"),
            """
            users:
              ann: {password: "%s", roles: [reader]}
              bob: {password: "%s", roles: [shy], limits: {rows: 5}}
            roles:
              reader: {domains: [shop]}
              shy: {domains: {shop: {hide: [gold.big.secret], rows: {gold.orders: id < 10}}}}
            """
                .formatted(verifier, verifier));
    UsersFile.Outcome outcome = UsersFile.read(file);
    assertThat(outcome.problems()).isEmpty();
    ServedDomain served = built.served();
    audit = directory.resolve("audit.jsonl");
    AuditLog log = AuditLog.in(audit, AuditLog.LiteralsIn.SHOWN);
    server =
        new HttpServer(
            List.of(served),
            EngineSettings.FOR_A_FEW_QUERIES,
            new Entrance(SignIn.of(() -> outcome.users().orElseThrow(), log), Optional.empty()));
    server.start("127.0.0.1", 0);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
    built.close();
  }

  private static Connection connect(String user, String password, String serialization)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("authentication", "BASIC");
    properties.setProperty("avatica_user", user);
    properties.setProperty("avatica_password", password);
    properties.setProperty("serialization", serialization);
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url=http://localhost:" + server.port() + "/avatica", properties);
  }

  @Test
  void aDomainIsNamedInTheAddressWhereThereAreSeveral() throws Exception {
    String url = "jdbc:avatica:remote:url=http://localhost:" + server.port() + "/avatica/";
    Properties properties = new Properties();
    properties.setProperty("authentication", "BASIC");
    properties.setProperty("avatica_user", "ann");
    properties.setProperty("avatica_password", PASSWORD);
    try (Connection connection = DriverManager.getConnection(url + "shop", properties);
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("select count(*) as n from orders")))
          .containsExactly("2500");
    }
    assertThatThrownBy(
            () -> DriverManager.getConnection(url + "none", properties).createStatement())
        .isInstanceOf(Exception.class);
  }

  private static Connection connect(String serialization) throws SQLException {
    return connect("ann", PASSWORD, serialization);
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> all = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        cells.add(String.valueOf(rows.getString(i)));
      }
      all.add(String.join(" | ", cells));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "protobuf"})
  void valuesOfEveryTypeComeAsTheyAre(String serialization) throws Exception {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from orders where id < 2 order by id")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong("id")).isZero();
      assertThat(rows.getBigDecimal("amount")).isNull();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getString("note")).isNull();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong("id")).isEqualTo(1);
      assertThat(rows.getInt("pieces")).isEqualTo(1);
      assertThat(rows.getDouble("part")).isEqualTo(0.25);
      assertThat(rows.getBigDecimal("amount")).isEqualTo(new BigDecimal("0.13"));
      assertThat(rows.getString("day")).isEqualTo("2024-02-29");
      assertThat(rows.getDate("day", utc).getTime()).isEqualTo(19_782L * 86_400_000);
      assertThat(rows.getTimestamp("made", utc).toInstant()).isEqualTo("2024-03-31T02:30:00.123Z");
      assertThat(rows.getBoolean("even")).isFalse();
      assertThat(rows.getString("note")).isEqualTo("é 1");
      assertThat(rows.next()).isFalse();
      assertThat(rows.getMetaData().getColumnType(4)).isEqualTo(Types.DECIMAL);
      assertThat(rows.getMetaData().getPrecision(4)).isEqualTo(12);
      assertThat(rows.getMetaData().getScale(4)).isEqualTo(2);
      assertThat(rows.getMetaData().getColumnTypeName(5)).isEqualTo("DATE");
    }
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select large from big")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBigDecimal(1)).isEqualTo(new BigDecimal("12345678901234567890123456.789"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "protobuf"})
  void manyRowsComeInFramesAndNoMoreThanAreWanted(String serialization) throws Exception {
    try (Connection connection = connect(serialization);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(300);
      long sum = 0;
      int count = 0;
      try (ResultSet rows = statement.executeQuery("select id from orders")) {
        while (rows.next()) {
          sum += rows.getLong(1);
          count++;
        }
      }
      assertThat(count).isEqualTo(2500);
      assertThat(sum).isEqualTo(2500L * 2499 / 2);
      statement.setMaxRows(7);
      try (ResultSet rows = statement.executeQuery("select id from orders")) {
        assertThat(rows(rows)).hasSize(7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "protobuf"})
  void preparedStatementsTakeValuesOfEveryType(String serialization) throws Exception {
    try (Connection connection = connect(serialization);
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) as n from orders where id >= ? and pieces < ? and part >= ?"
                    + " and (amount > ? or amount is null) and day >= ? and made >= ?"
                    + " and (note like ? or note is null) and even = ?")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(8);
      for (int from : new int[] {10, 100}) {
        statement.setLong(1, from);
        statement.setInt(2, 1000);
        statement.setDouble(3, 0.5);
        statement.setBigDecimal(4, new BigDecimal("0.01"));
        statement.setDate(5, Date.valueOf("2024-01-01"));
        statement.setTimestamp(6, Timestamp.valueOf("2024-01-01 00:00:00"));
        statement.setString(7, "é%");
        statement.setBoolean(8, true);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows(rows)).containsExactly(String.valueOf((1000 - from) / 2));
        }
      }
      statement.setNull(1, Types.BIGINT);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows(rows)).containsExactly("0");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "protobuf"})
  void whatThereIsIsListed(String serialization) throws Exception {
    try (Connection connection = connect(serialization)) {
      assertThat(rows(connection.getMetaData().getCatalogs())).containsExactly("shop");
      assertThat(rows(connection.getMetaData().getSchemas())).contains("gold | shop");
      assertThat(rows(connection.getMetaData().getTableTypes())).containsExactly("TABLE", "VIEW");
      assertThat(rows(connection.getMetaData().getTables("shop", "gold", "o%", null)))
          .containsExactly("shop | gold | orders | TABLE |  | null | null | null | null | null");
      assertThat(rows(connection.getMetaData().getTables("else", null, "%", null))).isEmpty();
      assertThat(rows(connection.getMetaData().getTypeInfo())).hasSize(8);
      List<String> columns = new ArrayList<>();
      try (ResultSet rows = connection.getMetaData().getColumns(null, "gold", "orders", "%")) {
        while (rows.next()) {
          columns.add(
              rows.getString("COLUMN_NAME")
                  + " "
                  + rows.getInt("DATA_TYPE")
                  + " "
                  + rows.getInt("COLUMN_SIZE")
                  + " "
                  + rows.getInt("ORDINAL_POSITION"));
        }
      }
      assertThat(columns)
          .containsExactly(
              "id " + Types.BIGINT + " 19 1",
              "pieces " + Types.INTEGER + " 10 2",
              "part " + Types.DOUBLE + " 15 3",
              "amount " + Types.DECIMAL + " 12 4",
              "day " + Types.DATE + " 10 5",
              "made " + Types.TIMESTAMP + " 23 6",
              "even " + Types.BOOLEAN + " 1 7",
              "note " + Types.VARCHAR + " 65536 8");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drop table orders                                   | 42601
          insert into orders select * from orders             | 42000
          select 1 as a; select 2 as b                        | 42601
          select * from read_csv('/etc/passwd')               | 42883
          select * from duckdb_settings()                     | 42883
          copy orders to '/tmp/x'                             | 42601
          attach 'x.db'                                       | 42601
          set enable_external_access = true                   | 42000
          select getenv('HOME') as h                          | 42883
          select nothing from orders                          | 42703
          select 1 as a from nowhere                          | 42P01
          select cast(note as integer) as n from orders       | 22P02
          """)
  void whatIsNoSelectOverTheTablesIsRefused(String sql, String state) throws Exception {
    for (String serialization : List.of("json", "protobuf")) {
      try (Connection connection = connect(serialization);
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> rows(statement.executeQuery(sql)))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
        assertThatThrownBy(() -> statement.executeUpdate(sql)).isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void everyUserSeesTheirOwn() throws Exception {
    for (String serialization : List.of("json", "protobuf")) {
      try (Connection connection = connect("bob", PASSWORD, serialization);
          Statement statement = connection.createStatement()) {
        assertThat(rows(statement.executeQuery("select count(*) as n from orders")))
            .containsExactly("10");
        assertThatThrownBy(() -> statement.executeQuery("select secret from big"))
            .hasMessageContaining("unknown table \"gold.big\"; known are gold.orders")
            .hasMessageNotContaining("dev.lodestar");
        assertThat(rows(connection.getMetaData().getTables(null, null, "big", null))).isEmpty();
        assertThatThrownBy(() -> rows(statement.executeQuery("select id from orders")))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53400"));
      }
      assertThatThrownBy(() -> connect("bob", "wrong", serialization).getMetaData().getCatalogs())
          .isInstanceOf(Exception.class);
    }
    assertThat(Files.readString(audit))
        .contains(
            "\"user\":\"bob\",\"door\":\"avatica\",\"domain\":\"shop\",\"statement\":\"select"
                + " count(*) as n from orders\",\"status\":\"succeeded\",\"rows\":1");
  }

  private static String post(String user, String request) throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/avatica"))
                .header("Authorization", "Basic " + basic)
                .POST(BodyPublishers.ofString(request))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void aConnectionIsForWhoeverOpenedIt() throws Exception {
    assertThat(post("ann", "{\"request\":\"openConnection\",\"connectionId\":\"c\",\"info\":{}}"))
        .contains("\"response\":\"openConnection\"");
    String create = "{\"request\":\"createStatement\",\"connectionId\":\"c\"}";
    assertThat(post("bob", create)).contains("08003").doesNotContain("dev.lodestar");
    assertThat(post("ann", create)).contains("\"response\":\"createStatement\"");
  }

  @Test
  void whatIsNoRequestIsToldSoWithoutTraces() throws Exception {
    for (String body : List.of("", "{\"request\":", "\n\u007f\u007f", "x")) {
      assertThat(post("ann", body))
          .isEqualTo("The body is no request of Avatica's, in JSON or in protocol buffers");
    }
  }
}

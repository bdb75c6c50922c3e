package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.print.RowFormat;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.ScramVerifier;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.UsersFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lodestar sql} over a server gives what it gives over the warehouse. */
final class SqlOfServerTest {
  private static final String ENDLESS =
      "select count(*) from TABLE(number_spine(1, 1000000)) a"
          + " join TABLE(number_spine(1, 1000000)) b"
          + " on a.number_value * b.number_value < 0";

  private static final String PASSWORD = "correct horse";

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static HttpServer open;
  private static HttpServer closed;

  private record Printed(int code, String out, String err) {}

  @BeforeAll
  static void serve() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built
        .file(
            "gold/fruit.yaml",
            """
            description: {en: What there is, fr: Ce qu'il y a}
            key: [id]
            columns:
              name: {description: How it is called}
            """)
        .file("gold/fruit.sql", "SELECT 1 AS id, 'x' AS name")
        .table(
            "gold.fruit",
            """
            SELECT * FROM (VALUES
              (1, 'a, "b"', CAST(12.50 AS decimal(12,2)), DATE '2024-01-31', TIMESTAMP '2024-01-31 23:59:59.5', 0.1::double, true, 3000000000::bigint),
              (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (3, '', CAST(-0.05 AS decimal(12,2)), DATE '1969-12-31', TIMESTAMP '1969-12-31 00:00:00', 'nan'::double, false, -1::bigint)
            ) t(id, name, price, picked, packed, weight, ripe, boxes)
            """)
        .release("run-1");
    built.table("gold.fruit", "SELECT 7 AS id, 'new' AS name").release("run-2");
    String verifier = ScramVerifier.of(PASSWORD).toString();
    UsersFile.Outcome users =
        UsersFile.read(
            Files.writeString(
                directory.resolve("users.yaml"),
                """
                users:
                  ann: {password: "%s", roles: [shy]}
                roles:
                  shy: {domains: {oranges: {hide: [gold.fruit.name]}}}
                """
                    .formatted(verifier)));
    List<ServedDomain> domains = List.of(built.served());
    open = new HttpServer(domains, EngineSettings.FOR_A_FEW_QUERIES).start("127.0.0.1", 0);
    closed =
        new HttpServer(
                domains,
                EngineSettings.FOR_A_FEW_QUERIES,
                new Entrance(
                    SignIn.of(() -> users.users().orElseThrow(), AuditLog.NONE), Optional.empty()))
            .start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() throws Exception {
    closed.close();
    open.close();
    built.close();
  }

  private static Printed lodestar(String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            StandardCharsets.UTF_8);
    int code = Main.run(terminal, arguments);
    terminal.flush();
    return new Printed(
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8).replaceAll("\\d\\.\\d\\d s", "0.00 s"));
  }

  private static String address(HttpServer server, String path) {
    return "http://localhost:" + server.port() + path;
  }

  private static Printed here(String in, String... more) {
    return lodestar(
        in,
        arguments(
            built.folder().toString(), List.of("--warehouse", built.address().toString()), more));
  }

  private static Printed there(String in, String... more) {
    return lodestar(in, arguments(address(open, "/oranges"), List.of(), more));
  }

  private static String[] arguments(String where, List<String> options, String... more) {
    List<String> all = new ArrayList<>(List.of("sql", where));
    all.addAll(options);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "json"})
  void valuesOfEveryTypeAreThoseOfTheWarehouse(String format) {
    String[] asked = {"--as-of=1", "--format=" + format, "select * from fruit order by id"};
    Printed there = there("", asked);
    assertThat(there.out()).isEqualTo(here("", asked).out()).contains("3000000000");
    assertThat(there.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aScriptGoesOnAfterAMistakeAndShowsTables() {
    String script =
        """
        \\d fruit
        select nothing from fruit;
        select count(*) as n
          from fruit;
        \\as-of 1
        select count(*) as n from fruit;
        \\as-of 99
        select count(*) as n from fruit;
        """;
    Printed there = there(script, "--format=csv");
    assertThat(there.out())
        .isEqualTo(here(script, "--format=csv").out())
        .isEqualTo(
            "column,type,key,description\r\nid,integer,yes,\"\"\r\n"
                + "name,varchar,\"\",How it is called\r\nn\r\n1\r\nn\r\n3\r\nn\r\n3\r\n");
    assertThat(there.err())
        .contains("statement:1:8: unknown column \"nothing\"", "^^^^^^^", "release");
    assertThat(there.code()).isEqualTo(ExitCode.WRONG);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://ann:secret@localhost/x | 2 | Write no password into the address
          http://ann:my/secret@host/x   | 2 | Cannot read the address http://host/x
          http://ann:m@secret@host/x    | 2 | Cannot read the address http://host/x
          postgresql://localhost/x      | 2 | write it as http://HOST:PORT/DOMAIN
          http://localhost/a/b          | 2 | write it as http://HOST:PORT/DOMAIN
          http://localhost:1/x          | 3 | Cannot reach http://localhost:1
          """)
  void anAddressThatCannotBeIsToldSo(String address, int code, String message) {
    Printed printed = lodestar("", "sql", address, "select 1");
    assertThat(printed.err()).contains(message).doesNotContain("secret");
    assertThat(printed.code()).isEqualTo(code);
  }

  @Test
  void anotherDomainAndAnUnknownUserAreToldSo() {
    assertThat(lodestar("", "sql", address(open, "/apples"), "select 1").err())
        .contains("There is no domain \"apples\"", "/DOMAIN with one of oranges");
    assertThat(lodestar("", "sql", address(closed, "/oranges"), "select 1").err())
        .contains("wants to know who asks", "LODESTAR_TOKEN");
  }

  @Test
  void aTokenIsSentWithoutTheLineFeedOfItsFile() throws Exception {
    Map<String, String> token = Map.of(ServerAddress.TOKEN, "abc\n");
    assertThat(
            ServerAddress.of("http://localhost:1/x", token, user -> Optional.empty())
                .authorization())
        .contains("Bearer abc");
  }

  @Test
  void aUserSeesTheirOwnAndCanStopAStatement() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(InputStream.nullInputStream(), out, out, StandardCharsets.UTF_8);
    String address = address(closed, "").replace("//", "//ann@");
    Map<String, String> secret = Map.of(ServerAddress.PASSWORD, PASSWORD);
    ServerAddress ann = ServerAddress.of(address, secret, user -> Optional.empty());
    TablesOfServer tables = new TablesOfServer(ann, terminal);
    SqlShell shell = new SqlShell(tables, terminal, RowFormat.CSV);

    assertThat(tables.domain()).isEqualTo("oranges");
    assertThat(shell.statement("select * from fruit;", Lines.NONE)).isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("id\r\n7\r\n");

    Lines stopping =
        new Lines() {
          @Override
          public String next() {
            return "";
          }

          @Override
          public void stoppable(Runnable stop) {
            stop.run();
          }
        };
    assertThatThrownBy(
            () ->
                shell.statement(
                    "select count(*) from TABLE(number_spine(1, 1000000)) a"
                        + " join TABLE(number_spine(1, 1000000)) b"
                        + " on a.number_value * b.number_value < 0",
                    stopping))
        .isInstanceOfSatisfying(
            QueryFailed.class, e -> assertThat(e.reason()).isEqualTo(QueryFailed.Reason.CANCELLED));
    assertThatThrownBy(
            () ->
                new TablesOfServer(
                    ServerAddress.of(address, Map.of(), user -> Optional.of("a guess")), terminal))
        .hasMessageContaining("does not know this user and password");
  }

  @ParameterizedTest
  @CsvSource({
    "http://ann@lodestar.example:8765/x, password, true",
    "http://lodestar.example:8765/x, token, true",
    "https://ann@lodestar.example/x, password, false",
    "http://localhost:8765/x, token, false",
    "http://127.0.0.1:8765/x, token, false",
    "http://[::1]:8765/x, token, false",
    "http://localhost.example/x, token, true",
  })
  void whoeverSendsASecretThatOthersCanReadIsWarned(String address, String what, boolean warned)
      throws Exception {
    Map<String, String> secrets =
        Map.of(ServerAddress.TOKEN, "abc", ServerAddress.PASSWORD, "secret");
    ServerAddress read = ServerAddress.of(address, secrets, user -> Optional.empty());
    String warning =
        "Warning: the "
            + what
            + " goes to "
            + read.server()
            + " as it is, and whoever is on the way can read it; use https://";
    assertThat(read.warning()).isEqualTo(warned ? Optional.of(warning) : Optional.empty());
    assertThat(
            ServerAddress.of(address.replace("ann@", ""), Map.of(), user -> Optional.empty())
                .warning())
        .isEmpty();
  }

  @Test
  @Timeout(60)
  void aServerThatDoesNotAnswerIsNotWaitedForLong() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerAddress address =
          ServerAddress.of(
              "http://127.0.0.1:" + silent.getLocalPort(), Map.of(), user -> Optional.empty());
      assertThatThrownBy(
              () ->
                  new TablesOfServer(
                      address,
                      Terminal.of(
                          InputStream.nullInputStream(),
                          new ByteArrayOutputStream(),
                          new ByteArrayOutputStream(),
                          StandardCharsets.UTF_8),
                      Duration.ofSeconds(1)))
          .hasMessage(
              address.server()
                  + " has not answered for 1 s; see whether it is well, and try again");
    }
  }

  @Test
  @Timeout(60)
  void oneStatementIsStoppedAtTheServerWhenTheProcessIsEnded() throws Exception {
    assertThatThrownBy(
            () -> interrupted(Lines.NONE, (shell, lines) -> shell.statement(ENDLESS, lines)))
        .hasMessageContaining("The statement was cancelled");
  }

  @Test
  @Timeout(60)
  void aScriptIsStoppedAtTheServerWhenTheProcessIsEnded() throws Exception {
    Iterator<String> script = List.of(ENDLESS, "select 'and on' as it_goes").iterator();
    assertThat(interrupted(() -> script.hasNext() ? script.next() : null, SqlShell::run))
        .contains("The statement was cancelled")
        .doesNotContain("and on");
  }

  private interface Work {
    boolean of(SqlShell shell, Lines lines) throws Exception;
  }

  /** What is printed when the process is being ended while a statement runs. */
  private String interrupted(Lines from, Work work) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(InputStream.nullInputStream(), out, out, StandardCharsets.UTF_8);
    ServerAddress address =
        ServerAddress.of(address(open, "/oranges"), Map.of(), user -> Optional.empty());
    SqlShell shell = new SqlShell(new TablesOfServer(address, terminal), terminal, RowFormat.CSV);
    CountDownLatch running = new CountDownLatch(1);
    UntilInterrupted lines =
        new UntilInterrupted(from) {
          @Override
          public void stoppable(Runnable stop) {
            super.stoppable(stop);
            running.countDown();
          }
        };
    FutureTask<Boolean> ran =
        new FutureTask<>(
            () -> {
              try (lines) {
                return work.of(shell, lines);
              }
            });
    new Thread(ran).start();
    running.await();
    lines.interrupted();
    assertThat(ran.get()).isFalse();
    return out.toString(StandardCharsets.UTF_8);
  }
}

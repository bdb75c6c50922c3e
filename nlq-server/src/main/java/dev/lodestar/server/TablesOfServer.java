package dev.lodestar.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those that a server serves, by its HTTP API: statements run there, and are stopped there. */
final class TablesOfServer implements ShellTables {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ROWS = 100_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Until something of an answer comes: a server is asked to wait for a second at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** For telling a server that has not answered that its answer is of no use any more. */
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  private static final Set<String> OPEN = Set.of("PENDING", "RUNNING");

  private final ServerAddress address;
  private final Terminal terminal;
  private final Duration patience;
  private final PatientClient client = new PatientClient();
  private final String domain;
  private Optional<String> asOf = Optional.empty();

  /** Finds the domain that is meant. */
  TablesOfServer(ServerAddress address, Terminal terminal)
      throws IOException, QueryFailed, CannotServe {
    this(address, terminal, PATIENCE);
  }

  TablesOfServer(ServerAddress address, Terminal terminal, Duration patience)
      throws IOException, QueryFailed, CannotServe {
    this.address = address;
    this.terminal = terminal;
    this.patience = patience;
    List<String> names = new ArrayList<>();
    catalog().forEach(one -> names.add(one.path("name").asText()));
    String meant = address.domain().orElse(names.size() == 1 ? names.get(0) : "");
    if (!names.contains(meant)) {
      throw new CannotServe(
          (meant.isEmpty() ? "Which domain is meant?" : "There is no domain \"" + meant + "\";")
              + " write "
              + address.server()
              + "/DOMAIN with one of "
              + String.join(", ", names),
          null);
    }
    this.domain = meant;
  }

  @Override
  public String domain() {
    return domain;
  }

  private JsonNode catalog() throws IOException, QueryFailed {
    return send(address.request("/api/catalog").GET()).path("domains");
  }

  @Override
  public List<Listed> listed() throws IOException, QueryFailed {
    List<Listed> all = new ArrayList<>();
    for (JsonNode one : catalog()) {
      if (one.path("name").asText().equals(domain)) {
        one.path("tables").forEach(table -> all.add(listed(table)));
      }
    }
    return all;
  }

  private static Listed listed(JsonNode table) {
    List<String> key = new ArrayList<>();
    table.path("key").forEach(column -> key.add(column.asText()));
    List<ListedColumn> columns = new ArrayList<>();
    for (JsonNode column : table.path("columns")) {
      String name = column.path("name").asText();
      columns.add(
          new ListedColumn(name, column.path("type").asText(), key.contains(name), said(column)));
    }
    TableName name = new TableName(table.path("schema").asText(), table.path("name").asText());
    return new Listed(name, said(table), columns);
  }

  private static String said(JsonNode described) {
    return described.at("/description/en").asText().lines().findFirst().orElse("");
  }

  @Override
  public void readAsOf(Optional<String> when) throws IOException, QueryFailed {
    if (when.isPresent()) {
      submit("select 1 as here", when);
    }
    asOf = when;
  }

  @Override
  public OptionalLong run(
      String statement, Function<List<Column>, RowPrinter> printers, Lines input)
      throws IOException, QueryFailed {
    AtomicBoolean stopped = new AtomicBoolean();
    input.stoppable(() -> stopped.set(true));
    // The first answer has the number by which the statement is stopped.
    JsonNode answer = submit(statement, asOf);
    String id = answer.path("statement_id").asText();
    try {
      answer = ended(answer, id, stopped);
    } catch (IOException | QueryFailed e) {
      // Nobody will ask for its rows any more.
      stop(id, e);
      throw e;
    }
    String state = answer.at("/status/state").asText();
    if (state.equals("SUCCEEDED")) {
      return OptionalLong.of(print(answer, printers));
    }
    if (state.equals("CANCELED")) {
      throw new QueryFailed(QueryFailed.Reason.CANCELLED, "The statement was cancelled", null);
    }
    JsonNode error = answer.at("/status/error");
    String message = error.path("message").asText();
    if (!error.has("line")) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, message, null);
    }
    SqlProblem problem =
        new SqlProblem(
            error.path("line").asInt(),
            error.path("column").asInt(),
            error.path("length").asInt(),
            message.replaceFirst("^Line \\d+, column \\d+: ", ""),
            "");
    terminal.err().println(StatementReport.text(statement, problem));
    return OptionalLong.empty();
  }

  /** Asks for it until it has ended. */
  private JsonNode ended(JsonNode first, String id, AtomicBoolean stopped)
      throws IOException, QueryFailed {
    JsonNode answer = first;
    boolean told = false;
    while (OPEN.contains(answer.at("/status/state").asText())) {
      if (stopped.get() && !told) {
        told = true;
        send(cancel(id), patience);
      }
      pause();
      answer = send(address.request("/api/2.0/sql/statements/" + id).GET());
    }
    return answer;
  }

  private HttpRequest.Builder cancel(String id) {
    return address
        .request("/api/2.0/sql/statements/" + id + "/cancel")
        .POST(BodyPublishers.noBody());
  }

  /** Stops a statement if the server can be told; what went wrong before is told in any case. */
  private void stop(String id, Exception before) {
    boolean interrupted = Thread.interrupted();
    try {
      send(cancel(id), LAST_WORD.compareTo(patience) < 0 ? LAST_WORD : patience);
    } catch (IOException | QueryFailed e) {
      before.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private JsonNode submit(String statement, Optional<String> release)
      throws IOException, QueryFailed {
    ObjectNode body =
        JSON.createObjectNode()
            .put("statement", statement)
            .put("catalog", domain)
            .put("row_limit", MOST_ROWS)
            .put("wait_timeout", "1s");
    release.ifPresent(when -> body.put("as_of", when));
    return send(
        address
            .request("/api/2.0/sql/statements")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private long print(JsonNode answer, Function<List<Column>, RowPrinter> printers)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : answer.at("/manifest/schema/columns")) {
      columns.add(
          new Column(column.path("name").asText(), type(column.path("type_text").asText())));
    }
    RowPrinter printer = printers.apply(columns);
    long rows = 0;
    for (JsonNode row : answer.at("/result/data_array")) {
      List<@Nullable Object> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        cells.add(row.path(i).isNull() ? null : value(columns.get(i).type(), row.path(i).asText()));
      }
      printer.row(cells);
      rows++;
    }
    printer.end();
    if (answer.at("/manifest/truncated").asBoolean()) {
      terminal.flush();
      terminal
          .err()
          .println(
              String.format(
                  Locale.ROOT, "Only the first %,d rows: a server gives no more at once", rows));
    }
    return rows;
  }

  private static ColumnType type(String text) {
    String name =
        switch (text) {
          case "INT" -> "integer";
          case "STRING" -> "varchar";
          default -> text.toLowerCase(Locale.ROOT);
        };
    return ColumnType.parse(name)
        .orElseThrow(() -> new IllegalStateException("The server has another type: " + text));
  }

  private static Object value(ColumnType type, String text) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INTEGER -> Integer.valueOf(text);
      case BIGINT -> Long.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text);
      case VARCHAR -> text;
    };
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, QueryFailed {
    return send(request, patience);
  }

  private JsonNode send(HttpRequest.Builder request, Duration wait)
      throws IOException, QueryFailed {
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), wait);
    } catch (HttpConnectTimeoutException e) {
      throw cannotReach(e);
    } catch (HttpTimeoutException e) {
      throw new QueryFailed(
          QueryFailed.Reason.ERROR,
          address.server()
              + " has not answered for "
              + wait.toSeconds()
              + " s; see whether it is well, and try again",
          e);
    } catch (IOException e) {
      throw cannotReach(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (response.statusCode() == 401) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, address.howToSignIn(), null);
    }
    if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
      throw new QueryFailed(
          QueryFailed.Reason.ERROR, address.server() + " is no server of Lodestar's", null);
    }
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, answer.path("message").asText(), null);
    }
    return answer;
  }

  private QueryFailed cannotReach(IOException cause) {
    return new QueryFailed(
        QueryFailed.Reason.ERROR,
        "Cannot reach "
            + address.server()
            + ": "
            + (cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IOException("Interrupted while waiting for the server", cause);
  }
}

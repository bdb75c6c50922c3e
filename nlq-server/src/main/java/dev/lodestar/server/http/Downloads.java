package dev.lodestar.server.http;

import dev.lodestar.server.print.CsvPrinter;
import dev.lodestar.server.print.JsonPrinter;
import dev.lodestar.server.print.RowPrinter;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.Share;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.sql.SqlProblem;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Results as files, with all their rows: a statement that has succeeded is run once more, over the
 * same tables. A file is whole before the first byte of it is sent, so that nobody takes a part for
 * all, and a client that reads slowly keeps nothing but the file.
 */
final class Downloads {
  private static final Map<String, String> TYPES =
      Map.of(
          "csv", "text/csv; charset=utf-8",
          "json", "application/json",
          "parquet", "application/vnd.apache.parquet");
  private static final Map<String, CsvPrinter.Formulas> FORMULAS =
      Map.of(
          "kept", CsvPrinter.Formulas.KEPT,
          "disarmed", CsvPrinter.Formulas.DISARMED);

  private final Duration timeout;
  private final AuditLog audit;

  Downloads(Duration timeout, AuditLog audit) {
    this.timeout = timeout;
    this.audit = audit;
  }

  void send(Context context, SubmittedStatement statement) throws ApiProblem, IOException {
    String format = one(context, "format", TYPES.keySet(), "csv");
    CsvPrinter.Formulas formulas =
        FORMULAS.getOrDefault(
            one(context, "formulas", FORMULAS.keySet(), "kept"), CsvPrinter.Formulas.KEPT);
    if (statement.progress().state() != SubmittedStatement.State.SUCCEEDED) {
      throw ApiProblem.notReady(
          "There is no result: the statement is " + statement.progress().state());
    }
    Path file = statement.asked().endpoint().engine().newFile("." + format);
    boolean written = false;
    try {
      write(statement.asked(), Callers.of(context).share(), format, formulas, file);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
    context.contentType(TYPES.getOrDefault(format, ""));
    context.header("Content-Length", Long.toString(Files.size(file)));
    context.header("Content-Disposition", "attachment; filename=\"result." + format + "\"");
    context.result(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
  }

  private static String one(Context context, String parameter, Set<String> choices, String usual)
      throws ApiProblem {
    String given = Optional.ofNullable(context.queryParam(parameter)).orElse(usual);
    if (!choices.contains(given)) {
      throw ApiProblem.badRequest(
          parameter
              + " \""
              + given
              + "\" is not offered; use "
              + String.join(", ", new TreeSet<>(choices)));
    }
    return given;
  }

  private void write(
      Asked asked, Share share, String format, CsvPrinter.Formulas formulas, Path file)
      throws ApiProblem, IOException {
    long begun = System.nanoTime();
    String status = "failed";
    long rows = 0;
    try {
      Query query = asked.prepare(Optional.empty(), timeout, share);
      rows =
          format.equals("parquet")
              ? query.writeParquet(file).rows()
              : print(query, format, formulas, file);
      status = "succeeded";
    } catch (SqlProblem e) {
      throw new IllegalStateException("It was understood before: " + e.getMessage(), e);
    } catch (QueryFailed e) {
      ApiProblem problem = refusal(e);
      problem.addSuppressed(e);
      throw problem;
    } finally {
      audit.statement(
          new AuditLog.Entry(
              "http",
              asked.caller().name(),
              asked.domain(),
              asked.request().statement(),
              status,
              rows,
              Duration.ofNanos(System.nanoTime() - begun)));
    }
  }

  private static long print(Query query, String format, CsvPrinter.Formulas formulas, Path file)
      throws QueryFailed, IOException {
    try (PrintWriter out =
        new PrintWriter(
            Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW))) {
      RowPrinter printer =
          format.equals("csv")
              ? new CsvPrinter(query.columns(), out, formulas)
              : new JsonPrinter(query.columns(), out);
      long rows = query.run(printer).rows();
      printer.end();
      if (out.checkError()) {
        throw new IOException("Cannot write " + file + "; is the disk full?");
      }
      return rows;
    }
  }

  private static ApiProblem refusal(QueryFailed failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case BUSY -> ApiProblem.busy(message);
      case TOO_LARGE -> ApiProblem.failed("RESOURCE_EXHAUSTED", message);
      case TIMEOUT -> ApiProblem.failed("DEADLINE_EXCEEDED", message);
      case ERROR, CANCELLED -> ApiProblem.failed("BAD_REQUEST", message);
    };
  }
}

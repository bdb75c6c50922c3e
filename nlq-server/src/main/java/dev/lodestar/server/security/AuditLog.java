package dev.lodestar.server.security;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asked what, a JSON object a line. */
public final class AuditLog implements AutoCloseable {
  /** Keeps nothing. */
  public static final AuditLog NONE =
      new AuditLog("nowhere", null, LiteralsIn.SHOWN, Clock.systemUTC());

  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final @Nullable Writer file;
  private final LiteralsIn literals;
  private final Clock clock;

  /** What is kept of the texts and numbers in statements, which may be somebody's. */
  public enum LiteralsIn {
    SHOWN,
    MASKED
  }

  /**
   * What was asked, and what came of it.
   *
   * @param status in the door's words
   * @param rows how many were given
   */
  public record Entry(
      String door,
      String user,
      String domain,
      String statement,
      String status,
      long rows,
      Duration time) {}

  private AuditLog(String name, @Nullable Writer file, LiteralsIn literals, Clock clock) {
    this.name = name;
    this.file = file;
    this.literals = literals;
    this.clock = clock;
  }

  /** Goes on with a file, or begins it. */
  public static AuditLog in(Path file, LiteralsIn literals) throws IOException {
    return in(file, literals, Clock.systemUTC());
  }

  static AuditLog in(Path file, LiteralsIn literals, Clock clock) throws IOException {
    Writer writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new AuditLog(file.toString(), writer, literals, clock);
  }

  /** Notes a statement that has ended, or was refused. */
  public void statement(Entry entry) {
    write(
        json -> {
          json.writeStringField("event", "statement");
          json.writeStringField("user", entry.user());
          json.writeStringField("door", entry.door());
          json.writeStringField("domain", entry.domain());
          json.writeStringField(
              "statement",
              literals == LiteralsIn.MASKED
                  ? MaskedLiterals.of(entry.statement())
                  : entry.statement());
          json.writeStringField("status", entry.status());
          json.writeNumberField("rows", entry.rows());
          json.writeNumberField("ms", entry.time().toMillis());
        });
  }

  /** Notes that somebody started, or cancelled, a run. */
  public void run(String user, String domain, String runId, String what) {
    write(
        json -> {
          json.writeStringField("event", "run");
          json.writeStringField("user", user);
          json.writeStringField("door", "http");
          json.writeStringField("domain", domain);
          json.writeStringField("run", runId);
          json.writeStringField("status", what);
        });
  }

  void signIn(String door, String user, String from, boolean accepted) {
    write(
        json -> {
          json.writeStringField("event", "sign-in");
          json.writeStringField("user", user);
          json.writeStringField("door", door);
          json.writeStringField("from", from);
          json.writeStringField("status", accepted ? "accepted" : "refused");
        });
  }

  private interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private void write(Fields fields) {
    Optional<Writer> open = Optional.ofNullable(file);
    if (open.isEmpty()) {
      return;
    }
    try {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(line)) {
        json.writeStartObject();
        json.writeStringField("time", Instant.now(clock).toString());
        fields.to(json);
        json.writeEndObject();
      }
      synchronized (this) {
        open.get().write(line.append('\n').toString());
        open.get().flush();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write to the audit log " + name, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}

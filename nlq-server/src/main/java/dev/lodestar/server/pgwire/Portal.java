package dev.lodestar.server.pgwire;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its values, run as far as the client has asked for rows. */
final class Portal implements AutoCloseable {
  private final Statement statement;
  private final List<@Nullable Object> values;
  private final boolean[] binary;
  private volatile @Nullable Answer answer;
  private boolean ended;
  private long sent;

  Portal(Statement statement, List<@Nullable Object> values, boolean[] binary) {
    this.statement = statement;
    this.values = values;
    this.binary = binary;
  }

  Statement statement() {
    return statement;
  }

  boolean[] binary() {
    return binary;
  }

  /** What it gives; the statement begins when this is first asked for. */
  Answer answer() throws PgError {
    Answer begun = answer;
    if (begun == null) {
      begun = statement.run(values);
      answer = begun;
    }
    return begun;
  }

  /** Sends so many rows, or all; true when there are no more. */
  boolean send(Output output, long most) throws PgError, IOException {
    return send(new RowWriter(output, statement.fields().orElse(List.of()), binary), most);
  }

  boolean send(RowWriter writer, long most) throws PgError, IOException {
    if (!ended) {
      long before = writer.written();
      ended = answer().send(writer, most);
      sent += writer.written() - before;
    }
    return ended;
  }

  /** How many rows have been sent. */
  long sent() {
    return sent;
  }

  void cancel() {
    Answer begun = answer;
    if (begun != null) {
      begun.cancel();
    }
  }

  @Override
  public void close() throws PgError {
    Answer open = answer;
    if (open != null) {
      open.close();
    }
  }
}

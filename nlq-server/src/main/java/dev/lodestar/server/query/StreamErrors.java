package dev.lodestar.server.query;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import org.duckdb.DuckDBChunkedResult;

/**
 * Tells an error in the middle of a result from its end. To the driver both are the absence of
 * another chunk (2.0.0.1); it knows the difference, but keeps that to itself.
 */
final class StreamErrors {
  private static final MethodHandle CHECK = check();

  private StreamErrors() {}

  private static MethodHandle check() {
    try {
      return MethodHandles.privateLookupIn(DuckDBChunkedResult.class, MethodHandles.lookup())
          .findVirtual(DuckDBChunkedResult.class, "checkError", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not the DuckDB driver this was written for", e);
    }
  }

  /** To be called when there is no further chunk. */
  static void refuse(DuckDBChunkedResult result) throws SQLException {
    try {
      CHECK.invokeExact(result);
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot tell whether a result is whole", e);
    }
  }
}

package dev.lodestar.server.query;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a result as they come. */
@FunctionalInterface
public interface RowSink {

  /**
   * Takes the next row.
   *
   * @param cells null, Boolean, Long, Double, BigDecimal, LocalDate, LocalDateTime or String, as
   *     the column's type says
   */
  void row(List<@Nullable Object> cells) throws IOException;
}

package dev.lodestar.server.answer;

import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Column;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the statement that answers a question. */
public interface StatementRunner {

  /** The statement's rows, cut off when there are too many. */
  Rows run(String sql) throws QueryFailed, IOException;

  /** What came of it; cells may be texts already. */
  record Rows(List<Column> columns, List<List<@Nullable Object>> rows, boolean truncated) {
    public static final Rows NONE = new Rows(List.of(), List.of(), false);

    public Rows {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }
}

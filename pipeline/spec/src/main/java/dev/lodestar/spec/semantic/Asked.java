package dev.lodestar.spec.semantic;

import dev.lodestar.spec.SqlText;
import java.util.function.Function;

/** What gives an answer. */
public sealed interface Asked {

  /** A SELECT over gold. */
  record BySql(SqlText sql) implements Asked {
    @Override
    public <T> T match(Function<SqlText, T> sql, Function<ModelQuery, T> query) {
      return sql.apply(this.sql);
    }
  }

  /** A question in the words of the semantic model. */
  record ByModel(ModelQuery query) implements Asked {
    @Override
    public <T> T match(Function<SqlText, T> sql, Function<ModelQuery, T> query) {
      return query.apply(this.query);
    }
  }

  <T> T match(Function<SqlText, T> sql, Function<ModelQuery, T> query);
}

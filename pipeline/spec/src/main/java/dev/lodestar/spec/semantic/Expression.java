package dev.lodestar.spec.semantic;

import dev.lodestar.spec.SqlText;
import java.util.List;
import java.util.Optional;

/** A value or a measure in SQL, perhaps in several dialects. */
public record Expression(List<InDialect> dialects) {
  /** The dialect that we understand: ours is close to it. */
  public static final String ANSI_SQL = "ANSI_SQL";

  /** The expression in one dialect. */
  public record InDialect(String dialect, SqlText sql) {}

  public Expression {
    dialects = List.copyOf(dialects);
  }

  /** The text that we understand. */
  public Optional<SqlText> sql() {
    return in(ANSI_SQL);
  }

  /** The text in a dialect. */
  public Optional<SqlText> in(String dialect) {
    return dialects.stream()
        .filter(e -> e.dialect().equals(dialect))
        .map(InDialect::sql)
        .findFirst();
  }
}

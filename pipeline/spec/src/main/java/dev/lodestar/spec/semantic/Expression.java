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
    return dialects.stream()
        .filter(e -> e.dialect().equals(ANSI_SQL))
        .map(InDialect::sql)
        .findFirst();
  }
}

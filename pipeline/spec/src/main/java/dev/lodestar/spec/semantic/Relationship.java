package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Text;
import java.util.List;

/**
 * Many rows of one dataset belong to at most one of another.
 *
 * @param from the dataset of the many, as a fact
 * @param to the dataset of the one, as a dimension
 * @param fromColumns columns of the source of {@code from}
 * @param toColumns columns of the source of {@code to}, which are a key of it
 * @param role the part that the one plays, where it may play several: {@code shipped to}
 * @param join what becomes of rows that belong to none
 */
public record Relationship(
    String name,
    ColumnName from,
    ColumnName to,
    List<ColumnName> fromColumns,
    List<ColumnName> toColumns,
    AiContext ai,
    List<Extension> others,
    Text role,
    Wordings synonyms,
    Join join,
    Position at) {

  /** What becomes of rows that belong to none. */
  public enum Join {
    /** They stay, without what they would belong to. */
    LEFT,
    /** They are left out. */
    INNER
  }

  public Relationship {
    fromColumns = List.copyOf(fromColumns);
    toColumns = List.copyOf(toColumns);
    others = List.copyOf(others);
  }
}

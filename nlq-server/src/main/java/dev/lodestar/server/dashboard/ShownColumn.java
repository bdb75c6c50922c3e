package dev.lodestar.server.dashboard;

import dev.lodestar.semantic.AnswerColumn;
import dev.lodestar.semantic.Star;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Showing;
import java.util.Locale;
import java.util.Optional;

/**
 * A column of a tile's rows, with the words for it.
 *
 * @param filter the filter in which its values can be chosen
 */
public record ShownColumn(
    Column column,
    Text title,
    Text description,
    Showing showing,
    Role role,
    Optional<Grain> grain,
    Optional<String> filter) {

  /** What it does in an answer. */
  public enum Role {
    GROUP,
    MEASURE,
    /** A column of a SELECT, of which only the type tells. */
    UNTOLD
  }

  /**
   * Finds the words for a column.
   *
   * @param called what the tile calls it
   */
  static ShownColumn of(
      Column column,
      Optional<Text> called,
      Optional<AnswerColumn> known,
      Role otherwise,
      Optional<String> filter) {
    Optional<Metric> metric = known.flatMap(AnswerColumn::metric);
    Optional<Field> field = known.flatMap(AnswerColumn::field).map(Star.Place::field);
    Naming naming =
        metric.map(Metric::naming).or(() -> field.map(Field::naming)).orElse(Naming.NONE);
    String technical = field.map(f -> f.label().orElse(f.name())).orElse(column.name());
    return new ShownColumn(
        column,
        called.orElse(naming.name().equals(Text.NONE) ? plain(technical) : naming.name()),
        naming.description(),
        metric.map(Metric::showing).or(() -> field.map(Field::showing)).orElse(Showing.PLAIN),
        metric.isPresent() ? Role.MEASURE : otherwise,
        known.flatMap(AnswerColumn::grain),
        filter);
  }

  private static Text plain(String name) {
    String words = name.replace('_', ' ').strip();
    return Text.english(
        words.isEmpty()
            ? name
            : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
  }
}

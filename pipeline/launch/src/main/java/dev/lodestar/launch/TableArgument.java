package dev.lodestar.launch;

import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.TableName;
import java.util.Collection;
import java.util.List;

/** A table as it is named on the command line: with its layer, or without where that is clear. */
final class TableArgument {
  private TableArgument() {}

  static TableName of(String text, Collection<TableName> known) {
    List<TableName> found =
        known.stream()
            .filter(t -> text.contains(".") ? t.toString().equals(text) : t.name().equals(text))
            .sorted()
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    List<String> names = known.stream().map(TableName::toString).sorted().toList();
    String meant =
        found.isEmpty()
            ? Nearest.to(text, names).map(n -> "; did you mean " + n + "?").orElse("")
            : "; which of "
                + String.join(", ", found.stream().map(TableName::toString).toList())
                + "?";
    throw new UsageException(
        found.isEmpty()
            ? "There is no table " + text + meant + " There are " + String.join(", ", names)
            : "There are several tables " + text + meant);
  }
}

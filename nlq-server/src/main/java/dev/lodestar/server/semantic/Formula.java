package dev.lodestar.server.semantic;

import dev.lodestar.sql.SqlCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A metric taken apart: aggregates over rows, and what is computed from them.
 *
 * @param parts texts around the aggregates: one more than there are aggregates
 */
public record Formula(List<String> parts, List<Aggregate> aggregates) {
  /**
   * An aggregate.
   *
   * @param text the whole call
   * @param function in lower case
   * @param argument what stands between its parentheses, when there is nothing more to it
   */
  public record Aggregate(SqlText text, String function, SqlText argument, boolean plain) {}

  public Formula {
    parts = List.copyOf(parts);
    aggregates = List.copyOf(aggregates);
  }

  /** Reads a metric's expression. */
  public static Formula read(String sql, Function<String, Boolean> isDataset) {
    List<String> pieces = SqlText.cut(sql);
    List<String> parts = new ArrayList<>();
    List<Aggregate> aggregates = new ArrayList<>();
    StringBuilder around = new StringBuilder();
    int i = 0;
    while (i < pieces.size()) {
      int open = skipSpace(pieces, i + 1);
      String function = pieces.get(i).toLowerCase(Locale.ROOT);
      if (SqlCompiler.aggregates().contains(function)
          && open < pieces.size()
          && pieces.get(open).equals("(")) {
        int close = closing(pieces, open);
        int end = withSuffixes(pieces, close);
        String whole = String.join("", pieces.subList(i, end));
        String inside = String.join("", pieces.subList(open + 1, close - 1));
        boolean plain = end == close && !inside.toLowerCase(Locale.ROOT).startsWith("distinct");
        aggregates.add(
            new Aggregate(
                SqlText.read(whole, isDataset), function, SqlText.read(inside, isDataset), plain));
        parts.add(around.toString());
        around.setLength(0);
        i = end;
      } else {
        around.append(pieces.get(i));
        i++;
      }
    }
    parts.add(around.toString());
    return new Formula(parts, aggregates);
  }

  private static int skipSpace(List<String> pieces, int from) {
    int at = from;
    while (at < pieces.size() && pieces.get(at).isBlank()) {
      at++;
    }
    return at;
  }

  /** After the parenthesis that closes the one at a place. */
  private static int closing(List<String> pieces, int open) {
    int depth = 0;
    for (int i = open; i < pieces.size(); i++) {
      depth += pieces.get(i).equals("(") ? 1 : pieces.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return pieces.size();
  }

  private static int withSuffixes(List<String> pieces, int close) {
    int end = close;
    while (true) {
      int word = skipSpace(pieces, end);
      if (word >= pieces.size()) {
        return end;
      }
      String name = pieces.get(word).toLowerCase(Locale.ROOT);
      int next = skipSpace(pieces, word + 1);
      if (name.equals("within")) {
        next = skipSpace(pieces, next + 1);
      } else if (!name.equals("filter")) {
        return end;
      }
      if (next >= pieces.size() || !pieces.get(next).equals("(")) {
        return end;
      }
      end = closing(pieces, next);
    }
  }

  /** Whose rows it puts together. */
  public Set<String> datasets() {
    return aggregates.stream()
        .flatMap(aggregate -> aggregate.text().fields().stream())
        .map(FieldRef::dataset)
        .collect(Collectors.toSet());
  }

  /** Whether it is one aggregate and nothing around it. */
  public boolean isOne() {
    return aggregates.size() == 1 && parts.stream().allMatch(String::isBlank);
  }
}

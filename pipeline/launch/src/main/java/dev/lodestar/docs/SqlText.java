package dev.lodestar.docs;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL to be read: its keywords, texts and comments set apart, its tables linked. */
final class SqlText {
  private static final Pattern PART =
      Pattern.compile(
          "(?<comment>--[^\\n]*|/\\*.*?\\*/)|(?<text>'(?:[^']|'')*')|(?<quoted>\"[^\"]*\")"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?)",
          Pattern.DOTALL);

  private static final Set<String> KEYWORDS =
      Set.of(
          ("all and as asc between by case cast cross current desc distinct else end except exists"
                  + " extract false filter following from full group grouping having in inner"
                  + " intersect interval is join lateral left like limit not null nulls offset on or"
                  + " order outer over partition preceding qualify range right rollup row rows select"
                  + " sets similar table then to true try_cast unbounded union using values when"
                  + " where window with within")
              .split(" "));

  private SqlText() {}

  /**
   * @param page where a table is described; nowhere for what is no table
   */
  static Html of(String sql, Function<TableName, Optional<String>> page) {
    List<Html> parts = new ArrayList<>();
    Matcher part = PART.matcher(sql.strip());
    int end = 0;
    while (part.find()) {
      parts.add(Html.text(sql.strip().substring(end, part.start())));
      parts.add(marked(part, page));
      end = part.end();
    }
    parts.add(Html.text(sql.strip().substring(end)));
    return Html.all(parts);
  }

  private static Html marked(Matcher part, Function<TableName, Optional<String>> page) {
    String found = part.group();
    if (part.group("comment") != null) {
      return Html.el("span.sql-comment").of(found);
    }
    if (part.group("text") != null) {
      return Html.el("span.sql-text").of(found);
    }
    if (part.group("word") == null) {
      return Html.text(found);
    }
    if (KEYWORDS.contains(found.toLowerCase(Locale.ROOT))) {
      return Html.el("span.sql-word").of(found);
    }
    return found.contains(".")
        ? page.apply(TableName.parse(found.toLowerCase(Locale.ROOT)))
            .map(to -> Html.el("a", "href", to).of(found))
            .orElseGet(() -> Html.text(found))
        : Html.text(found);
  }
}

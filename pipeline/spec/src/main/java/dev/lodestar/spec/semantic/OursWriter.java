package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.YamlTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns what our extensions say into keys and values, as {@link NamingReader} reads them. */
final class OursWriter {
  private OursWriter() {}

  static YamlTree naming(Naming naming) {
    return new YamlTree()
        .with("name", text(naming.name()))
        .with("synonyms", wordings(naming.synonyms()))
        .with("description", text(naming.description()))
        .with("hidden", naming.hidden() ? Boolean.TRUE : null);
  }

  static YamlTree showing(Showing showing) {
    return new YamlTree()
        .with("format", showing.format())
        .with("unit", showing.unit())
        .with("currency", showing.currency())
        .with("better-is-lower", showing.betterIsLower() ? Boolean.TRUE : null);
  }

  static Map<String, String> text(Text text) {
    return text.byLanguage();
  }

  static Map<String, List<String>> wordings(Wordings wordings) {
    return wordings.byLanguage();
  }

  /** The word in files for one of the things it may stand for. */
  static <T> String word(Optional<T> value, Map<String, T> words) {
    return words.entrySet().stream()
        .filter(word -> value.filter(word.getValue()::equals).isPresent())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  static YamlTree values(Values values) {
    YamlTree aliases = new YamlTree();
    values.aliases().forEach((value, words) -> aliases.with(value, wordings(words)));
    return new YamlTree()
        .with("dictionary", values.dictionary().orElse(null))
        .with("aliases", aliases);
  }

  static YamlTree calendar(Calendar calendar) {
    YamlTree tree = new YamlTree();
    if (calendar.fiscalYearStarts() != Calendar.USUAL.fiscalYearStarts()) {
      tree.put("fiscal-year-starts", calendar.fiscalYearStarts());
    }
    if (calendar.weekStarts() != Calendar.USUAL.weekStarts()) {
      tree.put("week-starts", calendar.weekStarts().name().toLowerCase(Locale.ROOT));
    }
    if (!calendar.today().equals(Calendar.USUAL.today())) {
      tree.put("today", calendar.today().date().map(Object::toString).orElse("latest"));
    }
    return tree;
  }

  static YamlTree filter(NamedFilter filter) {
    YamlTree tree = new YamlTree().with("filter", filter.name());
    tree.putAll(naming(filter.naming()));
    return tree.with("sql", sql(filter.sql()));
  }

  static YamlTree verified(VerifiedQuery verified) {
    YamlTree tree = new YamlTree().with("ask", wordings(verified.ask()));
    tree.putAll(
        verified.answer().match(s -> new YamlTree().with("sql", sql(s)), OursWriter::query));
    return tree;
  }

  private static YamlTree query(ModelQuery query) {
    return new YamlTree()
        .with("measures", query.measures().stream().map(ColumnName::name).toList())
        .with("by", query.by().stream().map(OursWriter::group).toList())
        .with("where", query.where().stream().map(SqlText::text).toList())
        .with("order", query.order().stream().map(OursWriter::order).toList())
        .with("limit", query.limit().orElse(null));
  }

  private static String group(ModelQuery.Group group) {
    return group
        .grain()
        .map(grain -> grain.word() + "(" + group.field().name() + ")")
        .orElse(group.field().name());
  }

  private static String order(ModelQuery.Order order) {
    return order.by().name() + (order.descending() ? " desc" : "");
  }

  /** JSON has no texts of several lines, so each line is one. */
  private static Object sql(SqlText sql) {
    List<String> lines = sql.text().lines().toList();
    return lines.size() == 1 ? lines.get(0) : lines;
  }
}

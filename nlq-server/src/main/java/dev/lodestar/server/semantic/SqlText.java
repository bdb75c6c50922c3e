package dev.lodestar.server.semantic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SQL expression cut into pieces, of which some name fields ({@code dataset.field}) or columns.
 */
public record SqlText(List<Piece> pieces) {
  private static final Pattern PIECES =
      Pattern.compile(
          "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*|\\d+(?:\\.\\d+)?|\\s+|.",
          Pattern.DOTALL);

  /** Text as it is, or the name of a field. */
  public sealed interface Piece {}

  record Plain(String text) implements Piece {}

  record OfField(FieldRef field) implements Piece {}

  public SqlText {
    pieces = List.copyOf(pieces);
  }

  /** Reads an expression in which {@code dataset.field} names fields of these datasets. */
  public static SqlText read(String sql, Function<String, Boolean> isDataset) {
    List<String> parts = cut(sql);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i + 2 < parts.size()
          && isName(parts.get(i))
          && parts.get(i + 1).equals(".")
          && isName(parts.get(i + 2))
          && isDataset.apply(name(parts.get(i)))) {
        pieces.add(new OfField(new FieldRef(name(parts.get(i)), name(parts.get(i + 2)))));
        i += 2;
      } else {
        pieces.add(new Plain(parts.get(i)));
      }
    }
    return new SqlText(pieces);
  }

  /** The words, names, texts and signs of an expression. */
  static List<String> cut(String sql) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PIECES.matcher(sql.strip());
    while (matcher.find()) {
      parts.add(matcher.group().isBlank() ? " " : matcher.group());
    }
    return parts;
  }

  static boolean isName(String part) {
    char first = part.charAt(0);
    return first == '"' || first == '_' || Character.isLetter(first);
  }

  /** What a written name names. */
  static String name(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(Locale.ROOT);
  }

  /** The expression with every field written by somebody who knows how. */
  public String write(Function<FieldRef, String> field) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(piece instanceof OfField of ? field.apply(of.field()) : ((Plain) piece).text());
    }
    return text.toString();
  }

  /** The fields that it names. */
  public Set<FieldRef> fields() {
    Set<FieldRef> fields = new TreeSet<>();
    for (Piece piece : pieces) {
      if (piece instanceof OfField of) {
        fields.add(of.field());
      }
    }
    return fields;
  }

  /** An expression over columns with each column written by somebody who knows how. */
  public static String withColumns(
      String sql, List<String> columns, Function<String, String> column) {
    StringBuilder text = new StringBuilder();
    List<String> parts = cut(sql);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean called = i + 1 < parts.size() && parts.get(i + 1).equals("(");
      boolean named = isName(part) && !called && columns.contains(name(part));
      text.append(named ? column.apply(name(part)) : part);
    }
    return text.toString();
  }

  /** Whether an expression is a column and nothing else. */
  public static boolean isColumn(String sql, List<String> columns) {
    List<String> parts = cut(sql);
    return parts.size() == 1 && isName(parts.get(0)) && columns.contains(name(parts.get(0)));
  }
}

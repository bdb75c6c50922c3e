package dev.lodestar.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Compares rows of ours with answers of others, who write values in other ways. */
final class CorpusAnswers {
  private static final MathContext TEN_DIGITS = new MathContext(10);

  private CorpusAnswers() {}

  /** Whether rows, in which an absent value is {@code null}, are what was expected. */
  static boolean agree(List<List<String>> rows, Corpus.Answer expected) {
    if (expected instanceof Corpus.Answer.Rows printed) {
      return sorted(rows).equals(sorted(printed.rows()));
    }
    if (expected instanceof Corpus.Answer.Values one) {
      return values(rows, one.types(), one.sortedOneByOne(), one.sortedByRow())
          .equals(one.values());
    }
    Corpus.Answer.Hash hash = (Corpus.Answer.Hash) expected;
    List<String> values = values(rows, hash.types(), hash.sortedOneByOne(), hash.sortedByRow());
    return values.size() == hash.count() && md5(values).equals(hash.hash());
  }

  private static List<String> sorted(List<List<String>> rows) {
    return rows.stream()
        .map(row -> String.join("|", row.stream().map(CorpusAnswers::plain).toList()))
        .sorted()
        .toList();
  }

  /** 1, 1.0 and 1E0 are the same number, and what is absent is shown as nothing. */
  private static String plain(String cell) {
    if (cell.equals("null")) {
      return "";
    }
    if (!cell.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      return cell.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)\\.0$", "$1");
    }
    BigDecimal number = new BigDecimal(cell).round(TEN_DIGITS);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static List<String> values(
      List<List<String>> rows, String types, boolean oneByOne, boolean byRow) {
    List<List<String>> written = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(written(row.get(i), i < types.length() ? types.charAt(i) : 'T'));
      }
      written.add(cells);
    }
    if (byRow) {
      written.sort((one, other) -> String.join("\n", one).compareTo(String.join("\n", other)));
    }
    List<String> values = new ArrayList<>(written.stream().flatMap(List::stream).toList());
    if (oneByOne) {
      values.sort(null);
    }
    return values;
  }

  /** As the scripts of sqllogictest ask for: whole numbers, numbers with three digits, or texts. */
  private static String written(String cell, char type) {
    if (cell.equals("null")) {
      return "NULL";
    }
    if (cell.equals("true") || cell.equals("false")) {
      return cell.equals("true") ? "1" : "0";
    }
    return switch (type) {
      case 'I' -> plain(cell);
      case 'R' -> new BigDecimal(cell).setScale(3, RoundingMode.HALF_UP).toPlainString();
      default -> cell.isEmpty() ? "(empty)" : cell;
    };
  }

  private static String md5(List<String> values) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (String value : values) {
        md5.update((value + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

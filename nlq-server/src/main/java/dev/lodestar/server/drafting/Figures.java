package dev.lodestar.server.drafting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers that are known, to hold those of a text against. */
final class Figures {
  /** Digits, with whatever may separate them within a number or one number from the next. */
  private static final Pattern RUN = Pattern.compile("\\d(?:[\\d.,'’\\s\u00a0\u202f]*\\d)?");

  private static final String SPACE = "[\\s\u00a0\u202f]";
  private static final Pattern BETWEEN = Pattern.compile("[.,]?" + SPACE + "+");

  /** What may follow a number. */
  private static final Pattern UNIT = Pattern.compile("(" + SPACE + "*-?)(%|\\p{L}+\\d*)");

  /** Words with digits and letters, as names of things have them. */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\d]*(?:\\d\\p{L}|\\p{L}\\d)[\\p{L}\\d]*");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(?:\\.\\d{1,40})?");

  /** What is written close to a number that counts where something stands. */
  private static final Set<String> ORDINALS =
      Set.of("st", "nd", "rd", "th", "er", "re", "e", "ème");

  /** How many a number stands for with a word after it. */
  private static final Map<String, BigDecimal> SCALES =
      Map.ofEntries(
          scale("k", 3),
          scale("thousand", 3),
          scale("mille", 3),
          scale("milliers", 3),
          scale("million", 6),
          scale("millions", 6),
          scale("billion", 9),
          scale("mn", 6),
          scale("mio", 6),
          scale("billions", 9),
          scale("bn", 9),
          scale("mrd", 9),
          scale("md", 9),
          scale("mds", 9),
          scale("milliard", 9),
          scale("milliards", 9),
          scale("trillion", 12),
          scale("trillions", 12));

  /** The same close to the number; with a space between they may be units of something else. */
  private static final Map<String, BigDecimal> LETTERS =
      Map.ofEntries(scale("m", 6), scale("b", 9));

  /** A number as some language writes it, with the separators that this takes away. */
  private record Writing(Pattern shape, String groups, char point) {
    static Writing of(String group, String point) {
      return new Writing(
          Pattern.compile("\\d{1,3}(?:" + group + "\\d{3})+(?:" + point + "\\d+)?"),
          group,
          point.charAt(point.length() - 1));
    }
  }

  private static final List<Writing> WRITINGS =
      List.of(
          new Writing(Pattern.compile("\\d+(?:\\.\\d+)?"), "", '.'),
          new Writing(Pattern.compile("\\d+(?:,\\d+)?"), "", ','),
          Writing.of(",", "\\."),
          Writing.of("\\.", ","),
          Writing.of("['’\\s\u00a0\u202f]", "\\."),
          Writing.of("['’\\s\u00a0\u202f]", ","));

  /** A rounded number is further from what it stands for by a twentieth of that at most. */
  private static final BigDecimal COARSEST = new BigDecimal("0.05");

  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** No number has more groups of three digits. */
  private static final int MOST_GROUPS = 8;

  private final Set<BigDecimal> known = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /** Takes in all numbers of texts; a text that is a number by itself is that one only. */
  static Figures in(Collection<String> texts) {
    Figures figures = new Figures();
    for (String text : texts) {
      if (NUMBER.matcher(text).matches()) {
        figures.add(new BigDecimal(text));
      } else {
        RUN.matcher(text).results().forEach(run -> figures.addAll(run.group()));
        NAME.matcher(text)
            .results()
            .forEach(name -> figures.names.add(name.group().toLowerCase(Locale.ROOT)));
      }
    }
    return figures;
  }

  private void add(BigDecimal number) {
    known.add(number.abs().stripTrailingZeros());
  }

  private void addAll(String run) {
    readings(run).forEach(this::add);
    Stream.of(BETWEEN.split(run)).flatMap(part -> readings(part).stream()).forEach(this::add);
  }

  /** The numbers of a text, as they stand there, that no known one bears out. */
  List<String> unknownIn(String text) {
    List<String> unknown = new ArrayList<>();
    // What is called as in the rows is no number.
    String plain =
        NAME.matcher(text)
            .replaceAll(
                name ->
                    names.contains(name.group().toLowerCase(Locale.ROOT))
                        ? ""
                        : Matcher.quoteReplacement(name.group()));
    for (Matcher run = RUN.matcher(plain); run.find(); ) {
      Matcher after = UNIT.matcher(plain).region(run.end(), plain.length());
      boolean unit = after.lookingAt();
      String word = unit ? after.group(2).toLowerCase(Locale.ROOT) : "";
      boolean close = unit && after.group(1).isEmpty();
      Optional<BigDecimal> scale = scale(word, close);
      if (scale.isEmpty() || !isKnown(run.group(), word.equals("%"), scale.get())) {
        boolean told = close || word.equals("%") || SCALES.containsKey(word);
        unknown.add(run.group() + (told ? after.group() : ""));
      }
      if (close) {
        run.region(after.end(), plain.length());
      }
    }
    return unknown;
  }

  /** How many a number stands for before a word; empty where nobody knows. */
  private static Optional<BigDecimal> scale(String word, boolean close) {
    BigDecimal scale = SCALES.get(word);
    if (scale == null && close) {
      scale = LETTERS.get(word);
    }
    boolean plain = !close || word.equals("%") || ORDINALS.contains(word);
    return Optional.ofNullable(scale != null ? scale : plain ? BigDecimal.ONE : null);
  }

  /** A run is one number, or several with spaces between; what follows belongs to the last. */
  private boolean isKnown(String run, boolean percent, BigDecimal scale) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    List<Integer> ends = new ArrayList<>();
    for (Matcher between = BETWEEN.matcher(run); between.find(); ) {
      ends.add(between.start());
      starts.add(between.end());
    }
    ends.add(run.length());
    boolean[] fromHere = new boolean[starts.size() + 1];
    fromHere[starts.size()] = true;
    for (int first = starts.size() - 1; first >= 0; first--) {
      int most = Math.min(starts.size(), first + MOST_GROUPS);
      for (int last = first; last < most && !fromHere[first]; last++) {
        boolean end = last == starts.size() - 1;
        fromHere[first] =
            fromHere[last + 1]
                && readings(run.substring(starts.get(first), ends.get(last))).stream()
                    .anyMatch(
                        number -> isKnown(number, end && percent, end ? scale : BigDecimal.ONE));
      }
    }
    return fromHere[0];
  }

  private boolean isKnown(BigDecimal said, boolean percent, BigDecimal scale) {
    return bearsOut(said, scale)
        // Shares are kept as parts of one, and told as parts of a hundred.
        || (percent && bearsOut(said, BigDecimal.ONE.divide(HUNDRED)));
  }

  private boolean bearsOut(BigDecimal said, BigDecimal scale) {
    BigDecimal meant = said.multiply(scale);
    BigDecimal half = BigDecimal.ONE.movePointLeft(said.scale()).multiply(HALF).multiply(scale);
    return known.stream()
        .anyMatch(
            number -> {
              BigDecimal off = number.subtract(meant).abs();
              return off.signum() == 0
                  || (off.compareTo(half) <= 0 && off.compareTo(number.multiply(COARSEST)) <= 0);
            });
  }

  private static List<BigDecimal> readings(String run) {
    List<BigDecimal> readings = new ArrayList<>();
    for (Writing writing : WRITINGS) {
      if (writing.shape().matcher(run).matches()) {
        String plain = writing.groups().isEmpty() ? run : run.replaceAll(writing.groups(), "");
        readings.add(new BigDecimal(plain.replace(writing.point(), '.')));
      }
    }
    return readings;
  }

  private static Map.Entry<String, BigDecimal> scale(String word, int zeros) {
    return Map.entry(word, BigDecimal.ONE.movePointRight(zeros));
  }
}

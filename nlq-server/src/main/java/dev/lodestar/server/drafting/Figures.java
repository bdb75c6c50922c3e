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

  /** What may follow a number, and how many it then stands for. */
  private static final Pattern SCALE = Pattern.compile(SPACE + "*(%|\\p{L}+)");

  private static final Map<String, BigDecimal> SCALES =
      Map.ofEntries(
          scale("k", 3),
          scale("thousand", 3),
          scale("mille", 3),
          scale("milliers", 3),
          scale("million", 6),
          scale("millions", 6),
          scale("billion", 9),
          scale("billions", 9),
          scale("bn", 9),
          scale("milliard", 9),
          scale("milliards", 9));

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

  private final Set<BigDecimal> known = new HashSet<>();

  /** Takes in all numbers of texts; a text that is a number by itself is that one only. */
  static Figures in(Collection<String> texts) {
    Figures figures = new Figures();
    for (String text : texts) {
      Optional<BigDecimal> number = number(text);
      if (number.isPresent()) {
        figures.add(number.get());
      } else {
        RUN.matcher(text).results().forEach(run -> figures.addAll(run.group()));
      }
    }
    return figures;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
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
    for (Matcher run = RUN.matcher(text); run.find(); ) {
      Matcher after = SCALE.matcher(text).region(run.end(), text.length());
      String unit = after.lookingAt() ? after.group(1).toLowerCase(Locale.ROOT) : "";
      if (!isKnown(run.group(), unit)) {
        unknown.add(
            run.group() + (SCALES.containsKey(unit) || unit.equals("%") ? after.group() : ""));
      }
    }
    return unknown;
  }

  /** A run is one number, or several with spaces between; what follows belongs to the last. */
  private boolean isKnown(String run, String unit) {
    if (readings(run).stream().anyMatch(number -> isKnown(number, unit))) {
      return true;
    }
    for (Matcher between = BETWEEN.matcher(run); between.find(); ) {
      if (isKnown(run.substring(0, between.start()), "")
          && isKnown(run.substring(between.end()), unit)) {
        return true;
      }
    }
    return false;
  }

  private boolean isKnown(BigDecimal said, String unit) {
    BigDecimal scale = SCALES.getOrDefault(unit, BigDecimal.ONE);
    return bearsOut(said, scale)
        // Shares are kept as parts of one, and told as parts of a hundred.
        || (unit.equals("%") && bearsOut(said, BigDecimal.ONE.divide(HUNDRED)));
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

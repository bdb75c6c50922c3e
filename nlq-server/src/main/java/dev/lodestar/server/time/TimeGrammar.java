package dev.lodestar.server.time;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Chart;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads phrases of time. "Today" is given, never taken from a clock, so a phrase means the same
 * whenever it is read.
 *
 * <p>The rules are those of both languages; what differs are the words, and a few orders of words.
 * "Last N units" leaves the current unit out. A month, day or weekday without its year is the
 * latest that has begun. Both ends of "from … to …" belong to the range.
 */
public final class TimeGrammar {
  /** The kind of pieces that mean a {@link TimeRange}. */
  public static final String RANGE = "RANGE";

  /** The same with its preposition: "in May". */
  public static final String WHEN = "WHEN";

  private static final int UNLIKELY = 20;
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  private final Language language;
  private final LocalDate today;
  private final DayOfWeek weekStarts;
  private final int fiscalStart;
  private final Words words;
  private final Words numbers;
  private final Grammar grammar = new Grammar();

  /**
   * @param fiscalStart the first month of the fiscal year, which bears the number of the calendar
   *     year in which it ends
   */
  public TimeGrammar(Language language, LocalDate today, DayOfWeek weekStarts, int fiscalStart) {
    this.language = language;
    this.today = today;
    this.weekStarts = weekStarts;
    this.fiscalStart = fiscalStart;
    this.words = Words.read(TimeGrammar.class, "time-" + language.code() + ".words");
    this.numbers = Numbers.words(language);
    Numbers.addTo(grammar);
    partOfDates();
    dates();
    units();
    insideOthers();
    intervals();
    prepositions();
  }

  /** The words that it knows, for telling misspelt ones. */
  public Set<String> vocabulary() {
    Set<String> all = new java.util.TreeSet<>(words.vocabulary());
    all.addAll(numbers.vocabulary());
    return all;
  }

  /** Every phrase of time, number and unit in a row of tokens. */
  public Chart in(List<Token> tokens) {
    List<Piece> known = new ArrayList<>(words.in(tokens));
    known.addAll(numbers.in(tokens));
    known.addAll(Numbers.in(tokens, language));
    for (int i = 0; i < tokens.size(); i++) {
      sign(tokens, i).ifPresent(known::add);
      if (tokens.get(i).kind() == Token.Kind.NUMBER) {
        written(tokens.get(i).text(), i).ifPresent(known::add);
        year(tokens, i).ifPresent(known::add);
      }
    }
    return Chart.parse(grammar, tokens.size(), known);
  }

  /** What a whole phrase means; empty when it is no phrase of time or means several things. */
  public Optional<TimeRange> read(String phrase) {
    List<Token> tokens = Tokens.of(phrase);
    List<Piece> pieces = in(tokens).pieces(WHEN, 0, tokens.size());
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    int least = pieces.stream().mapToInt(Piece::cost).min().orElseThrow();
    List<TimeRange> best =
        pieces.stream()
            .filter(piece -> piece.cost() == least)
            .map(piece -> (TimeRange) piece.meaning())
            .toList();
    boolean agree = best.stream().allMatch(range -> range.sameDays(best.get(0)));
    return agree ? Optional.of(best.get(0)) : Optional.empty();
  }

  private static Optional<Piece> sign(List<Token> tokens, int i) {
    return switch (tokens.get(i).text()) {
      case "," -> Optional.of(Piece.word("comma", i, i + 1));
      case "/" -> Optional.of(Piece.word("slash", i, i + 1));
      case "-" -> Optional.of(Piece.word("dash", i, i + 1));
      case "." -> Optional.of(Piece.word("dot", i, i + 1));
      default -> Optional.empty();
    };
  }

  /** A date like 2024-12-31 or 31.12.2024. */
  private static Optional<Piece> written(String text, int at) {
    if (text.matches("\\d{4}-\\d{1,2}-\\d{1,2}")) {
      String[] parts = text.split("-", -1);
      return Optional.ofNullable(
              Partial.date(
                  Integer.parseInt(parts[0]),
                  Integer.parseInt(parts[1]),
                  Integer.parseInt(parts[2])))
          .map(date -> new Piece("POINT", at, at + 1, date, 0));
    }
    if (!text.matches("\\d{1,2}\\.\\d{1,2}\\.\\d{4}")) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    return Optional.ofNullable(
            Partial.date(
                Integer.parseInt(parts[2]), Integer.parseInt(parts[1]), Integer.parseInt(parts[0])))
        .map(date -> new Piece("POINT", at, at + 1, date, 0));
  }

  private static Optional<Piece> year(List<Token> tokens, int at) {
    String text = tokens.get(at).text();
    if (!text.matches("\\d{4}")) {
      return Optional.empty();
    }
    int year = Integer.parseInt(text);
    return year < FIRST_YEAR || year > LAST_YEAR
        ? Optional.empty()
        : Optional.of(new Piece("YEARNUM", at, at + 1, year, 0));
  }

  private void partOfDates() {
    grammar.rule("YEAR4", "YEARNUM ad?", a -> a.number(0));
    grammar.rule("YEAR2", "DIGITS", a -> twoDigits(a.at(0)));
    grammar.rule("DAYNUM", "DIGITS", a -> small(a.at(0), 31));
    grammar.rule("DAYNUM", "ORD", a -> a.number(0) <= 31 ? a.<Integer>at(0) : null);
    grammar.rule("DAYNUM", "WHOLE", a -> small(a.at(0), 31));
    grammar.rule("MONTHNUM", "DIGITS", a -> small(a.at(0), 12));
    grammar.rule("MONTHDOT", "MONTH dot?", a -> a.number(0));
    grammar.rule("WDAY", "WEEKDAY dot? comma?", a -> a.number(0));
  }

  private static @Nullable Partial dayOfMonth(BigDecimal number) {
    Integer day = small(number, 31);
    return day == null ? null : Partial.day(day);
  }

  private static @Nullable Integer small(BigDecimal number, int most) {
    if (number.scale() != 0 || number.precision() > 2) {
      return null;
    }
    int value = number.intValueExact();
    return value >= 1 && value <= most ? value : null;
  }

  private static @Nullable Integer twoDigits(BigDecimal number) {
    return number.scale() == 0 && number.precision() == 2 ? 2000 + number.intValueExact() : null;
  }

  private void dates() {
    Grammar g = grammar;
    g.rule("POINT", "YEAR4", a -> Partial.year(a.number(0)));
    g.rule("POINT", "the? year of? YEAR4", a -> Partial.year(a.number(3)));
    g.rule("POINT", "MONTHDOT", a -> Partial.month(a.number(0)));
    g.rule(
        "POINT", "MONTHDOT comma? of? YEAR4", a -> Partial.month(a.number(0)).inYear(a.number(3)));
    g.rule("DATE", "the? DAYNUM of? MONTHDOT", a -> Partial.date(a.number(3), a.number(1)));
    g.rule("DATE", "MONTHDOT the? DAYNUM", a -> Partial.date(a.number(0), a.number(2)));
    g.rule("POINT", "DATE", a -> a.<Partial>at(0));
    g.rule("FULL", "DATE comma? of? YEAR4", a -> a.<Partial>at(0).inYear(a.number(3)));
    g.rule("FULL", 1, "DATE YEAR2", a -> a.<Partial>at(0).inYear(a.number(1)));
    g.rule("POINT", "FULL", a -> a.<Partial>at(0));
    g.rule("POINT", "the? WDAY DATE|FULL", a -> a.<Partial>at(2).on(a.number(1)));
    g.rule("POINT", "DATE|FULL comma? WDAY", a -> a.<Partial>at(0).on(a.number(2)));
    g.rule("POINT", "WDAY", a -> Partial.weekday(a.number(0)));
    g.rule(
        "POINT",
        "WDAY the? DAYNUM",
        a -> {
          Partial day = Partial.day(a.number(2));
          return day == null ? null : day.on(a.number(0));
        });
    // "The 15th" may be a day, "the first" in words is one of any things.
    if (language == Language.EN) {
      g.rule("LONEDAY", "the DIGITS nth?", a -> dayOfMonth(a.at(1)));
      g.rule("LONEDAY", "on DAYNUM", a -> Partial.day(a.number(1)));
    } else {
      // « Le deuxième » and « le premier » are one of any things; of ordinals « le 1er » is a day.
      g.rule("LONEDAY", "the|on DIGITS", a -> dayOfMonth(a.at(1)));
      g.rule(
          "LONEDAY",
          "the|on DIGITS nth",
          a -> BigDecimal.ONE.compareTo(a.at(1)) == 0 ? Partial.day(1) : null);
    }
    g.rule("POINT", UNLIKELY, "LONEDAY", a -> a.<Partial>at(0));
    // Digits: year first, or in the order of the language.
    g.rule(
        "POINT",
        "YEAR4 dash|slash MONTHNUM dash|slash DAYNUM",
        a -> Partial.date(a.number(0), a.number(2), a.number(4)));
    g.rule("POINT", "YEAR4 dash MONTHNUM", a -> Partial.month(a.number(2)).inYear(a.number(0)));
    boolean monthFirst = language == Language.EN;
    int m = monthFirst ? 0 : 2;
    int d = monthFirst ? 2 : 0;
    g.rule(
        "POINT",
        "DAYNUM slash DAYNUM slash YEAR4|YEAR2",
        a -> Partial.date(a.number(4), a.number(m), a.number(d)));
    g.rule("POINT", 2, "DAYNUM slash DAYNUM", a -> Partial.date(a.number(m), a.number(d)));
    if (monthFirst) {
      g.rule("POINT", UNLIKELY, "DAYNUM dash DAYNUM", a -> Partial.date(a.number(0), a.number(2)));
    } else {
      g.rule("POINT", UNLIKELY, "DAYNUM MONTHNUM", a -> Partial.date(a.number(1), a.number(0)));
      g.rule(
          "POINT",
          UNLIKELY,
          "DAYNUM MONTHNUM YEAR4|YEAR2",
          a -> Partial.date(a.number(2), a.number(1), a.number(0)));
    }
    quarters("QUARTER", "quarter", "q", Partial::quarter);
    quarters("HALF", "half", "h", Partial::half);
    quarters("WEEKN", "week", "w", Partial::week);
    g.rule("POINT", "QUARTER|HALF|WEEKN", a -> fiscalStart == 1 ? a.<Partial>at(0) : null);
    if (fiscalStart != 1) {
      // Without a word, a quarter may be of either calendar: both readings are kept.
      g.rule("POINT", "QUARTER|HALF|WEEKN", a -> a.<Partial>at(0));
      g.rule(RANGE, "QUARTER", a -> fiscalQuarter(a.at(0)));
    }
    g.rule(RANGE, "fiscalword QUARTER", a -> fiscalQuarter(a.at(1)));
    g.rule(RANGE, "QUARTER fiscalword", a -> fiscalQuarter(a.at(0)));
    g.rule("POINT", "calendarword QUARTER", a -> a.<Partial>at(1));
    g.rule("POINT", "QUARTER calendarword", a -> a.<Partial>at(0));
    g.rule(RANGE, "fiscal of? YEAR4|YEAR2", a -> fiscalYear(a.number(2)));
    g.rule(RANGE, "POINT", a -> resolved(a.at(0)));
  }

  private void quarters(
      String kind,
      String word,
      String letter,
      java.util.function.IntFunction<@Nullable Partial> of) {
    Grammar g = grammar;
    g.rule(kind + "0", letter + " INT", a -> of.apply(a.number(1)));
    g.rule(kind + "0", "the? ORD " + word, a -> of.apply(a.number(1)));
    g.rule(kind + "0", word + " INT", a -> of.apply(a.number(1)));
    g.rule(kind, kind + "0", a -> a.<Partial>at(0));
    g.rule(kind, kind + "0 of? YEAR4|YEAR2", a -> a.<Partial>at(0).inYear(a.number(2)));
    g.rule(kind, "YEAR4 dash? " + kind + "0", a -> a.<Partial>at(2).inYear(a.number(0)));
    g.rule(
        kind,
        1,
        "YEAR2 " + letter + " INT",
        a -> {
          Partial part = of.apply(a.number(2));
          return part == null ? null : part.inYear(a.number(0));
        });
  }

  private @Nullable TimeRange resolved(Partial point) {
    return point.resolve(today, weekStarts).orElse(null);
  }

  private TimeRange fiscalYear(int year) {
    LocalDate start = LocalDate.of(fiscalStart == 1 ? year : year - 1, fiscalStart, 1);
    return TimeRange.of(start, start.plusYears(1), Unit.YEAR);
  }

  private @Nullable TimeRange fiscalQuarter(Partial point) {
    Integer quarter = point.quarter();
    if (quarter == null) {
      return null;
    }
    Integer year = point.year();
    if (year != null) {
      return fiscalQuarter(year, quarter);
    }
    int latest = today.getYear() + 1;
    while (fiscalQuarter(latest, quarter).start().orElseThrow().isAfter(today)) {
      latest--;
    }
    return fiscalQuarter(latest, quarter).assuming(TimeRange.Assumed.LATEST);
  }

  private TimeRange fiscalQuarter(int year, int quarter) {
    LocalDate start = fiscalYear(year).start().orElseThrow().plusMonths(3L * (quarter - 1));
    return TimeRange.of(start, start.plusMonths(3), Unit.QUARTER);
  }

  private void units() {
    Grammar g = grammar;
    g.rule(RANGE, "today", a -> TimeRange.day(today));
    g.rule(RANGE, "SHIFT", a -> TimeRange.day(today.plusDays(a.number(0))));
    g.rule(RANGE, "the? last UNIT", a -> units(unit(a, 2), -1, 1));
    g.rule(RANGE, "the? UNIT lastpost", a -> units(unit(a, 1), -1, 1));
    g.rule(RANGE, "the? this UNIT", a -> units(unit(a, 2), 0, 1));
    g.rule(RANGE, "the? UNIT thispost", a -> units(unit(a, 1), 0, 1));
    g.rule(RANGE, "the? next UNIT", a -> units(unit(a, 2), 1, 1));
    g.rule(RANGE, "the? UNIT nextpost", a -> units(unit(a, 1), 1, 1));
    g.rule(RANGE, "the? last INT UNIT", a -> units(unit(a, 3), -a.number(2), a.number(2)));
    g.rule(RANGE, "the? INT last UNIT", a -> units(unit(a, 3), -a.number(1), a.number(1)));
    g.rule(RANGE, "the? INT UNIT lastpost", a -> units(unit(a, 2), -a.number(1), a.number(1)));
    g.rule(RANGE, "the? next INT UNIT", a -> units(unit(a, 3), 1, a.number(2)));
    g.rule(RANGE, "the? next few UNIT", a -> units(unit(a, 3), 1, 3));
    g.rule(RANGE, "the? INT next UNIT", a -> units(unit(a, 3), 1, a.number(1)));
    g.rule(RANGE, "the? INT UNIT nextpost", a -> units(unit(a, 2), 1, a.number(1)));
    g.rule(RANGE, "the? last? rolling INT UNIT", a -> rolling(a.number(3), unit(a, 4)));
    g.rule(RANGE, "the? last INT rolling UNIT", a -> rolling(a.number(2), unit(a, 4)));
    g.rule(RANGE, "the? INT last? UNIT rolling", a -> rolling(a.number(1), unit(a, 3)));
    g.rule(RANGE, "sincespan INT UNIT", a -> rolling(a.number(1), unit(a, 2)));
    g.rule(RANGE, "TODATE", a -> toDate(Unit.of(a.at(0))));
    g.rule(RANGE, "this UNIT yes", a -> toDate(unit(a, 1)));
    g.rule(RANGE, "UNIT yes", a -> toDate(unit(a, 0)));
    g.rule(RANGE, "since beginning this|the? UNIT", a -> toDate(unit(a, 3)));
    g.rule(RANGE, "INT UNIT ago", a -> away(unit(a, 1), -a.number(0)));
    g.rule(RANGE, "a UNIT ago", a -> away(unit(a, 1), -1));
    g.rule(RANGE, "thereis INT UNIT", a -> away(unit(a, 2), -a.number(1)));
    g.rule(RANGE, "INT UNIT hence", a -> away(unit(a, 1), a.number(0)));
    g.rule(
        RANGE,
        "INT UNIT fromtoday",
        a -> {
          LocalDate day =
              Math.abs(a.number(0)) > 10_000 ? today : unit(a, 1).plus(today, a.number(0));
          return TimeRange.day(day);
        });
    g.rule(RANGE, 1, "inunits INT UNIT", a -> away(unit(a, 2), a.number(1)));
    g.rule(RANGE, 1, "inunits a UNIT", a -> away(unit(a, 2), 1));
    // Months and weekdays, counted from today.
    g.rule(RANGE, "last|this MONTH", a -> resolved(Partial.month(a.number(1))));
    g.rule(RANGE, "MONTH lastpost", a -> resolved(Partial.month(a.number(0))));
    g.rule(RANGE, "next MONTH", a -> nextMonth(a.number(1), 0));
    g.rule(RANGE, "MONTH nextpost", a -> nextMonth(a.number(0), 0));
    g.rule(RANGE, "MONTH after next", a -> nextMonth(a.number(0), 1));
    g.rule(RANGE, "last WEEKDAY", a -> TimeRange.day(weekday(a.number(1), -1)));
    g.rule(RANGE, "WEEKDAY lastpost", a -> TimeRange.day(weekday(a.number(0), -1)));
    g.rule(RANGE, "next WEEKDAY", a -> TimeRange.day(inNextWeek(a.number(1))));
    g.rule(RANGE, "WEEKDAY nextpost", a -> TimeRange.day(weekday(a.number(0), 1)));
    g.rule(RANGE, "WEEKDAY after next", a -> TimeRange.day(weekday(a.number(0), 2)));
    g.rule(RANGE, "INT WEEKDAY ago", a -> TimeRange.day(weekday(a.number(1), -a.number(0))));
    g.rule(RANGE, "INT WEEKDAY hence", a -> TimeRange.day(weekday(a.number(1), a.number(0))));
  }

  private static Unit unit(Args args, int place) {
    return Unit.of(args.at(place));
  }

  private LocalDate start(Unit unit) {
    return unit.start(today, weekStarts);
  }

  private @Nullable TimeRange units(Unit unit, int first, int count) {
    if (count < 1 || count > 10_000) {
      return null;
    }
    LocalDate start = unit.plus(start(unit), first);
    return TimeRange.of(start, unit.plus(start, count), unit);
  }

  /** So many units that end with today. */
  private @Nullable TimeRange rolling(int count, Unit unit) {
    if (count < 1 || count > 10_000) {
      return null;
    }
    LocalDate tomorrow = today.plusDays(1);
    return TimeRange.of(unit.plus(tomorrow, -count), tomorrow, Unit.DAY);
  }

  private TimeRange toDate(Unit unit) {
    return TimeRange.of(start(unit), today.plusDays(1), Unit.DAY);
  }

  /** The day so many units from today; for years, whose day nobody means, the month. */
  private @Nullable TimeRange away(Unit unit, int count) {
    if (Math.abs(count) > 10_000) {
      return null;
    }
    LocalDate day = unit.plus(today, count);
    if (unit != Unit.YEAR) {
      return TimeRange.day(day);
    }
    LocalDate month = day.withDayOfMonth(1);
    return TimeRange.of(month, month.plusMonths(1), Unit.MONTH);
  }

  private TimeRange nextMonth(int month, int skipped) {
    int years = (month > today.getMonthValue() ? 0 : 1) + skipped;
    LocalDate start = LocalDate.of(today.getYear() + years, month, 1);
    return TimeRange.of(start, start.plusMonths(1), Unit.MONTH);
  }

  private LocalDate weekday(int weekday, int count) {
    DayOfWeek day = DayOfWeek.of(weekday);
    return count > 0
        ? today.with(TemporalAdjusters.next(day)).plusWeeks(count - 1L)
        : today.with(TemporalAdjusters.previous(day)).plusWeeks(count + 1L);
  }

  private LocalDate inNextWeek(int weekday) {
    LocalDate next = start(Unit.WEEK).plusWeeks(1);
    return next.with(TemporalAdjusters.nextOrSame(DayOfWeek.of(weekday)));
  }

  private void insideOthers() {
    Grammar g = grammar;
    g.rule("INSIDE", "of? the? RANGE", a -> a.<TimeRange>at(2));
    g.rule("INSIDE", "of the? UNIT", a -> units(unit(a, 2), 0, 1));
    g.rule(
        RANGE, "the? ORD WEEKDAY of the? RANGE", a -> weekdayIn(a.at(5), a.number(2), a.number(1)));
    g.rule(RANGE, "the? lastonly WEEKDAY of the? RANGE", a -> weekdayIn(a.at(5), a.number(2), -1));
    g.rule(RANGE, "WEEKDAY INSIDE", a -> weekdayOfWeek(a.at(1), a.number(0)));
    g.rule(RANGE, "RANGE WEEKDAY", a -> weekdayOfWeek(a.at(0), a.number(1)));
    g.rule(RANGE, "RANGE of WEEKDAY", a -> weekdayOfWeek(a.at(0), a.number(2)));
    g.rule(RANGE, "the? ORD UNIT of the? RANGE", a -> unitIn(a.at(5), unit(a, 2), a.number(1), 1));
    g.rule(RANGE, "the? lastonly UNIT of the? RANGE", a -> unitIn(a.at(5), unit(a, 2), -1, 1));
    g.rule(
        RANGE,
        "the? ORD lastonly UNIT of the? RANGE",
        a -> unitIn(a.at(6), unit(a, 3), -a.number(1), 1));
    g.rule(
        RANGE,
        "the? first INT UNIT of the? RANGE",
        a -> unitIn(a.at(6), unit(a, 3), 1, a.number(2)));
    g.rule(
        RANGE,
        "the? INT first UNIT of the? RANGE",
        a -> unitIn(a.at(6), unit(a, 3), 1, a.number(1)));
    g.rule(
        RANGE,
        "the? lastonly INT UNIT of the? RANGE",
        a -> unitIn(a.at(6), unit(a, 3), -a.number(2), a.number(2)));
    g.rule(
        RANGE,
        "the? INT last UNIT of the? RANGE",
        a -> unitIn(a.at(6), unit(a, 3), -a.number(1), a.number(1)));
    g.rule(
        RANGE,
        "the? DAYNUM day? of the? RANGE",
        a -> {
          TimeRange month = a.at(5);
          return month.unit() == Unit.MONTH ? unitIn(month, Unit.DAY, a.number(1), 1) : null;
        });
    g.rule(RANGE, "the? week of the? DATE|FULL", a -> weekOf(a.at(4)));
    g.rule(RANGE, "edgeat? the? EDGE the? RANGE", a -> edge(a.at(2), a.at(4)));
    g.rule(
        RANGE,
        "edgeat? the? EDGE the? UNIT",
        a -> {
          TimeRange whole = units(unit(a, 4), 0, 1);
          return whole == null ? null : edge(a.at(2), whole);
        });
    g.rule(
        RANGE,
        "edgeat? the? EDGEUNIT",
        a -> {
          TimeRange whole = units(unit(a, 2), 0, 1);
          return whole == null ? null : edge("start", whole);
        });
  }

  private @Nullable TimeRange weekdayIn(TimeRange whole, int weekday, int count) {
    if (!whole.isBounded() || whole.unit() == Unit.DAY || whole.unit() == Unit.WEEK) {
      return null;
    }
    DayOfWeek day = DayOfWeek.of(weekday);
    LocalDate found =
        count > 0
            ? whole
                .start()
                .orElseThrow()
                .with(TemporalAdjusters.nextOrSame(day))
                .plusWeeks(count - 1L)
            : whole.last().orElseThrow().with(TemporalAdjusters.previousOrSame(day));
    return contains(whole, found) ? TimeRange.day(found).assuming(whole.assumed()) : null;
  }

  private static boolean contains(TimeRange whole, LocalDate day) {
    return !day.isBefore(whole.start().orElseThrow()) && day.isBefore(whole.end().orElseThrow());
  }

  private static @Nullable TimeRange weekdayOfWeek(TimeRange week, int weekday) {
    if (week.unit() != Unit.WEEK || !week.isBounded()) {
      return null;
    }
    LocalDate found =
        week.start().orElseThrow().with(TemporalAdjusters.nextOrSame(DayOfWeek.of(weekday)));
    return contains(week, found) ? TimeRange.day(found) : null;
  }

  /** Whole units inside a range, counted from its start or, when negative, from its end. */
  private @Nullable TimeRange unitIn(TimeRange whole, Unit unit, int first, int count) {
    if (!whole.isBounded()
        || unit.compareTo(whole.unit()) <= 0
        || count < 1
        || count > 10_000
        || Math.abs(first) > 10_000) {
      return null;
    }
    LocalDate start;
    if (first > 0) {
      LocalDate begin = unit.start(whole.start().orElseThrow(), weekStarts);
      begin = begin.isBefore(whole.start().orElseThrow()) ? unit.plus(begin, 1) : begin;
      start = unit.plus(begin, first - 1L);
    } else {
      start = unit.plus(unit.start(whole.end().orElseThrow(), weekStarts), first);
    }
    LocalDate end = unit.plus(start, count);
    boolean inside =
        !start.isBefore(whole.start().orElseThrow()) && !end.isAfter(whole.end().orElseThrow());
    return inside
        ? new TimeRange(Optional.of(start), Optional.of(end), unit, whole.assumed())
        : null;
  }

  private @Nullable TimeRange weekOf(Partial point) {
    TimeRange day = resolved(point);
    if (day == null) {
      return null;
    }
    LocalDate start = Unit.WEEK.start(day.start().orElseThrow(), weekStarts);
    if (day.end().orElseThrow().equals(start.plusWeeks(1))) {
      // To some people the week begins with its last day.
      return null;
    }
    return TimeRange.of(start, start.plusWeeks(1), Unit.WEEK).assuming(day.assumed());
  }

  private @Nullable TimeRange edge(String which, TimeRange whole) {
    if (!whole.isBounded()) {
      return null;
    }
    LocalDate start = whole.start().orElseThrow();
    LocalDate end = whole.end().orElseThrow();
    TimeRange part =
        switch (whole.unit()) {
          case MONTH ->
              switch (which) {
                case "start" -> TimeRange.of(start, start.plusDays(isEnglish() ? 10 : 5), Unit.DAY);
                case "end" -> TimeRange.of(start.plusDays(20), end, Unit.DAY);
                default -> TimeRange.of(start.plusDays(10), start.plusDays(20), Unit.DAY);
              };
          case YEAR ->
              switch (which) {
                case "start" ->
                    TimeRange.of(start, start.plusMonths(isEnglish() ? 3 : 2), Unit.MONTH);
                case "end" -> TimeRange.of(start.plusMonths(8), end, Unit.MONTH);
                default -> null;
              };
          case WEEK ->
              switch (which) {
                case "start" -> TimeRange.of(start, start.plusDays(3), Unit.DAY);
                case "end" -> TimeRange.of(start.plusDays(4), end, Unit.DAY);
                default -> TimeRange.of(start.plusDays(2), start.plusDays(4), Unit.DAY);
              };
          default -> null;
        };
    return part == null ? null : part.assuming(whole.assumed());
  }

  private boolean isEnglish() {
    return language == Language.EN;
  }

  private void intervals() {
    Grammar g = grammar;
    g.rule("END", "the? POINT", a -> a.<Partial>at(1));
    g.rule("END", "the? WDAY? DAYNUM", a -> Partial.day(a.number(2)));
    g.rule(RANGE, "from? END to END", a -> interval(a.at(1), a.at(3)));
    g.rule(RANGE, "between END and END", a -> interval(a.at(1), a.at(3)));
    g.rule(
        RANGE,
        "MONTHDOT DAYNUM dash DAYNUM YEAR4?",
        a -> {
          Partial first = Partial.date(a.number(0), a.number(1));
          Partial last = Partial.date(a.number(0), a.number(3));
          if (first == null || last == null) {
            return null;
          }
          return a.has(4)
              ? interval(first.inYear(a.number(4)), last.inYear(a.number(4)))
              : interval(first, last);
        });
    g.rule(RANGE, "from RANGE to RANGE", a -> between(a.at(1), a.at(3)));
    g.rule(RANGE, "between RANGE and RANGE", a -> between(a.at(1), a.at(3)));
    g.rule(RANGE, 1, "since the? RANGE", a -> since(a.at(2)));
    g.rule(RANGE, "from RANGE onwards", a -> since(a.at(1)));
    // 2022 or later.
    g.rule(RANGE, "from? the? RANGE orlater", a -> since(a.at(2)));
    g.rule(RANGE, "the? RANGE orearlier", a -> until(a.at(1)));
    g.rule(RANGE, "before the? RANGE", a -> before(a.at(2)));
    g.rule(
        RANGE,
        "after the? RANGE",
        a -> {
          TimeRange range = a.at(2);
          return range.isBounded()
              ? TimeRange.from(range.end().orElseThrow(), range.unit()).assuming(range.assumed())
              : null;
        });
    g.rule(RANGE, "until the? RANGE", a -> until(a.at(2)));
  }

  private static @Nullable TimeRange since(TimeRange range) {
    return range.isBounded()
        ? TimeRange.from(range.start().orElseThrow(), range.unit()).assuming(range.assumed())
        : null;
  }

  private static @Nullable TimeRange before(TimeRange range) {
    return range.isBounded()
        ? TimeRange.until(range.start().orElseThrow(), range.unit()).assuming(range.assumed())
        : null;
  }

  private static @Nullable TimeRange until(TimeRange range) {
    return range.isBounded()
        ? TimeRange.until(range.end().orElseThrow(), range.unit()).assuming(range.assumed())
        : null;
  }

  private @Nullable TimeRange interval(Partial first, Partial last) {
    Partial left = first.completedBy(last);
    Partial right = last.completedBy(first);
    TimeRange to = resolved(right);
    boolean mixed = (left.day() == null) != (right.day() == null);
    if (to == null || mixed) {
      return null;
    }
    Partial dated =
        left.hasYear() || left.weekday() != null
            ? left
            : left.inYear(to.start().orElseThrow().getYear());
    try {
      TimeRange from = resolved(dated);
      if (from != null
          && !from.start().orElseThrow().isBefore(to.end().orElseThrow())
          && !left.hasYear()) {
        from = resolved(left.inYear(to.start().orElseThrow().getYear() - 1));
      }
      return from == null ? null : between(from.assuming(to.assumed()), to);
    } catch (DateTimeException e) {
      // 29 February of a year that has none.
      return null;
    }
  }

  private static @Nullable TimeRange between(TimeRange first, TimeRange last) {
    if (!first.isBounded()
        || !last.isBounded()
        || !first.start().orElseThrow().isBefore(last.end().orElseThrow())
        || first.start().orElseThrow().isAfter(last.start().orElseThrow())) {
      return null;
    }
    return TimeRange.of(first.start().orElseThrow(), last.end().orElseThrow(), finer(first, last))
        .assuming(last.assumed());
  }

  private static Unit finer(TimeRange a, TimeRange b) {
    return a.unit().compareTo(b.unit()) >= 0 ? a.unit() : b.unit();
  }

  private void prepositions() {
    grammar.rule(WHEN, "RANGE", a -> a.<TimeRange>at(0));
    grammar.rule(WHEN, "in the? RANGE", a -> a.<TimeRange>at(2));
    grammar.rule(WHEN, "in? whole RANGE", a -> a.<TimeRange>at(2));
  }
}

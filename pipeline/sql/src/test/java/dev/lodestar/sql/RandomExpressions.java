package dev.lodestar.sql;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Expressions over the table {@code people}, each written twice: in Lodestar's dialect with only
 * the parentheses it needs by chance, and for DuckDB with every one, so that precedence,
 * simplification and the writing of SQL are put to the test. Numbers stay small enough that nothing
 * overflows.
 */
final class RandomExpressions {

  /** One expression in both languages. */
  record Pair(String ours, String duckDb) {

    private static Pair both(String text) {
      return new Pair(text, text);
    }

    /** Puts expressions into the holes {@code {0}}, {@code {1}}, … of both forms. */
    private static Pair of(String ours, String duckDb, Pair... parts) {
      String left = ours;
      String right = duckDb;
      for (int i = 0; i < parts.length; i++) {
        left = left.replace("{" + i + "}", parts[i].ours());
        right = right.replace("{" + i + "}", parts[i].duckDb());
      }
      return new Pair(left, right);
    }

    private static Pair of(String form, Pair... parts) {
      return of(form, form, parts);
    }
  }

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  /** An expression of any type. */
  Pair any(int depth) {
    return one(
        () -> whole(depth),
        () -> decimal(depth),
        () -> real(depth),
        () -> condition(depth),
        () -> text(depth),
        () -> day(depth));
  }

  private Pair whole(int depth) {
    if (depth == 0) {
      return one(
          () -> Pair.both("id"),
          () -> Pair.both("boss_id"),
          () -> literal(random.nextInt(20) - 5),
          () -> Pair.both("cast(null as integer)"));
    }
    int d = depth - 1;
    return one(
        () -> Pair.of("({0} + {1})", whole(d), whole(d)),
        () -> Pair.of("({0} - {1})", whole(d), whole(d)),
        () -> Pair.of("{0} * {1}", "({0} * {1})", whole(0), whole(0)),
        () -> Pair.of("-({0})", "(-({0}))", whole(d)),
        () -> Pair.of("abs({0})", whole(d)),
        () -> Pair.of("mod({0}, {1})", "({0} % nullif({1}, 0))", whole(d), whole(d)),
        () -> Pair.of("length({0})", "cast(length({0}) as integer)", text(d)),
        () -> Pair.of("coalesce({0}, {1})", whole(d), whole(d)),
        () -> Pair.of("nullif({0}, {1})", whole(d), whole(d)),
        () -> Pair.of("greatest({0}, {1})", whole(d), whole(d)),
        () -> Pair.of("least({0}, {1}, {2})", whole(d), whole(d), whole(d)),
        () -> cases(whole(d), whole(d), d),
        () -> Pair.of("try_cast({0} as integer)", text(d)));
  }

  private Pair decimal(int depth) {
    if (depth == 0) {
      return one(
          () -> Pair.both("salary"),
          () -> Pair.of("cast({0} as decimal(6,2))", literal(random.nextInt(1000))),
          () -> Pair.of("cast({0} as decimal(10,3))", whole(0)));
    }
    int d = depth - 1;
    return one(
        () -> Pair.of("({0} + {1})", decimal(d), decimal(d)),
        () -> Pair.of("({0} - {1})", decimal(d), decimal(d)),
        () -> Pair.of("{0} * {1}", "({0} * {1})", decimal(0), decimal(0)),
        () -> Pair.of("-({0})", "(-({0}))", decimal(d)),
        () -> Pair.of("abs({0})", decimal(d)),
        () -> Pair.of("coalesce({0}, {1})", decimal(d), decimal(d)),
        () -> Pair.of("round({0}, 1)", decimal(d)),
        () -> cases(decimal(d), decimal(d), d));
  }

  private Pair real(int depth) {
    if (depth == 0) {
      return one(() -> Pair.both("height"), () -> Pair.both("cast(2.5 as double)"));
    }
    int d = depth - 1;
    return one(
        () ->
            Pair.of(
                "{0} / {1}",
                "(cast({0} as double) / nullif(cast({1} as double), 0))", whole(0), whole(0)),
        () ->
            Pair.of(
                "({0}) / ({1})",
                "(cast({0} as double) / nullif(cast({1} as double), 0))", decimal(d), whole(d)),
        () -> Pair.of("({0} + {1})", real(d), real(d)),
        () -> Pair.of("({0} - {1})", real(d), whole(d)),
        () -> Pair.of("coalesce({0}, {1})", real(d), real(d)),
        () -> cases(real(d), real(d), d));
  }

  /** A condition. */
  Pair condition(int depth) {
    if (depth == 0) {
      return one(
          () -> Pair.both("active"), () -> Pair.both("id > 3"), () -> Pair.both("salary is null"));
    }
    int d = depth - 1;
    return one(
        () -> Pair.of("({0} and {1})", condition(d), condition(d)),
        () -> Pair.of("({0} or {1})", condition(d), condition(d)),
        () -> Pair.of("not ({0})", "(not ({0}))", condition(d)),
        () -> Pair.of("({0}) is true", "(({0}) is not distinct from true)", condition(d)),
        () -> Pair.of("({0}) is not false", "(({0}) is distinct from false)", condition(d)),
        () -> Pair.of("({0}) is null", "(({0}) is null)", any(d)),
        () -> compared(whole(d), whole(d)),
        () -> compared(decimal(d), whole(d)),
        () -> compared(text(d), text(d)),
        () -> compared(day(d), day(d)),
        () -> Pair.of("({0} between {1} and {2})", whole(d), whole(d), whole(d)),
        () -> Pair.of("({0} not in ({1}, {2}, 3))", whole(d), whole(0), whole(0)),
        () -> Pair.of("({0} in ('Ann', {1}, ''))", text(d), text(0)),
        () ->
            Pair.of(
                "{0} is not distinct from {1}",
                "({0} is not distinct from {1})", whole(d), whole(d)),
        () -> Pair.of("{0} like '%a%'", "({0} like '%a%')", text(d)),
        () -> Pair.of("{0} || '_' not like {1}", "(({0} || '_') not like {1})", text(0), text(0)));
  }

  private Pair text(int depth) {
    if (depth == 0) {
      return one(
          () -> Pair.both("name"),
          () -> Pair.both("city"),
          () -> Pair.both("'it''s'"),
          () -> Pair.both("'Éa 7'"),
          () -> Pair.both("cast(null as varchar)"));
    }
    int d = depth - 1;
    return one(
        () -> Pair.of("upper({0})", text(d)),
        () -> Pair.of("lower({0})", text(d)),
        () -> Pair.of("trim({0})", text(d)),
        () -> Pair.of("{0} || {1}", "({0} || {1})", text(d), text(d)),
        () -> Pair.of("substring({0}, 2, 3)", text(d)),
        () -> Pair.of("left({0}, 2)", text(d)),
        () -> Pair.of("replace({0}, 'a', '|')", text(d)),
        () -> Pair.of("concat({0}, {1})", text(d), text(d)),
        () -> Pair.of("coalesce({0}, {1})", text(d), text(d)),
        () -> Pair.of("nullif({0}, '')", text(d)),
        () -> Pair.of("cast({0} as varchar)", whole(d)),
        () -> Pair.of("cast({0} as varchar)", day(0)),
        () -> cases(text(d), text(d), d));
  }

  private Pair day(int depth) {
    if (depth == 0) {
      return one(
          () -> Pair.both("born"),
          () -> Pair.both("date '2024-02-29'"),
          () -> Pair.both("cast(joined as date)"));
    }
    int d = depth - 1;
    return one(
        () -> Pair.of("({0} + interval '1' month)", "cast({0} + interval 1 month as date)", day(d)),
        () -> Pair.of("{0} - interval '10' day", "cast({0} - interval 10 day as date)", day(d)),
        () ->
            Pair.of(
                "date_add('day', {0}, {1})", "cast({1} + to_days({0}) as date)", whole(0), day(d)),
        () -> Pair.of("date_trunc('month', {0})", "cast(date_trunc('month', {0}) as date)", day(d)),
        () -> Pair.of("last_day({0})", day(d)),
        () -> Pair.of("coalesce({0}, {1})", day(d), day(d)),
        () -> Pair.of("greatest({0}, {1})", day(d), day(d)),
        () -> cases(day(d), day(d), d));
  }

  private Pair compared(Pair left, Pair right) {
    String sign = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    return Pair.of("({0} " + sign + " {1})", left, right);
  }

  private Pair cases(Pair then, Pair otherwise, int depth) {
    return random.nextBoolean()
        ? Pair.of(
            "case when {0} then {1} else {2} end",
            "(case when {0} then {1} else {2} end)", condition(depth), then, otherwise)
        : Pair.of(
            "case {0} when 1 then {1} when 2 then {2} end",
            "(case {0} when 1 then {1} when 2 then {2} end)", whole(0), then, otherwise);
  }

  private static Pair literal(int value) {
    return new Pair(Integer.toString(value), "cast(" + value + " as integer)");
  }

  @SafeVarargs
  private Pair one(Supplier<Pair>... choices) {
    return choices[random.nextInt(choices.length)].get();
  }
}

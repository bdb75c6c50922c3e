package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Changes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The versions of a history together with the times in which they were believed, in DuckDB SQL.
 *
 * <p>At a time {@code s} only the changes that were known by then make the history: of those of one
 * moment the one that was known last. So as {@code s} goes on, a version ends earlier when a moment
 * between it and the next becomes known, and is not believed any more when another change of its
 * own moment does. Each piece in which it has one end is a row.
 *
 * @param changes the table that holds them, one for each key, moment and time of knowledge
 * @param gone the column that tells deletes, which end versions and are none
 */
record Beliefs(String changes, List<String> key, String moment, String known, String gone) {

  static Beliefs of(String table, List<String> key, Changes changes, String gone) {
    String known = changes.known();
    if (known == null) {
      throw new IllegalStateException("Nothing says since when a change is known");
    }
    return new Beliefs(table, key, Sql.name(changes.moment()), Sql.name(known), gone);
  }

  /**
   * The query: the columns of the changes, and these.
   *
   * @param until the moment of the next version, as far as was known
   * @param last whether it is believed today that there is none
   * @param since when this began to be believed
   * @param ended when it did no more
   */
  String versions(String until, String last, String since, String ended) {
    return """
        WITH
          -- Moments and times by their rank, in which a missing one comes before all others.
          ranked AS (
            SELECT *,
              dense_rank() OVER (PARTITION BY %1$s ORDER BY %2$s NULLS FIRST) AS "?m",
              dense_rank() OVER (PARTITION BY %1$s ORDER BY %3$s NULLS FIRST) AS "?k"
            FROM %4$s),
          changes AS (
            SELECT *,
              lead("?k") OVER (PARTITION BY %1$s, "?m" ORDER BY "?k") AS "?corrected",
              row_number() OVER () AS "?id"
            FROM ranked),
          moments AS (
            SELECT %1$s, "?m", any_value(%2$s) AS "?at", min("?k") AS "?first"
            FROM ranked GROUP BY %1$s, "?m"),
          times AS (SELECT DISTINCT %1$s, "?k", %3$s AS "?at" FROM ranked),
          -- From when on which moment was known to come after.
          steps AS (
            SELECT "?id", "?k" AS "?at", NULL::bigint AS "?next" FROM changes WHERE NOT %5$s
            UNION ALL
            SELECT c."?id", greatest(c."?k", m."?first"), m."?m"
            FROM changes AS c JOIN moments AS m ON %10$s AND m."?m" > c."?m"
              AND (c."?corrected" IS NULL OR m."?first" < c."?corrected")
            WHERE NOT c.%5$s),
          nearest AS (
            SELECT "?id", "?at",
              min(min("?next")) OVER (PARTITION BY "?id" ORDER BY "?at") AS "?next"
            FROM steps GROUP BY "?id", "?at"),
          changing AS (
            SELECT * FROM nearest WINDOW w AS (PARTITION BY "?id" ORDER BY "?at")
            QUALIFY row_number() OVER w = 1 OR "?next" IS DISTINCT FROM lag("?next") OVER w),
          pieces AS (
            SELECT *, lead("?at") OVER (PARTITION BY "?id" ORDER BY "?at") AS "?ended"
            FROM changing)
        SELECT c.* EXCLUDE ("?m", "?k", "?corrected", "?id"),
          m."?at" AS %6$s,
          p."?next" IS NULL AND coalesce(p."?ended", c."?corrected") IS NULL AS %7$s,
          b."?at" AS %8$s,
          e."?at" AS %9$s
        FROM pieces AS p
        JOIN changes AS c USING ("?id")
        LEFT JOIN moments AS m ON %10$s AND m."?m" = p."?next"
        LEFT JOIN times AS b ON %11$s AND b."?k" = p."?at"
        LEFT JOIN times AS e ON %12$s AND e."?k" = coalesce(p."?ended", c."?corrected")"""
        .formatted(
            Sql.names(key),
            moment,
            known,
            changes,
            gone,
            until,
            last,
            since,
            ended,
            equal("c", "m"),
            equal("c", "b"),
            equal("c", "e"));
  }

  private String equal(String one, String other) {
    return key.stream()
        .map(Sql::name)
        .map(c -> one + "." + c + " IS NOT DISTINCT FROM " + other + "." + c)
        .collect(Collectors.joining(" AND "));
  }
}

package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions of the dialect, one line each: what it takes, what it gives, what DuckDB computes.
 * A function that is not here does not exist. The same name may stand on several lines, tried in
 * order.
 */
final class Functions {
  private static final String LINES =
"""
upper(varchar) varchar = upper({0})
lower(varchar) varchar = lower({0})
initcap(varchar) varchar = array_to_string(list_transform(regexp_extract_all({0}, '\\s+|\\S+'), lambda w: upper(w[1]) || lower(w[2:])), '')
ltrim(varchar [, varchar]) varchar = ltrim({0}, {1|' '})
rtrim(varchar [, varchar]) varchar = rtrim({0}, {1|' '})
btrim(varchar [, varchar]) varchar = trim({0}, {1|' '})
length(varchar) integer = length({0})
char_length(varchar) integer = length({0})
substring(varchar, integer [, integer]) varchar = substring({0*})
substr(varchar, integer [, integer]) varchar = substring({0*})
left(varchar, integer) varchar = left({0}, {1})
right(varchar, integer) varchar = right({0}, {1})
replace(varchar, varchar, varchar) varchar = replace({0}, {1}, {2})
translate(varchar, varchar, varchar) varchar = translate({0}, {1}, {2})
lpad(varchar, integer [, varchar]) varchar = lpad({0}, {1}, {2|' '})
rpad(varchar, integer [, varchar]) varchar = rpad({0}, {1}, {2|' '})
repeat(varchar, integer) varchar = repeat({0}, {1})
reverse(varchar) varchar = reverse({0})
strpos(varchar, varchar) integer = strpos({0}, {1})
starts_with(varchar, varchar) boolean = starts_with({0}, {1})
ends_with(varchar, varchar) boolean = ends_with({0}, {1})
contains(varchar, varchar) boolean = contains({0}, {1})
concat(any...) varchar = concat({0*})
concat_ws(varchar, any...) varchar = concat_ws({0}, {1*})
split_part(varchar, varchar, integer) varchar = split_part({0}, {1}, {2})
regexp_replace(varchar, varchar, varchar [, varchar]) varchar = regexp_replace({0*})
regexp_extract(varchar, varchar [, integer]) varchar = nullif(regexp_extract({0}, {1}, {2|0}), '')
regexp_like(varchar, varchar [, varchar]) boolean = regexp_matches({0*})
strip_accents(varchar) varchar = strip_accents({0})
md5(varchar) varchar = md5({0})
sha256(varchar) varchar = sha256({0})
chr(integer) varchar = chr({0})
ascii(varchar) integer = ascii({0})
parse_date(varchar, format...) date = CAST(try_strptime(trim({0}), [{1*}]) AS DATE)
parse_timestamp(varchar, format...) timestamp = try_strptime(trim({0}), [{1*}])
format_date(moment, format) varchar = strftime({0}, {1})
parse_number(varchar [, language]) decimal(38,10) = CASE {1|'en'} WHEN 'fr' THEN CASE WHEN regexp_full_match(trim({0}), '[+-]?(\\d+|\\d\\d?\\d?([ \\x{a0}\\x{202f}]\\d\\d\\d)+)?(,\\d+)?') THEN TRY_CAST(replace(replace(replace(replace({0}, ' ', ''), chr(160), ''), chr(8239), ''), ',', '.') AS DECIMAL(38,10)) END ELSE CASE WHEN regexp_full_match(trim({0}), '[+-]?(\\d+|\\d\\d?\\d?(,\\d\\d\\d)+)?(\\.\\d+)?') THEN TRY_CAST(replace(trim({0}), ',', '') AS DECIMAL(38,10)) END END
coalesce(any...) widest = coalesce({0*})
nullif(any, any) widest = nullif({0}, {1})
ifnull(any, any) widest = coalesce({0}, {1})
greatest(any...) widest = greatest({0*})
least(any...) widest = least({0*})
abs(number) first = abs({0})
ceil(integer) first = {0}
ceil(decimal) wider = ceil({0})
ceil(double) double = ceil({0})
floor(integer) first = {0}
floor(decimal) wider = floor({0})
floor(double) double = floor({0})
round(integer) first = {0}
round(decimal [, integer]) wider = round({0*})
round(double [, integer]) double = round({0*})
trunc(integer) first = {0}
trunc(decimal [, integer]) first = trunc({0*})
trunc(double [, integer]) double = trunc({0*})
mod(integer, integer) widest = ({0} % nullif({1}, 0))
mod(number, number) widest = ({0} % nullif({1}, 0))
div(integer, integer) widest = ({0} // nullif({1}, 0))
power(number, number) double = power({0}, {1})
sqrt(number) double = sqrt({0})
exp(number) double = exp({0})
ln(number) double = ln({0})
log10(number) double = log10({0})
sign(number) integer = sign({0})
date_part(part, moment) bigint = date_part({0}, {1})
date_trunc(days, date) date = CAST(date_trunc({0}, {1}) AS DATE)
date_trunc(unit, timestamp) timestamp = date_trunc({0}, {1})
year(moment) integer = year({0})
quarter(moment) integer = quarter({0})
month(moment) integer = month({0})
day(moment) integer = day({0})
hour(timestamp) integer = hour({0})
minute(timestamp) integer = minute({0})
second(timestamp) integer = second({0})
iso_week(moment) integer = week({0})
iso_year(moment) integer = isoyear({0})
iso_day_of_week(moment) integer = isodow({0})
day_name(moment) varchar = dayname({0})
month_name(moment) varchar = monthname({0})
fiscal_year(moment, integer) integer = (year({0}) + CASE WHEN {1} > 1 AND month({0}) >= {1} THEN 1 ELSE 0 END)
fiscal_quarter(moment, integer) integer = ((month({0}) - {1} + 12) % 12 // 3 + 1)
last_day(moment) date = last_day({0})
make_date(integer, integer, integer) date = make_date({0}, {1}, {2})
date_diff(days, date, date) bigint = date_diff({0}, {1}, {2})
date_diff(unit, moment, moment) bigint = date_diff({0}, CAST({1} AS TIMESTAMP), CAST({2} AS TIMESTAMP))
date_add(days, integer, date) date = CAST({2} + {1} * INTERVAL 1 {0!} AS DATE)
date_add(unit, integer, timestamp) timestamp = ({2} + {1} * INTERVAL 1 {0!})
json_text(varchar, varchar) varchar = CASE WHEN json_valid({0}) THEN json_extract_string({0}, {1}) END
json_number(varchar, varchar) double = CASE WHEN json_valid({0}) THEN TRY_CAST(json_extract_string({0}, {1}) AS DOUBLE) END
json_exists(varchar, varchar) boolean = CASE WHEN json_valid({0}) THEN json_exists({0}, {1}) END
json_valid(varchar) boolean = json_valid({0})
""";

  private static final String AGGREGATES =
      """
      sum(integer) bigint = sum
      sum(decimal) sum = sum
      sum(double) double = sum
      avg(number) double = avg
      stddev_samp(number) double = stddev_samp
      stddev_pop(number) double = stddev_pop
      var_samp(number) double = var_samp
      var_pop(number) double = var_pop
      median(number) double = median
      percentile_cont(number) double = percentile_cont
      percentile_disc(number) first = percentile_disc
      string_agg(varchar, varchar) varchar = string_agg
      listagg(varchar [, varchar]) varchar = string_agg
      any_value(any) first = min
      max_by(any, any) first = max_by
      min_by(any, any) first = min_by
      bool_and(boolean) boolean = bool_and
      bool_or(boolean) boolean = bool_or
      corr(number, number) double = corr
      """;

  private Functions() {}

  static List<DialectFunction> all() {
    List<DialectFunction> functions = new ArrayList<>();
    variants(LINES).forEach((name, variants) -> functions.add(new DialectFunction(name, variants)));
    return functions;
  }

  static List<DialectAggregate> aggregates() {
    List<DialectAggregate> aggregates = new ArrayList<>();
    variants(AGGREGATES)
        .forEach((name, variants) -> aggregates.add(new DialectAggregate(name, variants)));
    return aggregates;
  }

  private static Map<String, List<Variant>> variants(String lines) {
    Map<String, List<Variant>> byName = new LinkedHashMap<>();
    for (String line : lines.split("\n")) {
      Variant variant = Variant.parse(line);
      byName.computeIfAbsent(variant.name(), name -> new ArrayList<>()).add(variant);
    }
    return byName;
  }
}

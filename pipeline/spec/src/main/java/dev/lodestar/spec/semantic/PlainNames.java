package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What people call that of which a model tells only a technical name: the solar panels of {@code
 * has_solar_panels}, the consumption of {@code consumption_kwh}, the customer of {@code
 * dim_customers}.
 */
public final class PlainNames {
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[_\\s]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Set<String> KINDS_OF_TABLE =
      Set.of("dim", "dimension", "fact", "fct", "gld", "gold", "tbl");

  /** What stands before a truth, and says only that it is one. */
  private static final Set<String> OF_TRUTHS =
      Set.of("is", "was", "are", "has", "had", "have", "with", "est", "flag");

  private static final Set<String> PERCENT = Set.of("pct", "percent", "percentage");

  private static final Set<String> CURRENCIES =
      Set.of(
          "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "eur", "gbp", "huf", "inr", "jpy", "krw",
          "mad", "mxn", "nok", "nzd", "pln", "rub", "sek", "tnd", "usd", "xaf", "xof", "zar");

  private static final Map<String, String> ABBREVIATED =
      Map.of(
          "qty",
          "quantity",
          "amt",
          "amount",
          "avg",
          "average",
          "nbr",
          "number",
          "cust",
          "customer",
          "dept",
          "department",
          "qte",
          "quantité",
          "tot",
          "total",
          "descr",
          "description");

  /** Abbreviated units: nobody says them as part of a name. */
  private static final Set<String> UNITS =
      Set.of(
          "mg", "g", "kg", "lb", "lbs", "oz", "mm", "cm", "m", "km", "m2", "m3", "sqm", "sqft",
          "ml", "cl", "l", "hl", "w", "kw", "mw", "kwh", "mwh", "gwh", "v", "ms", "s", "sec",
          "secs", "min", "mins", "mn", "h", "hr", "hrs", "kmh", "mph", "mb", "gb");

  /** Units in whole words, which are part of a name unless it tells what they measure. */
  private static final Set<String> WHOLE_UNITS =
      Set.of(
          "seconds",
          "minutes",
          "hours",
          "days",
          "weeks",
          "months",
          "years",
          "euros",
          "dollars",
          "meters",
          "metres",
          "kilometers",
          "kilometres",
          "miles",
          "grams",
          "kilograms",
          "tons",
          "secondes",
          "heures",
          "jours",
          "semaines",
          "mois",
          "ans");

  private static final Set<String> MEASURED =
      Set.of(
          "time",
          "duration",
          "delay",
          "length",
          "distance",
          "weight",
          "height",
          "width",
          "depth",
          "age",
          "tenure",
          "temps",
          "duree",
          "durée",
          "delai",
          "délai",
          "longueur",
          "poids",
          "hauteur",
          "largeur",
          "ancienneté",
          "anciennete");

  private static final Set<String> SAME_FOR_SEVERAL = Set.of("series", "species", "news");
  private static final Set<String> IE_FOR_ONE = Set.of("movies", "cookies", "calories", "zombies");

  private static final Pattern AFTER_NOUN =
      Pattern.compile("de|du|des|d['’].*|à|au|aux|en|par|pour|of|in|by|for|to|at|on|with|from|per");

  private PlainNames() {}

  /** The words of a technical name, in small letters. */
  public static String words(String technical) {
    return full(split(technical));
  }

  private static String full(List<String> words) {
    return words.stream()
        .map(word -> ABBREVIATED.getOrDefault(word, word))
        .collect(Collectors.joining(" "));
  }

  private static List<String> split(String technical) {
    return Arrays.stream(BETWEEN_WORDS.split(technical.strip()))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** One of the things of a table. */
  public static String ofTable(String technical) {
    List<String> words = split(technical);
    int start = 0;
    while (start < words.size() - 1 && KINDS_OF_TABLE.contains(words.get(start))) {
      start++;
    }
    int end = words.size();
    while (end > start + 1 && KINDS_OF_TABLE.contains(words.get(end - 1))) {
      end--;
    }
    return one(full(words.subList(start, end)), false);
  }

  /** A column, without what only its type or its unit is told by. */
  public static String ofColumn(String technical, ColumnType.Kind kind) {
    List<String> words = split(technical);
    if (kind == ColumnType.Kind.BOOLEAN) {
      return full(ofTruth(words));
    }
    return isNumber(kind) ? ofNumber(technical) : full(words);
  }

  /** Names by technical names: where two would be alike, both keep all of their words. */
  public static Map<String, String> apart(Map<String, String> names) {
    Map<String, String> apart = new TreeMap<>();
    names.forEach(
        (technical, name) ->
            apart.put(
                technical,
                Collections.frequency(names.values(), name) > 1 ? words(technical) : name));
    return apart;
  }

  /** A number, without the unit that its technical name ends with. */
  public static String ofNumber(String technical) {
    List<String> words = split(technical);
    return full(unit(words).isPresent() ? words.subList(0, words.size() - 1) : words);
  }

  /** The unit that the technical name of a number ends with. */
  public static Optional<String> unit(String technical) {
    return unit(split(technical));
  }

  private static Optional<String> unit(List<String> words) {
    int last = words.size() - 1;
    if (last < 1) {
      return Optional.empty();
    }
    String word = words.get(last);
    String before = words.get(last - 1);
    if (PERCENT.contains(word)) {
      return Optional.of("%");
    }
    if (CURRENCIES.contains(word)) {
      return Optional.of(word.toUpperCase(Locale.ROOT));
    }
    boolean unit =
        (UNITS.contains(word) && !before.equals("per"))
            || (WHOLE_UNITS.contains(word) && MEASURED.contains(before));
    return unit ? Optional.of(word) : Optional.empty();
  }

  private static boolean isNumber(ColumnType.Kind kind) {
    return switch (kind) {
      case INTEGER, BIGINT, DOUBLE, DECIMAL -> true;
      case BOOLEAN, DATE, TIMESTAMP, VARCHAR -> false;
    };
  }

  private static List<String> ofTruth(List<String> words) {
    int last = words.size() - 1;
    boolean before = last > 0 && OF_TRUTHS.contains(words.get(0));
    boolean after = last > 0 && !before && words.get(last).equals("flag");
    return words.subList(before ? 1 : 0, after ? last : last + 1);
  }

  /** One of the things that a few words name: « contrat signé », of « contrats signés ». */
  public static String one(String several, boolean french) {
    List<String> words = new ArrayList<>(List.of(several.split(" +")));
    int end = 0;
    while (end < words.size() && !AFTER_NOUN.matcher(words.get(end)).matches()) {
      end++;
    }
    // In English the noun stands last; in French its adjectives have an ending as well.
    for (int i = french ? 0 : Math.max(0, end - 1); i < end; i++) {
      words.set(i, french ? oneFrench(words.get(i)) : one(words.get(i)));
    }
    return String.join(" ", words);
  }

  /** Several of what an English name names. */
  public static String several(String one) {
    if (one.matches(".*[^aeiou]y")) {
      return one.substring(0, one.length() - 1) + "ies";
    }
    return one + (one.matches(".*(s|x|ch|sh)") ? "es" : "s");
  }

  private static String oneFrench(String word) {
    boolean several =
        word.length() > 3
            && word.endsWith("s")
            && !word.matches(".*([iuaoès]s|[aeiou]ys|ours|[pd]s)");
    return several ? word.substring(0, word.length() - 1) : word;
  }

  /** One of what a word of English names several of. */
  private static String one(String word) {
    int length = word.length();
    boolean several =
        length > 3
            && word.endsWith("s")
            && !word.matches(".*(ss|us|is|ics)")
            && !SAME_FOR_SEVERAL.contains(word);
    if (!several) {
      return word;
    }
    if (word.endsWith("ies") && !IE_FOR_ONE.contains(word)) {
      return word.substring(0, length - 3) + "y";
    }
    boolean hisses = word.matches(".*(ch|sh|x|ss|zz|[^aoe]us)es");
    return word.substring(0, length - (hisses ? 2 : 1));
  }
}

package dev.lodestar.semantic;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Additivity;
import dev.lodestar.spec.semantic.Aggregation;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.PlainNames;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.SqlCompiler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first metrics of facts: a sum or a mean of each number, how many rows there are, and how many
 * orders, where several rows are one order.
 */
final class FirstMetrics {
  private static final Pattern NUMBERED = Pattern.compile("(\\p{L}.*)_(id|no|nr)");

  /** Numbers of what stands in an order, and not of what stands alone. */
  private static final Pattern WITHIN =
      Pattern.compile("(.*_)?(seq|line|row|item|position|ligne)_.*");

  /** What is sold, bought or ordered, in both languages. */
  private static final Pattern TRADE =
      Pattern.compile(
          "(.*_)?(sale|order|invoice|purchase|transaction|receipt|vente|commande|facture|achat)s?"
              + "(_.*)?");

  /** Where rows have one of these, some of them may be no revenue. */
  private static final Pattern UNSETTLED =
      Pattern.compile("(?i).*(status|statut|cancel|annul|refund|rembours|return|retour).*");

  private static final Pattern MONEY =
      Pattern.compile(
          "(total|net|sales|sale|order|line|montant|revenue|turnover)?_?(amount|revenue|turnover"
              + "|sales|montant|total|net|chiffre_affaires|ca)(_[a-z]{3})?");

  private static final Pattern PIECES =
      Pattern.compile("(sold_|order_|ordered_)?(quantity|qty|units|quantite|qte)(_sold|_vendue)?");

  private final Position at;
  private final List<Dataset> datasets;
  private final List<Dataset> facts;
  private final Set<String> said = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  FirstMetrics(List<Dataset> datasets, Set<String> facts, Position at) {
    this.datasets = datasets;
    this.facts = datasets.stream().filter(d -> facts.contains(d.name())).toList();
    this.at = at;
  }

  /**
   * @param called what its fields are called, by their own names
   */
  List<Metric> of(Dataset fact, Map<String, String> called) {
    List<Metric> metrics = new ArrayList<>();
    for (Field field : fact.fields()) {
      if (field.aggregation().isPresent()) {
        String[] made = made(field.aggregation().get());
        // One of the facts whose columns are called so would be as good as another.
        boolean shared = isInOthers(field, fact);
        metrics.add(
            metric(
                name(fact, made[0] + "_" + field.name(), shared),
                made[1] + "(" + reference(fact, field.name()) + ")",
                field.additivity().orElse(Additivity.ADDITIVE),
                field.aggregation().get() != Aggregation.AVERAGE && !shared
                    ? total(fact, field, called.getOrDefault(field.name(), ""))
                    : Naming.NONE,
                field.showing()));
      }
    }
    for (Field field : fact.fields()) {
      several(fact, field)
          .ifPresent(
              things ->
                  metrics.add(
                      metric(
                          name(fact, "number_of_" + things.replace(' ', '_'), false),
                          "COUNT(DISTINCT " + reference(fact, field.name()) + ")",
                          Additivity.NON_ADDITIVE,
                          Naming.NONE,
                          Showing.PLAIN)));
    }
    String counted =
        fact.primaryKey().isEmpty() ? fact.fields().get(0).name() : fact.primaryKey().get(0).name();
    String rows = hasLines(fact) ? one(subject(fact)) + "_lines" : subject(fact);
    metrics.add(
        metric(
            name(fact, "number_of_" + rows, false),
            "COUNT(" + reference(fact, counted) + ")",
            Additivity.ADDITIVE,
            Naming.NONE,
            Showing.PLAIN));
    return metrics;
  }

  /** What values become, as a name and as SQL say it. */
  private static String[] made(Aggregation aggregation) {
    return switch (aggregation) {
      case SUM -> new String[] {"total", "SUM"};
      case MAX -> new String[] {"highest", "MAX"};
      case MIN -> new String[] {"lowest", "MIN"};
      default -> new String[] {"average", "AVG"};
    };
  }

  /** A name of its own. */
  private String name(Dataset fact, String wished, boolean shared) {
    String name = wished.replaceFirst("^total_total_", "total_");
    String whole = name + "_of_" + subject(fact);
    return !shared && names.add(name) ? name : names.add(whole) ? whole : whole + "_rows";
  }

  /** Whether several rows of a fact are one of what it is called: lines of an order. */
  static boolean hasLines(Dataset fact) {
    return hasLines(fact.name(), fact.primaryKey().stream().map(key -> key.name()).toList());
  }

  static boolean hasLines(String fact, List<String> key) {
    return key.size() > 1
        && key.stream()
            .anyMatch(column -> numbered(column).equals(Optional.of(PlainNames.ofTable(fact))));
  }

  private static Optional<String> numbered(String column) {
    Matcher numbered = NUMBERED.matcher(column);
    return numbered.matches() ? Optional.of(PlainNames.words(numbered.group(1))) : Optional.empty();
  }

  /** What rows of a fact are several of, and no other table holds: the orders of lines. */
  private Optional<String> several(Dataset fact, Field field) {
    boolean only =
        fact.primaryKey().size() == 1 && fact.primaryKey().get(0).name().equals(field.name());
    boolean elsewhere =
        datasets.stream()
            .filter(other -> !facts.contains(other))
            .anyMatch(
                other -> other.fields().stream().anyMatch(f -> f.name().equals(field.name())));
    return only
            || elsewhere
            || field.naming().hidden()
            || fact.primaryKey().isEmpty()
            || WITHIN.matcher(field.name()).matches()
        ? Optional.empty()
        : numbered(field.name()).map(PlainNames::several);
  }

  private static String one(String subject) {
    return PlainNames.ofTable(subject).replace(' ', '_');
  }

  private static String subject(Dataset fact) {
    return fact.name().replaceFirst("^(fact|fct)_", "");
  }

  private static String reference(Dataset fact, String field) {
    return SqlCompiler.written(fact.name()) + "." + SqlCompiler.written(field);
  }

  private boolean isInOthers(Field field, Dataset fact) {
    return facts.stream()
        .filter(other -> !other.equals(fact))
        .anyMatch(
            other -> other.fields().stream().anyMatch(one -> one.name().equals(field.name())));
  }

  /**
   * Of what adds up people say the name and mean the total, and of peaks the highest; unless
   * another is called so.
   */
  private Naming total(Dataset fact, Field field, String called) {
    Text own = field.naming().name();
    Text name = own.byLanguage().isEmpty() ? Text.english(called) : own;
    return Collections.disjoint(said, name.byLanguage().values())
            && said.addAll(name.byLanguage().values())
        ? new Naming(name, usual(fact, field), Text.NONE, false)
        : Naming.NONE;
  }

  /** What trade calls its only amount of money and its only number of pieces. */
  private Wordings usual(Dataset fact, Field field) {
    boolean only =
        facts.stream().filter(FirstMetrics::isTrade).count() == 1
            && isTrade(fact)
            && fact.fields().stream().noneMatch(f -> UNSETTLED.matcher(f.name()).matches());
    if (only && isOnly(fact, field, MONEY)) {
      return words(List.of("revenue", "sales", "turnover"), List.of("chiffre d'affaires", "CA"));
    }
    return only && isOnly(fact, field, PIECES)
        ? words(List.of("quantity", "units", "units sold"), List.of("quantité", "unités"))
        : Wordings.NONE;
  }

  private static boolean isTrade(Dataset fact) {
    return TRADE.matcher(fact.name()).matches();
  }

  private static boolean isOnly(Dataset fact, Field field, Pattern names) {
    List<Field> such =
        fact.fields().stream()
            .filter(one -> one.aggregation().equals(Optional.of(Aggregation.SUM)))
            .filter(one -> names.matcher(one.name()).matches())
            .toList();
    return such.equals(List.of(field));
  }

  private Wordings words(List<String> english, List<String> french) {
    return new Wordings(Map.of("en", free(english), "fr", free(french)));
  }

  private List<String> free(List<String> words) {
    return words.stream().filter(said::add).toList();
  }

  private Metric metric(
      String name, String sql, Additivity additivity, Naming naming, Showing showing) {
    return new Metric(
        name,
        new Expression(List.of(new Expression.InDialect(Expression.ANSI_SQL, SqlText.of(sql, at)))),
        Optional.empty(),
        Optional.empty(),
        AiContext.NONE,
        List.of(),
        naming,
        showing,
        Optional.of(additivity),
        Optional.empty(),
        false,
        at);
  }
}

package dev.lodestar.server.answer;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.question.About;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model says of itself: what its names mean, how its measures are computed, and what can be
 * asked. Of what is hidden, or what the caller may not see, it says nothing.
 */
final class Meanings {
  private static final int MOST_NAMES = 8;
  private static final int MOST_SYNONYMS = 5;

  private final SemanticModel semantic;
  private final Model model;

  /**
   * @param model what of it can be asked
   */
  Meanings(SemanticModel semantic, Model model) {
    this.semantic = semantic;
    this.model = model;
  }

  /** In some sentences. */
  String of(About about, Language language) {
    List<String> told =
        about instanceof About.OfMetric of
            ? metric(of.metric(), language)
            : about instanceof About.OfField of
                ? field(of.field(), language)
                : about instanceof About.OfDataset of
                    ? dataset(of.dataset(), language)
                    : about instanceof About.OfFilter of
                        ? filter(of.filter(), language)
                        : everything(language);
    return String.join(" ", told);
  }

  private List<String> metric(String name, Language language) {
    Metric metric = only(semantic.metrics(), Metric::name, name);
    Names names = model.metric(name).names();
    List<String> told = named(names, metric.naming(), metric.description(), language);
    metric
        .expression()
        .sql()
        .map(SqlText::text)
        .ifPresent(sql -> told.add(language.say("Computed as ", "Calcul : ") + sql + "."));
    unit(metric.showing(), language).ifPresent(told::add);
    synonyms(names, language).ifPresent(told::add);
    return told;
  }

  private List<String> field(FieldRef ref, Language language) {
    Dataset dataset = only(semantic.datasets(), Dataset::name, ref.dataset());
    Field field = only(dataset.fields(), Field::name, ref.field());
    Names names = model.field(ref).names();
    List<String> told = named(names, field.naming(), field.description(), language);
    String of = model.dataset(ref.dataset()).names().in(language);
    String source = dataset.source().name() + "." + field.name();
    told.add(
        language.say(
            "A column of \"" + of + "\" (" + source + ").",
            "Une colonne de « " + of + " » (" + source + ")."));
    unit(field.showing(), language).ifPresent(told::add);
    synonyms(names, language).ifPresent(told::add);
    return told;
  }

  private List<String> dataset(String name, Language language) {
    Dataset dataset = only(semantic.datasets(), Dataset::name, name);
    Names names = model.dataset(name).names();
    List<String> told = named(names, dataset.naming(), dataset.description(), language);
    told.add(language.say("The table is ", "La table est ") + dataset.source().name() + ".");
    List<String> columns =
        model.dataset(name).fields().stream()
            .filter(field -> !field.hidden())
            .map(field -> field.names().in(language))
            .toList();
    if (!columns.isEmpty()) {
      told.add(language.say("It tells: ", "Elle donne : ") + listed(columns, language));
    }
    synonyms(names, language).ifPresent(told::add);
    return told;
  }

  private List<String> filter(String name, Language language) {
    NamedFilter filter = only(semantic.filters(), NamedFilter::name, name);
    Names names = model.filter(name).names();
    List<String> told = named(names, filter.naming(), Optional.empty(), language);
    told.add(language.say("The rows where ", "Les lignes où ") + filter.sql().text().strip() + ".");
    synonyms(names, language).ifPresent(told::add);
    return told;
  }

  private List<String> everything(Language language) {
    List<String> told = new ArrayList<>();
    semantic.description().map(Meanings::sentence).ifPresent(told::add);
    List<String> measures =
        model.metrics().stream().map(metric -> metric.names().in(language)).distinct().toList();
    if (!measures.isEmpty()) {
      told.add(
          language.say("You can ask about ", "On peut demander ") + listed(measures, language));
    }
    List<String> things =
        model.datasets().stream()
            .filter(dataset -> !model.facts().contains(dataset.name()))
            .map(dataset -> dataset.names().in(language))
            .distinct()
            .toList();
    if (!things.isEmpty()) {
      told.add(language.say("By time, and by ", "Par période, et par ") + listed(things, language));
    }
    told.add(
        language.say(
            "Totals, rankings, comparisons, shares, lists, and what is missing.",
            "Des totaux, des classements, des comparaisons, des parts, des listes, et ce qui"
                + " manque."));
    return told;
  }

  private static List<String> named(
      Names names, Naming naming, Optional<String> description, Language language) {
    List<String> told = new ArrayList<>();
    String own = naming.description().in(language.code());
    String words = own.isEmpty() ? description.orElse("") : own;
    told.add(
        capital(names.in(language))
            + (words.isEmpty() ? "." : language.say(": ", " : ") + sentence(words)));
    return told;
  }

  private static Optional<String> unit(Showing showing, Language language) {
    String in = showing.currency().isEmpty() ? showing.unit() : showing.currency();
    return in.isEmpty() ? Optional.empty() : Optional.of(language.say("In ", "En ") + in + ".");
  }

  private static Optional<String> synonyms(Names names, Language language) {
    List<String> others =
        names.synonymsIn(language).stream().distinct().limit(MOST_SYNONYMS).toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            language.say("Also called ", "Se dit aussi ") + String.join(", ", others) + ".");
  }

  private static String listed(List<String> names, Language language) {
    String some = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
    return names.size() > MOST_NAMES ? some + language.say(" and more.", " et plus.") : some + ".";
  }

  private static String sentence(String words) {
    String text = words.strip().replaceAll("\\s+", " ");
    return text.matches(".*[.!?]") ? text : text + ".";
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private static <T> T only(List<T> all, Function<T, String> name, String wanted) {
    return all.stream().filter(one -> name.apply(one).equals(wanted)).findFirst().orElseThrow();
  }
}

package dev.lodestar.server.answer;

import dev.lodestar.server.answer.Answer.Thought;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.drafting.Drafts;
import dev.lodestar.server.drafting.LanguageModel;
import dev.lodestar.server.drafting.Remarks;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.question.Interpretation;
import dev.lodestar.server.question.Interpretation.Reading;
import dev.lodestar.server.question.Lexicon;
import dev.lodestar.server.question.QuestionParser;
import dev.lodestar.server.semantic.BoundModel;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.RowsTell;
import dev.lodestar.server.semantic.ValueDictionary;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.Identifiers;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers questions over one release. Safe to share between threads. */
public final class Asker {
  private static final long MOST_ROWS = 10_000;
  private static final int MOST_SAMPLES = 4;

  private final Catalog catalog;
  private final QueryEngine engine;
  private final Model model;
  private final QuestionParser parser;
  private final LocalDate today;
  private final Map<FieldRef, List<String>> values;
  private final Supplier<List<TrustedQuery>> verified;
  private final Wordings samples;
  private final Telling telling;
  private final @Nullable Drafts drafts;
  private @Nullable Map<LogicalQuery, String> verifiedSql;
  private @Nullable TypeAhead typeAhead;

  private Asker(
      Catalog catalog,
      QueryEngine engine,
      Model model,
      QuestionParser parser,
      LocalDate today,
      Map<FieldRef, List<String>> values,
      Supplier<List<TrustedQuery>> verified,
      Wordings samples,
      Telling telling,
      @Nullable Drafts drafts) {
    this.values = values;
    this.drafts = drafts;
    this.verified = verified;
    this.samples = samples;
    this.telling = telling;
    this.catalog = catalog;
    this.engine = engine;
    this.model = model;
    this.parser = parser;
    this.today = today;
  }

  /**
   * Gets ready to answer: binds the model to the tables and reads the values that may be named.
   *
   * @param today what questions mean by it, unless the model says
   * @param fixed whether {@code today} goes before what the model says
   */
  public static Asker over(
      SemanticModel semantic, Catalog catalog, QueryEngine engine, LocalDate today, boolean fixed)
      throws QueryFailed, IOException {
    return over(semantic, catalog, engine, today, fixed, Optional.empty());
  }

  /** The same, with a language model for what the parser does not understand. */
  public static Asker over(
      SemanticModel semantic,
      Catalog catalog,
      QueryEngine engine,
      LocalDate today,
      boolean fixed,
      Optional<LanguageModel> helper)
      throws QueryFailed, IOException {
    Model bound = RowsTell.of(BoundModel.of(semantic, catalog), catalog, engine);
    Map<FieldRef, List<String>> values = ValueDictionary.of(bound, catalog, engine);
    // Other words for a value would tell that there is one.
    Model model = catalog.access().isEverything() ? bound : bound.withAliasesOf(values);
    LocalDate meant =
        fixed
            ? today
            : switch (semantic.calendar().today().kind()) {
              case CLOCK -> today;
              case FIXED -> semantic.calendar().today().date().orElse(today);
              case LATEST -> latest(model, catalog, engine).orElse(today);
            };
    QuestionParser parser = new QuestionParser(model, new Lexicon(model, values), meant);
    Drafts drafts =
        helper
            .map(
                called ->
                    Drafts.by(called, model, values, meant, sql -> problem(catalog, engine, sql)))
            .orElse(null);
    return new Asker(
        catalog,
        engine,
        model,
        parser,
        meant,
        values,
        () -> TrustedQuery.of(semantic, catalog),
        semantic.samples(),
        new Telling(
            model,
            new Meanings(semantic, model),
            new Showings(semantic),
            meant,
            helper.flatMap(Remarks::by).orElse(null)),
        drafts);
  }

  private static Optional<String> problem(Catalog catalog, QueryEngine engine, String sql) {
    try {
      engine.prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE);
      return Optional.empty();
    } catch (SqlProblem e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The same without a language model. */
  public Asker unaided() {
    return drafts == null
        ? this
        : new Asker(
            catalog,
            engine,
            model,
            parser,
            today,
            values,
            verified,
            samples,
            telling.unremarked(),
            null);
  }

  /** The last date of what is usually measured; of all facts where the model does not say what. */
  private static Optional<LocalDate> latest(Model model, Catalog catalog, QueryEngine engine)
      throws QueryFailed, IOException {
    List<String> selects = new ArrayList<>();
    Set<String> measured =
        model
            .defaultMetric()
            .map(metric -> model.metric(metric).formula().datasets())
            .orElse(Set.of());
    List<String> usual = model.facts().stream().filter(measured::contains).toList();
    for (String fact : usual.isEmpty() ? model.facts() : usual) {
      model
          .dataset(fact)
          .time()
          .flatMap(time -> model.dataset(fact).field(time))
          .filter(Field::isDate)
          .ifPresent(
              field ->
                  selects.add(
                      "SELECT CAST(max("
                          + field.sql()
                          + ") AS date) AS day FROM "
                          + model.dataset(fact).table().schema()
                          + "."
                          + Identifiers.written(model.dataset(fact).table().name())));
    }
    if (selects.isEmpty()) {
      return Optional.empty();
    }
    List<LocalDate> days = new ArrayList<>();
    try {
      engine
          .prepare(
              catalog,
              QueryEngine.DEFAULT_SCHEMA,
              "SELECT max(day) AS day FROM (" + String.join(" UNION ALL ", selects) + ") AS days",
              QueryLimits.NONE)
          .run(
              cells -> {
                if (cells.get(0) instanceof LocalDate day) {
                  days.add(day);
                }
              });
    } catch (SqlProblem e) {
      throw new IllegalStateException("Cannot read the last date: " + e.getMessage(), e);
    }
    return days.stream().findFirst();
  }

  /**
   * The SQL of the verified questions, by what they mean: a question that means the same, in
   * whatever words, is answered by it. Those that are not understood help nobody.
   */
  private synchronized Map<LogicalQuery, String> verifiedSql() {
    Map<LogicalQuery, String> known = verifiedSql;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (TrustedQuery query : verified.get()) {
        for (Language language : Language.values()) {
          for (String wording : query.ask().in(language.code())) {
            Interpretation read = parser.read(wording, Optional.of(language));
            if (read instanceof Interpretation.Understood understood) {
              known.putIfAbsent(understood.reading().query(), query.sql());
            }
          }
        }
      }
      verifiedSql = known;
    }
    return known;
  }

  /** All values that questions may name. */
  public List<String> values() {
    return values.values().stream().flatMap(List::stream).toList();
  }

  /** Whether each word of a question means something here, be it several things. */
  public boolean understands(String question, Language language) {
    return !(parser.read(question, Optional.of(language)) instanceof Interpretation.Refused);
  }

  /** What can be said next in a question that is being written. */
  public synchronized TypeAhead typeAhead() {
    TypeAhead known = typeAhead;
    if (known == null) {
      known = TypeAhead.of(model, values);
      typeAhead = known;
    }
    return known;
  }

  /** The first wording of a verified query by language, and the columns of a table it reads. */
  public record Verified(Map<String, String> ask, List<String> columns) {}

  /** The verified queries that read a table. */
  public List<Verified> verifiedOver(TableName table) {
    List<Verified> reading = new ArrayList<>();
    for (TrustedQuery query : verified.get()) {
      Map<String, String> ask = new TreeMap<>();
      query
          .ask()
          .byLanguage()
          .forEach((language, all) -> all.stream().limit(1).forEach(one -> ask.put(language, one)));
      catalog.read(query.sql(), table).ifPresent(read -> reading.add(new Verified(ask, read)));
    }
    return reading;
  }

  /** What questions mean by "today". */
  public LocalDate today() {
    return today;
  }

  /**
   * Answers a question.
   *
   * @param language the asker's; told from the words when it is not given
   * @param before the answer that the question may go on from
   */
  public Answer ask(String question, Optional<Language> language, Optional<Answer> before)
      throws QueryFailed, IOException {
    return ask(question, language, before, this::run);
  }

  /** The same, with its statement run by somebody else. */
  public Answer ask(
      String question, Optional<Language> language, Optional<Answer> before, StatementRunner runner)
      throws QueryFailed, IOException {
    long start = System.nanoTime();
    Meant meant = aided(question, interpret(question, language, before));
    Interpretation interpretation = meant.interpretation();
    List<Reading> understood =
        interpretation.match(
            u -> List.of(u.reading()), m -> List.of(), t -> List.of(), r -> List.of());
    if (understood.isEmpty()) {
      return interpretation.match(
          u -> {
            throw new IllegalStateException("Understood and yet without a reading");
          },
          m -> telling.askedBack(question, m, meant.help(), start),
          t -> telling.told(question, t, samples(t.language()), start),
          r -> telling.refused(question, r, meant.help(), start));
    }
    Reading reading = understood.get(0);
    Optional<String> trusted = Optional.ofNullable(verifiedSql().get(reading.query()));
    String sql = trusted.orElse(reading.planned().sql());
    return telling.answered(
        question, reading, meant.help(), sql, trusted.isPresent(), runner.run(sql), start);
  }

  /**
   * What a question means.
   *
   * @param help what a language model had to do with it
   */
  private record Meant(Interpretation interpretation, List<Thought> help) {
    Meant {
      help = List.copyOf(help);
    }
  }

  /** Has a language model read what the parser refused, or, if it always is to, hold against it. */
  private Meant aided(String question, Interpretation own) {
    Drafts helper = drafts;
    boolean refused = own instanceof Interpretation.Refused;
    boolean wanted =
        helper != null
            && (refused || (helper.always() && own instanceof Interpretation.Understood));
    if (helper == null || !wanted) {
      return new Meant(own, List.of());
    }
    Language language =
        own.match(
            u -> u.reading().language(),
            Interpretation.Ambiguous::language,
            Interpretation.Told::language,
            Interpretation.Refused::language);
    Drafts.Drafted drafted = helper.draft(question, language);
    if (drafted.reading().isEmpty()) {
      return new Meant(own, List.of(new Thought(Thought.Kind.ASSUMPTION, drafted.note())));
    }
    Reading theirs = drafted.reading().get();
    if (refused) {
      return new Meant(
          new Interpretation.Understood(theirs),
          List.of(
              new Thought(
                  Thought.Kind.DRAFTED,
                  language.say(
                      "Understood by the language model "
                          + helper.name()
                          + "; make sure that the sentence says what you meant.",
                      "Compris par le modèle de langage "
                          + helper.name()
                          + " ; vérifiez que la phrase dit ce que vous vouliez."))));
    }
    Reading ours = ((Interpretation.Understood) own).reading();
    boolean agreed =
        ours.query().canonical().equals(theirs.query().canonical())
            || ours.words().equals(theirs.words());
    return agreed
        ? new Meant(
            own,
            List.of(
                new Thought(
                    Thought.Kind.ASSUMPTION,
                    language.say(
                        "The language model " + helper.name() + " understood the same.",
                        "Le modèle de langage " + helper.name() + " a compris la même chose."))))
        : new Meant(new Interpretation.Ambiguous(language, List.of(ours, theirs)), List.of());
  }

  /** Questions that are sure to be understood: those that the model proposes, else our own. */
  public List<String> samples(Language language) {
    List<String> proposed = new ArrayList<>(samples.in(language.code()));
    model.metrics().stream()
        .map(metric -> metric.names().in(language))
        .forEach(metric -> proposed.add(metric + language.say(" by month", " par mois")));
    return proposed.stream()
        .filter(
            words -> parser.read(words, Optional.of(language)) instanceof Interpretation.Understood)
        .distinct()
        .limit(MOST_SAMPLES)
        .toList();
  }

  /** What may be asked next: changes of a question that are sure to be understood. */
  public List<String> followUps(Answer answer) {
    return answer.query().isEmpty()
        ? List.of()
        : new FollowUps(model, parser, answer.language(), answer.query().get()).some();
  }

  /** A follow-up is first read as a change of the question before, then by itself. */
  private Interpretation interpret(
      String question, Optional<Language> language, Optional<Answer> before) {
    Optional<LogicalQuery> query = before.flatMap(Answer::query);
    Optional<Language> spoken = language.or(() -> before.map(Answer::language));
    if (query.isPresent()) {
      Language usual = spoken.orElse(Language.EN);
      Interpretation edited = parser.read(question, Optional.empty(), query, usual);
      if (!(edited instanceof Interpretation.Refused)) {
        return edited;
      }
      Interpretation alone = parser.read(question, language, Optional.empty(), usual);
      if (alone instanceof Interpretation.Refused && spoken.isPresent()) {
        Interpretation inSpoken = parser.read(question, spoken);
        return inSpoken instanceof Interpretation.Refused ? alone : inSpoken;
      }
      return alone;
    }
    return parser.read(question, language);
  }

  private StatementRunner.Rows run(String sql) throws QueryFailed, IOException {
    Query query;
    try {
      query =
          engine.prepare(
              catalog,
              QueryEngine.DEFAULT_SCHEMA,
              sql,
              new QueryLimits(Optional.of(MOST_ROWS), Optional.empty()));
    } catch (SqlProblem e) {
      throw new IllegalStateException(
          "The statement of a question was refused: " + e.getMessage() + "\n" + sql, e);
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Query.Result result =
        query.run(cells -> rows.add(new ArrayList<>(Arrays.asList(cells.toArray()))));
    return new StatementRunner.Rows(query.columns(), rows, result.truncated());
  }
}

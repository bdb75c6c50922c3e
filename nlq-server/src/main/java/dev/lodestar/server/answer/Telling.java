package dev.lodestar.server.answer;

import dev.lodestar.server.answer.Answer.ChartHint;
import dev.lodestar.server.answer.Answer.Status;
import dev.lodestar.server.answer.Answer.Thought;
import dev.lodestar.server.drafting.Remarks;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.planner.Planned;
import dev.lodestar.server.query.CellText;
import dev.lodestar.server.question.About;
import dev.lodestar.server.question.Interpretation;
import dev.lodestar.server.question.Interpretation.Reading;
import dev.lodestar.server.question.Note;
import dev.lodestar.server.question.NoteWords;
import dev.lodestar.server.question.Titles;
import dev.lodestar.server.question.Unfinished;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.semantic.Showing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what came of a question: in a sentence, with what it was read from and taken for granted, a
 * picture that would show it, and what a language model finds remarkable. Safe to share between
 * threads.
 */
final class Telling {
  /** A row of more columns is read in the table. */
  private static final int MOST_TOLD = 5;

  private final Model model;
  private final Meanings meanings;
  private final Showings showings;
  private final LocalDate today;
  private final @Nullable Remarks remarks;

  Telling(
      Model model,
      Meanings meanings,
      Showings showings,
      LocalDate today,
      @Nullable Remarks remarks) {
    this.model = model;
    this.meanings = meanings;
    this.showings = showings;
    this.today = today;
    this.remarks = remarks;
  }

  /** The same without a language model. */
  Telling unremarked() {
    return new Telling(model, meanings, showings, today, null);
  }

  Answer askedBack(
      String question, Interpretation.Ambiguous ambiguous, List<Thought> help, long start) {
    Language language = ambiguous.language();
    return inWords(
        question,
        language,
        Status.ASKED_BACK,
        language.say(
            "This may mean several things. Which one?", "Plusieurs sens sont possibles. Lequel ?"),
        ambiguous.readings().stream().map(Reading::words).distinct().toList(),
        help,
        start);
  }

  /**
   * Tells of the model.
   *
   * @param samples what may be asked of the data
   */
  Answer told(String question, Interpretation.Told told, List<String> samples, long start) {
    return inWords(
        question,
        told.language(),
        Status.TOLD,
        meanings.of(told.about(), told.language()),
        told.about() instanceof About.Everything ? samples : List.of(),
        List.of(),
        start);
  }

  Answer refused(String question, Interpretation.Refused refused, List<Thought> help, long start) {
    Language language = refused.language();
    List<String> near = refused.nearest().isEmpty() ? refused.closest() : refused.nearest();
    String proposed =
        !refused.nearest().isEmpty()
            ? language.say(" I can answer:", " Je peux répondre à :")
            : near.isEmpty() ? "" : language.say(" Close to it:", " Proche :");
    return inWords(question, language, Status.REFUSED, refused.why() + proposed, near, help, start);
  }

  /** What has no rows. */
  private static Answer inWords(
      String question,
      Language language,
      Status status,
      String text,
      List<String> choices,
      List<Thought> help,
      long start) {
    return new Answer(
        question,
        language,
        status,
        text,
        "",
        List.of(),
        List.of(),
        List.of(),
        false,
        choices,
        Optional.empty(),
        help,
        Optional.empty(),
        millis(start));
  }

  /**
   * Tells an answer.
   *
   * @param help what a language model had to do with the reading
   * @param trusted whether the statement is a verified one
   * @param start when the question came, by {@link System#nanoTime}
   */
  Answer answered(
      String question,
      Reading reading,
      List<Thought> help,
      String sql,
      boolean trusted,
      StatementRunner.Rows result,
      long start) {
    Language language = reading.language();
    String text = text(reading, result);
    Remarks.Remarked remarked = remarked(question, text, result, language);
    return new Answer(
        question,
        language,
        Status.ANSWERED,
        remarked.remark().map(remark -> text + "\n" + remark).orElse(text),
        sql,
        result.columns(),
        titles(reading, result.columns()),
        result.rows(),
        result.truncated(),
        List.of(),
        trusted ? Optional.empty() : chart(reading, result.columns(), result.rows()),
        thoughts(reading, trusted, help, remarked),
        Optional.of(reading.query()),
        millis(start));
  }

  /** How the columns are called for people; those of a verified query by what their names say. */
  private List<Names> titles(Reading reading, List<Column> columns) {
    Map<String, Names> known = new TreeMap<>();
    model.metrics().forEach(metric -> known.put(metric.name(), metric.names()));
    List<Names> planned = new Titles(model).of(reading.query(), reading.planned());
    for (int i = 0; i < planned.size(); i++) {
      known.put(reading.planned().columns().get(i).name(), planned.get(i));
    }
    Names none = new Names(Map.of(), Map.of());
    return columns.stream().map(column -> known.getOrDefault(column.name(), none)).toList();
  }

  /** A figure by itself needs no remark. */
  private Remarks.Remarked remarked(
      String question, String text, StatementRunner.Rows result, Language language) {
    Remarks helper = remarks;
    if (helper == null || result.rows().size() < 2) {
      return Remarks.Remarked.NOTHING;
    }
    List<List<String>> table = new ArrayList<>();
    table.add(result.columns().stream().map(Column::name).toList());
    for (List<@Nullable Object> row : result.rows()) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell == null ? "NULL" : CellText.of(NumberText.rounded(cell))));
      table.add(cells);
    }
    return helper.on(question, text, table, language);
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private String text(Reading reading, StatementRunner.Rows result) {
    Language language = reading.language();
    List<List<@Nullable Object>> rows = result.rows();
    String said = capital(reading.words());
    boolean nothing =
        rows.isEmpty()
            || (rows.size() == 1 && rows.get(0).stream().allMatch(java.util.Objects::isNull));
    if (nothing) {
      return said + language.say(": nothing fits.", " : rien ne correspond.");
    }
    if (rows.size() == 1 && result.columns().size() <= MOST_TOLD) {
      return said
          + language.say(": ", " : ")
          + cells(reading, result, language.say("; ", " ; "))
          + ".";
    }
    String count =
        result.truncated()
            ? language.say(
                "the first " + rows.size() + " rows", "les " + rows.size() + " premières lignes")
            : rows.size() == 1
                ? language.say("1 row", "1 ligne")
                : rows.size() + language.say(" rows", " lignes");
    return said + language.say(": ", " : ") + count + ".";
  }

  /** One row in words. */
  private String cells(Reading reading, StatementRunner.Rows result, String separator) {
    List<@Nullable Object> row = result.rows().get(0);
    List<Planned.Column> columns = reading.planned().columns();
    List<Measure> measures = reading.query().measures();
    List<String> cells = new ArrayList<>();
    boolean figure = row.size() == 1 && measures.size() == 1;
    // The columns of a verified query may be others.
    boolean asPlanned =
        columns.stream()
            .map(Planned.Column::name)
            .toList()
            .equals(result.columns().stream().map(Column::name).toList());
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      Showing showing =
          figure
              ? showings.of(measures.get(0))
              : asPlanned && columns.get(i).measure()
                  ? showings.of(measures.get(columns.get(i).index()))
                  : Showing.PLAIN;
      cells.add(value == null ? "NULL" : NumberText.of(value, showing, reading.language()));
    }
    return String.join(separator, cells);
  }

  static String capital(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }

  private List<Thought> thoughts(
      Reading reading, boolean trusted, List<Thought> help, Remarks.Remarked remarked) {
    Language language = reading.language();
    NoteWords notes = new NoteWords(model, language);
    List<Thought> thoughts = new ArrayList<>();
    thoughts.add(new Thought(Thought.Kind.UNDERSTANDING, capital(reading.words()) + "."));
    thoughts.addAll(help);
    if (trusted) {
      thoughts.add(
          new Thought(
              Thought.Kind.VERIFIED,
              language.say(
                  "Answered by a query that the domain's owner has verified.",
                  "Répondu par une requête que le responsable du domaine a vérifiée.")));
    }
    String sources =
        reading.planned().datasets().stream()
            .distinct()
            .map(d -> model.dataset(d).table().toString())
            .collect(Collectors.joining(", "));
    thoughts.add(
        new Thought(Thought.Kind.SOURCE, language.say("Read from ", "Lu dans ") + sources + "."));
    reading
        .notes()
        .forEach(note -> thoughts.add(new Thought(Thought.Kind.ASSUMPTION, notes.of(note))));
    Optional<Note> unfinished = new Unfinished(model, today).in(reading.query());
    unfinished.ifPresent(
        note -> thoughts.add(new Thought(Thought.Kind.ASSUMPTION, notes.of(note))));
    boolean timed = reading.query().where().stream().anyMatch(c -> c instanceof Condition.During);
    if (timed) {
      thoughts.add(
          new Thought(
              Thought.Kind.ASSUMPTION, language.say("Today is ", "Nous sommes le ") + today + "."));
    }
    reading
        .query()
        .limit()
        .ifPresent(
            limit ->
                thoughts.add(
                    new Thought(Thought.Kind.ASSUMPTION, amongEquals(limit.kept(), language))));
    if (!remarked.note().isEmpty()) {
      thoughts.add(new Thought(Thought.Kind.REMARKED, remarked.note()));
    }
    return thoughts;
  }

  private static String amongEquals(Kept kept, Language language) {
    return kept instanceof Kept.Nth
        ? language.say(
            "Equals are placed by name.", "À égalité, les places suivent l'ordre alphabétique.")
        : language.say(
            "Among equals, the first by name stays.",
            "À égalité, le premier par ordre alphabétique reste.");
  }

  private static Optional<ChartHint> chart(
      Reading reading, List<Column> columns, List<List<@Nullable Object>> rows) {
    Planned planned = reading.planned();
    Optional<Planned.Column> measure =
        planned.columns().stream().filter(Planned.Column::measure).findFirst();
    if (measure.isEmpty() || rows.isEmpty()) {
      return Optional.empty();
    }
    if (reading.query().groups().isEmpty()) {
      return Optional.of(new ChartHint("figure", "", measure.get().name()));
    }
    ColumnType.Kind type = columns.get(planned.columns().indexOf(measure.get())).type().kind();
    boolean drawn =
        rows.size() > 1 && type != ColumnType.Kind.VARCHAR && type != ColumnType.Kind.DATE;
    if (!drawn) {
      return Optional.empty();
    }
    for (int i = 0; i < reading.query().groups().size(); i++) {
      if (reading.query().groups().get(i) instanceof Group.ByTime) {
        return Optional.of(
            new ChartHint("line", planned.columns().get(i).name(), measure.get().name()));
      }
    }
    return Optional.of(new ChartHint("bar", planned.columns().get(0).name(), measure.get().name()));
  }
}

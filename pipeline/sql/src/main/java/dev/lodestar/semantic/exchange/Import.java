package dev.lodestar.semantic.exchange;

import dev.lodestar.semantic.AnswerChecks;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Variables;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieReader;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.TableShape;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a semantic model of another maker as one of ours, over the gold tables of a domain.
 *
 * <p>What is asked of an imported model is answered as its maker would, or not at all: an
 * expression that is not SQL of ours, or has no meaning over the tables, stays in the model in its
 * own dialect alone, hidden, and a note says so.
 */
public final class Import {
  private final TextFile file;
  private final Map<String, TableName> mapped;
  private final Domain domain;
  private final Collection<TableShape> shapes;

  private Import(
      TextFile file, Map<String, TableName> mapped, Domain domain, Collection<TableShape> shapes) {
    this.file = file;
    this.mapped = Map.copyOf(mapped);
    this.domain = domain;
    this.shapes = List.copyOf(shapes);
  }

  /**
   * What came of reading a file.
   *
   * @param model there unless there are problems
   * @param notes what was left aside or assumed
   * @param problems what must be mended first, in the file or among the tables
   */
  public record Outcome(
      Optional<SemanticModel> model, List<Problem> notes, List<Problem> problems) {
    public Outcome {
      notes = List.copyOf(notes);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a file: a metric view, a Cortex Analyst model, or Ossie.
   *
   * @param mapped gold tables by the names that the file has for them; any other is looked for by
   *     the last part of its name
   */
  public static Outcome of(
      TextFile file, Map<String, TableName> mapped, Domain domain, Collection<TableShape> shapes) {
    return new Import(file, mapped, domain, shapes).outcome();
  }

  private Outcome outcome() {
    Problems problems = new Problems();
    Optional<Yaml.Keys> keys = YamlReader.keysOf(file, problems);
    if (keys.isEmpty()) {
      return refused(problems.inOrder(domain.folder()));
    }
    if (keys.get().entry("semantic_model").isPresent()) {
      List<SemanticModel> models =
          OssieReader.read(file, problems).map(Ossie::models).orElse(List.of());
      return problems.isEmpty() ? ofOssie(models) : refused(problems.inOrder(domain.folder()));
    }
    boolean cortex = keys.get().entry("tables").isPresent();
    if (!cortex && keys.get().entry(MetricView.SOURCE).isEmpty()) {
      return refused(
          List.of(
              new Problem(
                  keys.get().at(),
                  "neither a metric view, nor a Cortex Analyst model, nor Ossie",
                  "a metric view has \"source\", a Cortex model \"tables\", Ossie"
                      + " \"semantic_model\"")));
    }
    return tried(keys.get(), cortex);
  }

  /** A domain has one model: the first of a file. */
  private Outcome ofOssie(List<SemanticModel> models) {
    if (models.isEmpty()) {
      return new Outcome(Optional.empty(), List.of(), List.of());
    }
    OssieTables tables = new OssieTables(models.get(0), mapped);
    List<Problem> notes =
        models.stream()
            .skip(1)
            .map(
                left ->
                    new Problem(
                        left.at(),
                        "the model " + left.name() + " is left aside: a domain has one model",
                        "put it into a file of its own to bring it into another domain"))
            .toList();
    List<Problem> unused = tables.unused(file);
    SemanticModel model = tables.model();
    return new Outcome(Optional.of(model), notes, unused.isEmpty() ? checked(model) : unused);
  }

  private static Outcome refused(List<Problem> problems) {
    return new Outcome(Optional.empty(), List.of(), problems);
  }

  /** Tries it over the tables until what is left of it holds. */
  private Outcome tried(Yaml.Keys keys, boolean cortex) {
    Map<Position, Problem> rejected = new HashMap<>();
    while (true) {
      Problems problems = new Problems();
      Section section =
          new Section(
              keys,
              new Section.Setting(problems, Variables.NONE, List.of()),
              keys.entries().stream().map(Yaml.Entry::name).toArray(String[]::new));
      Draft draft =
          new Draft(cortex ? CortexModel.VENDOR : MetricView.VENDOR, mapped, shapes, rejected);
      SemanticModel model =
          cortex
              ? CortexModel.read(section, keys, draft, rejected)
              : MetricView.read(section, keys, draft);
      draft.problems().forEach(p -> problems.add(p.at(), p.message(), p.advice()));
      if (!problems.isEmpty()) {
        return refused(problems.inOrder(domain.folder()));
      }
      List<Problem> wrong = checked(model);
      Set<Position> before = new HashSet<>(rejected.keySet());
      for (Problem problem : wrong) {
        expressions(model)
            .filter(sql -> holds(sql, problem.at()))
            .forEach(sql -> rejected.put(sql.at(), problem));
      }
      if (rejected.keySet().equals(before)) {
        return wrong.isEmpty()
            ? new Outcome(Optional.of(model), draft.notes().stream().distinct().toList(), List.of())
            : refused(wrong);
      }
    }
  }

  private List<Problem> checked(SemanticModel model) {
    return AnswerChecks.problems(
        new AnswerFiles(Optional.of(model), Optional.empty(), List.of(), List.of()),
        domain,
        shapes);
  }

  /** All SQL of a model that can be left aside. */
  private static Stream<SqlText> expressions(SemanticModel model) {
    Stream<Expression> expressions =
        Stream.concat(
            model.datasets().stream().flatMap(d -> d.fields().stream()).map(Field::expression),
            model.metrics().stream().map(Metric::expression));
    return Stream.of(
            expressions.filter(e -> e.dialects().size() > 1).flatMap(e -> e.sql().stream()),
            model.filters().stream().map(NamedFilter::sql),
            model.verified().stream()
                .map(v -> v.answer().match(sql -> sql, query -> SqlText.of("", query.at()))))
        .flatMap(texts -> texts);
  }

  private static boolean holds(SqlText sql, Position problem) {
    return sql.lines().stream()
        .anyMatch(
            line ->
                line.file().equals(problem.file())
                    && line.line() == problem.line()
                    && line.column() <= problem.column()
                    && problem.column() < line.column() + line.length());
  }
}

package dev.lodestar.spec.answers;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieReader;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a domain says of how it is asked and shown.
 *
 * @param model what {@code semantic.yaml} says
 * @param dashboard what {@code dashboard.yaml} says
 * @param questions those of {@code questions.yaml}; they measure answers and never help to give any
 * @param problems what is wrong with the files, as far as can be told without understanding SQL
 */
public record AnswerFiles(
    Optional<SemanticModel> model,
    Optional<Dashboard> dashboard,
    List<Question> questions,
    List<Problem> problems) {
  public static final String SEMANTIC = "semantic.yaml";
  public static final String DASHBOARD = "dashboard.yaml";
  public static final String QUESTIONS = "questions.yaml";
  private static final int MOST_SAMPLES = 10;

  public AnswerFiles {
    questions = List.copyOf(questions);
    problems = List.copyOf(problems);
  }

  /** Reads those of a domain. */
  public static AnswerFiles of(Domain domain) {
    Problems problems = new Problems();
    Section.Setting setting = Section.Setting.of(domain, problems);
    Optional<SemanticModel> model = model(domain, setting);
    Optional<Dashboard> dashboard =
        file(domain, DASHBOARD, problems).flatMap(file -> DashboardFile.read(file, setting));
    List<Question> questions =
        file(domain, QUESTIONS, problems)
            .map(file -> QuestionFile.read(file, setting))
            .orElse(List.of());
    return new AnswerFiles(model, dashboard, questions, problems.inOrder(domain.folder()));
  }

  /** Reads only {@code semantic.yaml}, as if the others were not there. */
  public static AnswerFiles semanticOf(Domain domain) {
    Problems problems = new Problems();
    Optional<SemanticModel> model = model(domain, Section.Setting.of(domain, problems));
    return new AnswerFiles(model, Optional.empty(), List.of(), problems.inOrder(domain.folder()));
  }

  /** What {@code semantic.yaml} says, or a model that says nothing. */
  public SemanticModel modelOf(Domain domain) {
    Position start = Position.startOf(domain.folder().resolve(SEMANTIC));
    return model.orElseGet(() -> SemanticModel.silent(domain, start));
  }

  /**
   * Questions to show to people who have none yet: those that the model names; then verified ones;
   * then those that are to be answered.
   */
  public List<String> samples(String language) {
    Set<String> samples = new LinkedHashSet<>();
    if (model.isPresent()) {
      samples.addAll(model.get().samples().in(language));
      for (VerifiedQuery query : model.get().verified()) {
        query.ask().in(language).stream().findFirst().ifPresent(samples::add);
      }
    }
    for (Question question : questions) {
      if (question.expect() == Question.Expect.ANSWERED) {
        question.ask().in(language).stream().findFirst().ifPresent(samples::add);
      }
    }
    return samples.stream().limit(MOST_SAMPLES).toList();
  }

  private static Optional<TextFile> file(Domain domain, String name, Problems problems) {
    Path path = domain.folder().resolve(name);
    Path mistaken = domain.folder().resolve(name.replace(".yaml", ".yml"));
    if (!Files.exists(path) && Files.exists(mistaken)) {
      problems.add(Position.startOf(mistaken), "a file that is not read", "rename it to " + name);
    }
    return Files.isRegularFile(path) ? TextFile.read(path, problems) : Optional.empty();
  }

  private static Optional<SemanticModel> model(Domain domain, Section.Setting setting) {
    return file(domain, SEMANTIC, setting.problems()).flatMap(file -> model(file, setting));
  }

  /** A domain is one model: a name must mean one thing in it. */
  private static Optional<SemanticModel> model(TextFile file, Section.Setting setting) {
    Optional<Ossie> ossie = OssieReader.read(file, setting);
    List<SemanticModel> models = ossie.map(Ossie::models).orElse(List.of());
    if (ossie.isPresent() && models.size() != 1 && setting.problems().isEmpty()) {
      setting
          .problems()
          .add(
              models.size() > 1 ? models.get(1).at() : Position.startOf(file.path()),
              models.isEmpty() ? "no semantic model" : "a second semantic model",
              "a domain has one model; list all its datasets there");
    }
    return models.stream().findFirst();
  }
}

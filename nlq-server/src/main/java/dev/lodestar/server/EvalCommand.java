package dev.lodestar.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.answer.Evaluation;
import dev.lodestar.server.answer.Evaluation.Outcome;
import dev.lodestar.server.answer.Evaluation.Result;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Question;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures answers by the questions of a domain. */
@Command(
    name = "eval",
    description = "Asks the questions of questions.yaml and counts the right answers.",
    sortOptions = false,
    footer = {
      "",
      "Nothing of questions.yaml helps to give an answer.",
      "",
      "Exit codes: 0 all as expected; 1 some are not; 2 the command line is wrong; 3 it failed."
    })
final class EvalCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain's folder.")
  @Nullable Path folder;

  @Option(names = "--json", description = "Print each result as a JSON object on a line.")
  boolean json;

  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = "What questions mean by today, as 2025-12-31.")
  @Nullable LocalDate today;

  @Mixin DomainOptions options = new DomainOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Terminal terminal;

  EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, SQLException, UsageProblem, QueryFailed, CannotServe {
    Path domainFolder = Objects.requireNonNull(folder);
    try (ServedDomain domain = options.open(domainFolder);
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      Catalog tables = Released.catalog(domain, Optional.empty(), domainFolder, terminal);
      Asker asker =
          Asker.over(
              AskCommand.model(domain, domainFolder),
              tables,
              engine,
              today != null ? today : LocalDate.now(ZoneOffset.UTC),
              today != null);
      List<Question> questions = AnswerFiles.of(domain.domain()).questions();
      if (questions.isEmpty()) {
        throw new UsageProblem("The domain has no questions.yaml, or it has no questions");
      }
      List<Result> results = results(asker, tables, engine, questions);
      for (Result result : results) {
        print(result);
      }
      if (!json) {
        for (Language language : Language.values()) {
          summary(language, results.stream().filter(r -> r.language() == language).toList());
        }
      }
      terminal.flush();
      return results.stream().allMatch(Result::isGood) ? ExitCode.OK : ExitCode.WRONG;
    }
  }

  private static List<Result> results(
      Asker asker, Catalog tables, QueryEngine engine, List<Question> questions)
      throws UsageProblem, QueryFailed, IOException {
    try {
      return Evaluation.of(asker, tables, engine, questions);
    } catch (ModelProblem wrong) {
      List<Problem> problems = List.of(wrong.problem());
      throw new UsageProblem(ProblemReport.text(problems, Path.of("")).stripTrailing());
    }
  }

  private void print(Result result) throws IOException {
    if (json) {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
        out.writeStartObject();
        out.writeStringField("language", result.language().code());
        out.writeStringField("question", result.question());
        out.writeStringField("expected", word(result.expected()));
        out.writeStringField("outcome", word(result.outcome()));
        out.writeBooleanField("good", result.isGood());
        out.writeStringField("why", result.why());
        out.writeEndObject();
      }
      terminal.out().println(text);
    } else if (!result.isGood()) {
      terminal
          .out()
          .println(
              result.language().code()
                  + "  "
                  + result.question()
                  + "\n    expected "
                  + word(result.expected())
                  + ", "
                  + word(result.outcome())
                  + ": "
                  + result.why());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void summary(Language language, List<Result> results) {
    if (results.isEmpty()) {
      return;
    }
    long right = count(results, Outcome.RIGHT);
    long wrong = count(results, Outcome.WRONG);
    long answerable =
        results.stream().filter(r -> r.expected() == Question.Expect.ANSWERED).count();
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %d wordings; right %d, wrong %d, asked back %d, refused %d; precision %s,"
                    + " coverage %s",
                language.code(),
                results.size(),
                right,
                wrong,
                count(results, Outcome.ASKED_BACK),
                count(results, Outcome.REFUSED),
                percent(right, right + wrong),
                percent(right, answerable)));
  }

  private static long count(List<Result> results, Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).count();
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }
}

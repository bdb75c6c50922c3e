package dev.lodestar.server;

import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.drafting.LanguageModel;
import dev.lodestar.server.drafting.LanguageModelFile;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.SemanticModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers questions asked in English or French. */
@Command(
    name = "ask",
    description = "Answers a question, in English or French, from what a domain has released.",
    sortOptions = false,
    footer = {
      "",
      "Without a question, and without --file, questions are read, one a line, from the terminal or",
      "standard input; each may go on from the one before; a number picks one of the choices shown.",
      "",
      "Exit codes: 0 answered or told; 1 asked back or refused; 2 the command line is wrong; 3 it",
      "failed."
    })
final class AskCommand implements Callable<Integer> {
  private static final String GREETING =
      "Ask in English or French; the next question may go on from the last. The tab key offers"
          + " words, Ctrl-D ends.";

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain's folder.")
  @Nullable Path folder;

  @Parameters(index = "1", arity = "0..1", paramLabel = "QUESTION", description = "The question.")
  @Nullable String question;

  @Option(names = "--json", description = "Print each answer as a JSON object on a line.")
  boolean json;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Questions, one a line; one that starts with + goes on from the one before.")
  @Nullable Path file;

  @Option(
      names = "--today",
      paramLabel = "DATE",
      description = "What questions mean by today, as 2025-12-31.")
  @Nullable LocalDate today;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "en or fr; told from the words if it is not given.")
  @Nullable String lang;

  @Option(
      names = "--as-of",
      paramLabel = "WHEN",
      description =
          "An earlier release: its number, a snapshot, a run, or a moment in UTC"
              + " (2025-01-31 means the end of that day).")
  @Nullable String asOf;

  @Mixin DomainOptions options = new DomainOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Terminal terminal;

  AskCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, SQLException, UsageProblem, QueryFailed, CannotServe {
    Optional<Language> language = language();
    if (question != null && file != null) {
      throw new UsageProblem("Give either a question or --file");
    }
    Path domainFolder = java.util.Objects.requireNonNull(folder);
    try (ServedDomain domain = options.open(domainFolder);
        QueryEngine engine = QueryEngine.over(domain.warehouse())) {
      if (asOf == null) {
        domain.readAhead();
      }
      SemanticModel model = model(domain, domainFolder);
      Catalog tables = Released.catalog(domain, Optional.ofNullable(asOf), domainFolder, terminal);
      Asker asker =
          Asker.over(
              model,
              tables,
              engine,
              today != null ? today : LocalDate.now(ZoneOffset.UTC),
              today != null,
              helper(domain));
      if (question != null) {
        return print(asker.ask(question, language, Optional.empty()));
      }
      if (file != null) {
        return file(asker, language, file);
      }
      if (!terminal.isInteractive()) {
        return conversation(asker, language, lines(terminal.in())::readLine);
      }
      try (Prompt prompt = Prompt.forQuestions(domain.name(), asker)) {
        terminal.err().println(GREETING);
        return conversation(asker, language, prompt);
      }
    }
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private Optional<Language> language() throws UsageProblem {
    if (lang == null) {
      return Optional.empty();
    }
    Optional<Language> language = Language.of(lang);
    if (language.isEmpty()) {
      throw new UsageProblem("Unknown language \"" + lang + "\": use en or fr");
    }
    return language;
  }

  private static Optional<LanguageModel> helper(ServedDomain domain) throws UsageProblem {
    LanguageModelFile file = LanguageModelFile.of(domain.domain(), System.getenv());
    if (!file.problems().isEmpty()) {
      throw new UsageProblem(ProblemReport.text(file.problems(), Path.of("")).stripTrailing());
    }
    return file.model();
  }

  static SemanticModel model(ServedDomain domain, Path folder) throws UsageProblem {
    AnswerFiles files = AnswerFiles.semanticOf(domain.domain());
    if (!files.problems().isEmpty()) {
      throw new UsageProblem(ProblemReport.text(files.problems(), Path.of("")).stripTrailing());
    }
    return files
        .model()
        .orElseThrow(
            () ->
                new UsageProblem(
                    "The domain has no semantic.yaml, which says what its tables mean; make a first"
                        + " one: lodestar semantic "
                        + folder));
  }

  private Integer file(Asker asker, Optional<Language> language, Path questions)
      throws IOException, QueryFailed {
    Optional<Answer> before = Optional.empty();
    boolean all = true;
    for (String line : Files.readAllLines(questions, StandardCharsets.UTF_8)) {
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      boolean goesOn = text.startsWith("+");
      String asked = goesOn ? text.substring(1).strip() : text;
      Answer answer = asker.ask(asked, language, goesOn ? before : Optional.empty());
      all &= print(answer) == ExitCode.OK;
      before = answer.query().isPresent() || !goesOn ? Optional.of(answer) : before;
    }
    return all ? ExitCode.OK : ExitCode.WRONG;
  }

  private Integer conversation(Asker asker, Optional<Language> language, Lines lines)
      throws IOException, QueryFailed {
    Optional<Answer> before = Optional.empty();
    List<String> choices = List.of();
    for (String line = lines.next(); line != null; line = lines.next()) {
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      boolean picks = text.matches("\\d") && !choices.isEmpty();
      int pick = picks ? Integer.parseInt(text) - 1 : -1;
      String asked = pick >= 0 && pick < choices.size() ? choices.get(pick) : text;
      Answer answer = asker.ask(asked, language, picks ? Optional.empty() : before);
      print(answer);
      choices = answer.choices();
      before = answer.query().isPresent() ? Optional.of(answer) : before;
    }
    return ExitCode.OK;
  }

  private int print(Answer answer) throws IOException {
    if (json) {
      AnswerPrinter.json(answer, terminal.out());
    } else {
      AnswerPrinter.text(answer, terminal.out());
    }
    terminal.flush();
    boolean said =
        answer.status() == Answer.Status.ANSWERED || answer.status() == Answer.Status.TOLD;
    return said ? ExitCode.OK : ExitCode.WRONG;
  }
}

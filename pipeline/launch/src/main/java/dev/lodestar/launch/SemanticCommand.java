package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.semantic.FirstModel;
import dev.lodestar.semantic.Star;
import dev.lodestar.semantic.exchange.Export;
import dev.lodestar.semantic.exchange.GenieSpace;
import dev.lodestar.semantic.exchange.Import;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Layer;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieVersion;
import dev.lodestar.spec.semantic.OssieWriter;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.TableShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar semantic}: semantic models, told from the gold star, brought or taken away. */
@Command(
    name = "semantic",
    description = "Write a domain's semantic model: a first one, or one brought from elsewhere",
    footer = {
      "",
      "Without --from and --to, a first model is told from the gold star: keys, joins, types,",
      "descriptions, times and plain measures; names and synonyms are yours to give. Put it into the",
      "domain as semantic.yaml. With --to alone, semantic.yaml is written in that format.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage."
    })
final class SemanticCommand implements Callable<Integer> {
  private static final String OSSIE = "ossie";

  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it is written, and never over another file; printed unless given")
  private @Nullable Path out;

  @Option(
      names = "--ossie",
      paramLabel = "VERSION",
      defaultValue = "0.1.1",
      description = "The version of Ossie: 0.1.1 or 0.2.0.dev0; 0.1.1 unless given")
  private String ossie = "0.1.1";

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Bring a model: a Databricks metric view, a Cortex Analyst model of Snowflake, or Ossie")
  private @Nullable Path from;

  @Option(
      names = "--table",
      paramLabel = "NAME=gold.TABLE",
      description =
          "Which gold table stands for a table of the model that is brought; the one whose name is"
              + " the last part of its own unless given; may be repeated")
  private Map<String, String> tables = new LinkedHashMap<>();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "What is written: ossie, genie, metric-view, cortex; ossie unless given")
  private @Nullable String to;

  @Option(
      names = "--fact",
      paramLabel = "DATASET",
      description = "What a metric view is about, where there are several facts")
  private @Nullable String fact;

  @Override
  public Integer call() {
    OssieVersion version = version();
    return Checked.domain(arguments)
        .match(
            (domain, sql) -> write(domain, sql, version),
            problems -> Problems.print(arguments.folder, problems));
  }

  private OssieVersion version() {
    return Arrays.stream(OssieVersion.values())
        .filter(v -> v.text().equals(ossie))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no Ossie "
                        + ossie
                        + " here; --ossie takes "
                        + Arrays.stream(OssieVersion.values())
                            .map(OssieVersion::text)
                            .collect(Collectors.joining(" or "))));
  }

  private Integer write(Domain domain, DomainSql sql, OssieVersion version) {
    List<TableShape> shapes = List.copyOf(sql.tables(domain));
    Path brought = from;
    if (brought != null) {
      dev.lodestar.spec.Problems problems = new dev.lodestar.spec.Problems();
      Import.Outcome outcome =
          TextFile.read(brought.toAbsolutePath().normalize(), problems)
              .map(file -> Import.of(file, mapped(), domain, shapes))
              .orElseGet(
                  () ->
                      new Import.Outcome(
                          Optional.empty(), List.of(), problems.inOrder(domain.folder())));
      System.err.print(notes(outcome.notes(), domain));
      return outcome.problems().isEmpty() && outcome.model().isPresent()
          ? write(domain, shapes, outcome.model().get(), version)
          : Problems.print(arguments.folder, outcome.problems());
    }
    AnswerFiles files = AnswerFiles.semanticOf(domain);
    if (to != null && !files.problems().isEmpty()) {
      return Problems.print(arguments.folder, files.problems());
    }
    if (to != null && files.model().isPresent()) {
      return write(domain, shapes, files.model().get(), version);
    }
    return write(domain, shapes, FirstModel.of(domain, shapes), version);
  }

  private static String notes(List<Problem> notes, Domain domain) {
    return notes.isEmpty() ? "" : ProblemReport.text(notes, domain.folder()) + "\n";
  }

  private Map<String, TableName> mapped() {
    Map<String, TableName> mapped = new LinkedHashMap<>();
    tables.forEach((foreign, gold) -> mapped.put(foreign, table(foreign, gold)));
    return mapped;
  }

  private static TableName table(String foreign, String gold) {
    String name = gold.startsWith("gold.") ? gold.substring("gold.".length()) : gold;
    if (foreign.isEmpty() || name.isEmpty() || name.contains(".")) {
      throw new UsageException(
          "Cannot read --table=" + foreign + "=" + gold + ": write --table=NAME=gold.TABLE");
    }
    return TableName.of(Layer.GOLD, name);
  }

  private Integer write(
      Domain domain, List<TableShape> shapes, SemanticModel model, OssieVersion version) {
    String format = to == null ? OSSIE : to;
    List<Problem> problems =
        List.of("cortex", "metric-view").contains(format) ? Export.problems(model) : List.of();
    if (!problems.isEmpty()) {
      return Problems.print(arguments.folder, problems);
    }
    return switch (format) {
      case OSSIE -> print(OssieWriter.yaml(Ossie.of(version, model)));
      case "genie" -> print(GenieSpace.json(withQuestions(domain, model), domain.name()) + "\n");
      case "cortex" -> print(Export.cortex(model, new Star(model, shapes)));
      case "metric-view" -> print(Export.metricView(model, fact(model)));
      default ->
          throw new UsageException(
              "There is no format " + format + "; --to takes ossie, genie, metric-view or cortex");
    };
  }

  private static AnswerFiles withQuestions(Domain domain, SemanticModel model) {
    AnswerFiles files = AnswerFiles.of(domain);
    return new AnswerFiles(Optional.of(model), Optional.empty(), files.questions(), List.of());
  }

  private Dataset fact(SemanticModel model) {
    List<Dataset> facts = Export.facts(model);
    return facts.stream()
        .filter(f -> fact == null ? facts.size() == 1 : f.name().equals(fact))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "A metric view is about one fact: --fact="
                        + facts.stream()
                            .map(Dataset::name)
                            .collect(Collectors.joining(" or --fact="))));
  }

  private Integer print(Export.Written written) {
    written.leftOut().forEach(left -> System.err.println("Left out: " + left));
    return print(written.yaml());
  }

  private Integer print(String text) {
    Path file = out;
    if (file == null) {
      System.out.print(text);
      return Exit.OK;
    }
    if (Files.exists(file)) {
      throw new UsageException(file + " is there already, and is not written over");
    }
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("Cannot write " + file + ": " + e);
    }
    System.out.println("Wrote " + file);
    return Exit.OK;
  }
}

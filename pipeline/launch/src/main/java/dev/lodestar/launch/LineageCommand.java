package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.lineage.Detail;
import dev.lodestar.lineage.Direction;
import dev.lodestar.lineage.LineageData;
import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.LineageMermaid;
import dev.lodestar.lineage.LineagePicture;
import dev.lodestar.lineage.LineageTree;
import dev.lodestar.lineage.Part;
import dev.lodestar.lineage.Subject;
import dev.lodestar.spec.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lodestar lineage}: where columns come from, and what depends on them. */
@Command(
    name = "lineage",
    description = "Show where tables and columns come from, or what depends on them",
    footer = {
      "",
      "It is read from the SQL and the rules of the domain; nothing has to have run.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage."
    })
final class LineageCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE[.COLUMN]",
      description = "A table, as in gold.fact_orders, or one of its columns; all unless given")
  private @Nullable String of;

  @Option(names = "--down", description = "What is made from it, and would change with it")
  private boolean down;

  @ArgGroup private Form form = new Form();

  @Option(names = "--tables", description = "Leave columns out of the picture")
  private boolean tables;

  /** What is printed or written. */
  static final class Form {
    @Option(names = "--json", description = "Print an object for programs")
    private boolean json;

    @Option(names = "--mermaid", description = "Print a flowchart for Mermaid")
    private boolean mermaid;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write a picture")
    private @Nullable Path svg;
  }

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::show, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer show(Domain domain, DomainSql sql) {
    LineageGraph graph = sql.lineage(domain);
    Direction direction = down ? Direction.DOWN : Direction.UP;
    Detail detail = tables ? Detail.TABLES : Detail.COLUMNS;
    String asked = of;
    Subject subject = asked == null ? Subject.DOMAIN : LineageArgument.of(asked, graph);
    Path svg = form.svg;
    if (svg != null) {
      write(svg, LineagePicture.file(Part.of(graph, subject, direction), detail));
    } else if (form.mermaid) {
      System.out.println(LineageMermaid.of(Part.of(graph, subject, direction), detail));
    } else if (form.json) {
      System.out.println(
          Json.write(LineageData.of(domain.name(), Part.of(graph, subject, direction))));
    } else {
      System.out.println(LineageTree.of(graph, subject, direction));
    }
    return Exit.OK;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageException("Cannot write " + file + ": " + e);
    }
    System.out.println("Wrote " + file);
  }
}

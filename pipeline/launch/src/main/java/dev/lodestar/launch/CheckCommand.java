package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.semantic.AnswerChecks;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar check}: everything that is wrong with a domain. */
@Command(
    name = "check",
    description = "Show every problem of a domain, with its place and what to do",
    footer = {"", "Exit code 0: no problem; 1: problems."})
final class CheckCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(names = "--json", description = "Print a list of objects for programs")
  private boolean json;

  @Override
  public Integer call() {
    List<Problem> problems =
        Checked.domain(arguments)
            .match(
                (domain, sql) ->
                    Stream.concat(withTables(domain).stream(), answers(domain, sql).stream())
                        .toList(),
                p -> p);
    if (json) {
      System.out.println(Problems.json(arguments.folder, problems));
    } else if (problems.isEmpty()) {
      System.out.println("No problems in " + arguments.folder);
    } else {
      Problems.print(arguments.folder, problems);
    }
    return problems.isEmpty() ? Exit.OK : Exit.PROBLEMS;
  }

  /** What is wrong with the files by which the domain is asked and shown; a run does without. */
  private static List<Problem> answers(Domain domain, DomainSql sql) {
    return AnswerChecks.problems(AnswerFiles.of(domain), domain, sql.tables(domain));
  }

  /** What would make the rows of sources unreadable that were read before. */
  private List<Problem> withTables(Domain domain) {
    if (!Warehouse.exists(arguments.warehouseOf(domain))) {
      return List.of();
    }
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      return domain.sources().stream()
          .filter(source -> source.increment() != Source.Increment.EVERYTHING)
          .flatMap(source -> retyped(source, warehouse))
          .toList();
    }
  }

  private static Stream<Problem> retyped(Source source, Warehouse warehouse) {
    Map<String, ColumnType> now =
        warehouse.state(source.table()).map(TableState::columns).orElse(List.of()).stream()
            .collect(Collectors.toMap(Column::name, Column::type));
    return warehouse.retyped(source.table(), source.tableColumns()).stream()
        .map(
            column ->
                new Problem(
                    source.columns().stream()
                        .filter(c -> c.column().equals(column.name()))
                        .map(ColumnDoc::at)
                        .findFirst()
                        .orElse(source.at()),
                    column.name()
                        + " is "
                        + now.get(column.name())
                        + " in the rows that were read before, and cannot become "
                        + column.type(),
                    "keep the type, or read all files again with lodestar run --full"));
  }
}

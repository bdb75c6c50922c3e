package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.ModelTest;
import dev.lodestar.spec.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lodestar test-domain}: whether models make of given rows what they should. */
@Command(
    name = "test-domain",
    description = "Run the tests of a domain's models, without a warehouse",
    footer = {
      "",
      "Tests stand in tests/*.yaml: given rows of tables, and the rows that a model makes of",
      "them. What is not given is computed if it is a model, and empty if it is a source.",
      "",
      "Exit code 0: all passed; 1: one failed, or the domain has problems; 2: wrong usage."
    })
final class TestDomainCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEST",
      description = "Only these: the name of a test, of a model or of a file; all unless given")
  private List<String> only = new ArrayList<>();

  @Option(names = "--json", description = "Print the results as JSON")
  private boolean json;

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::run, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer run(Domain domain, DomainSql sql) {
    List<ModelTest> tests = domain.tests().stream().filter(chosen(domain)).toList();
    List<ModelTests.Result> results = new ArrayList<>();
    try (ModelTests runner = new ModelTests(domain, sql)) {
      Path file = Path.of("");
      for (ModelTest test : tests) {
        ModelTests.Result result = runner.run(test);
        results.add(result);
        Path in = domain.folder().relativize(test.at().file());
        if (!json) {
          System.out.print((in.equals(file) ? "" : in + "\n") + result.asText());
        }
        file = in;
      }
    }
    long failed = results.stream().filter(r -> !r.passed()).count();
    if (json) {
      System.out.println(json(domain, results));
    } else {
      System.out.println(summary(domain, tests.size(), failed));
    }
    return failed == 0 ? Exit.OK : Exit.PROBLEMS;
  }

  private static String summary(Domain domain, int tests, long failed) {
    if (tests == 0) {
      return "No tests in " + domain.folder().resolve("tests");
    }
    String all = tests == 1 ? "1 test" : tests + " tests";
    return failed == 0 ? all + " passed" : failed + " of " + all + " failed";
  }

  private Predicate<ModelTest> chosen(Domain domain) {
    List<String> names = new ArrayList<>();
    for (ModelTest test : domain.tests()) {
      names.addAll(names(test));
    }
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UsageException(
            "There is no test, and no tested model, named "
                + name
                + Nearest.to(name, names).map(n -> "; did you mean " + n + "?").orElse(""));
      }
    }
    return test -> only.isEmpty() || names(test).stream().anyMatch(only::contains);
  }

  private static List<String> names(ModelTest test) {
    return List.of(
        test.name(), test.model().toString(), String.valueOf(test.at().file().getFileName()));
  }

  private static String json(Domain domain, List<ModelTests.Result> results) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ModelTests.Result result : results) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("test", result.test().name());
      one.put("file", domain.folder().relativize(result.test().at().file()).toString());
      one.put("model", result.test().model().toString());
      one.put("passed", result.passed());
      one.put("milliseconds", result.millis());
      one.put("difference", result.difference().lines().toList());
      all.add(one);
    }
    return Json.write(all);
  }
}

package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/reference/domain.md} are a domain, and its problems are the ones it
 * shows.
 */
class DomainReferenceTest {
  private static final Path PAGE = Path.of("../../docs/reference/domain.md");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern NAMED = Pattern.compile("(?:#|--) (\\S+\\.(?:yaml|sql))\\n(?s:.*)");
  private static final String WITH_PROBLEMS = "gold/facts.yaml";

  @TempDir Path folder;

  private final List<String> written = new ArrayList<>();
  private String report = "";
  private String json = "";

  @Test
  void theExamplesAreADomain() throws IOException {
    ExampleDomain domain = examples(false);

    assertThat(written)
        .containsExactly(
            "domain.yaml",
            "bronze/orders.yaml",
            "bronze/events.yaml",
            "bronze/customers.yaml",
            "silver/orders.sql",
            "gold/dim_customers.sql",
            "silver/orders.yaml",
            "tests/orders.yaml");
    assertThat(domain.good().name()).isEqualTo("shop");
  }

  @Test
  void theProblemsAreThoseShown() throws IOException {
    ExampleDomain domain = examples(true).with("gold/facts.sql", "SELECT 1 AS customer_code");

    assertThat(ProblemReport.text(domain.problems(), folder)).isEqualTo(report);
    assertThat(ProblemReport.json(domain.problems().subList(0, 1), folder)).isEqualTo(json);
  }

  private ExampleDomain examples(boolean withProblems) throws IOException {
    ExampleDomain domain = ExampleDomain.empty(folder);
    Matcher fence = FENCE.matcher(Files.readString(PAGE));
    while (fence.find()) {
      String text = fence.group(2);
      Matcher named = NAMED.matcher(text);
      if (named.matches() && (withProblems || !named.group(1).equals(WITH_PROBLEMS))) {
        domain.with(named.group(1), text);
        written.add(named.group(1));
      }
      report = fence.group(1).equals("text") ? text : report;
      json = fence.group(1).equals("json") ? text : json;
    }
    return domain;
  }
}

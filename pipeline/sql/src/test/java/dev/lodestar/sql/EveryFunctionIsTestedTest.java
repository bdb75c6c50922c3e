package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlScript.Oracle;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No function may be offered that no script has tried. */
final class EveryFunctionIsTestedTest {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\s*\\(");

  @Test
  void everyFunctionStandsInAScript() {
    Set<String> untried = new TreeSet<>(SqlCompiler.functionNames());
    untried.removeAll(called());
    assertThat(untried).isEmpty();
  }

  private static Set<String> called() {
    return SqlScript.all().stream()
        .flatMap(script -> script.cases().stream())
        .filter(each -> each.oracle() == Oracle.ROWS || each.oracle() == Oracle.DUCKDB)
        .flatMap(each -> CALL.matcher(each.sql().toLowerCase(Locale.ROOT)).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }
}

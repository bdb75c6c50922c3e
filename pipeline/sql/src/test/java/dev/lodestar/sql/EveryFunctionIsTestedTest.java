package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlScript.Oracle;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  @Test
  void everyOperatorStandsInAScript() {
    String all =
        statements().map(sql -> sql.replaceAll("\\s+", " ")).collect(Collectors.joining("\n"));
    Set<String> untried =
        Allowed.STEADY.getOperatorList().stream()
            .map(operator -> operator.getName().toLowerCase(Locale.ROOT))
            .map(
                name ->
                    name.replaceFirst("^\\$scalar_query$", "(select").replace(" asymmetric", ""))
            .filter(name -> !all.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(untried).isEmpty();
  }

  private static Set<String> called() {
    return statements()
        .flatMap(sql -> CALL.matcher(sql).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Stream<String> statements() {
    return SqlScript.all().stream()
        .flatMap(script -> script.cases().stream())
        .filter(each -> each.oracle() == Oracle.ROWS || each.oracle() == Oracle.DUCKDB)
        .map(each -> each.sql().toLowerCase(Locale.ROOT));
  }
}

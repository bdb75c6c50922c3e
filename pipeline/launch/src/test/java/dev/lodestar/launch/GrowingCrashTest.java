package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.CrashPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that grow, of each kind, hold every change once though a launcher is killed before or
 * between their commits. {@link CrashTest} looks at every other point of a run.
 */
class GrowingCrashTest {
  private static final String SELECT =
      "SELECT op, id, parse_date(made_on, '%Y-%m-%d') AS made_on FROM bronze.changes";

  private static final String CHANGES = "key: [id]\nkeep: latest by made_on\ndeletes: op = 'D'\n";

  @TempDir Path folder;

  private final List<String> changes = new ArrayList<>();

  @Test
  void aRerunAfterACrashBetweenCommitsEndsLikeAnUndisturbedRun() throws Exception {
    TestDomain domain = domain();
    bring(domain, 1);
    domain.run();
    bring(domain, 2);
    domain.run();
    List<String> points =
        List.of(
            CrashPoint.DECIDING,
            CrashPoint.SWAPPED + "#2",
            CrashPoint.SWAPPED + "#4",
            CrashPoint.SWAPPED + "#6");
    for (int i = 0; i < points.size(); i++) {
      String run = "r-" + i;
      bring(domain, i + 3);
      int exit =
          LauncherAt.crashing(points.get(i), domain, "run", "--run-id=" + run).start().waitFor();
      domain.run("--run-id=" + run);

      assertThat(exit).as("exit at " + points.get(i)).isEqualTo(137);
      assertThat(content(domain)).as("tables after " + points.get(i)).isEqualTo(expected());
      assertThat(CrashTest.snapshotsOfRun(domain, run))
          .as("snapshots after " + points.get(i))
          .containsOnly(1L);
    }
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(content(domain.run("--full"))).isEqualTo(expected());
  }

  private TestDomain domain() {
    return TestDomain.in(folder)
        .file("bronze/changes.yaml", "files: ${data}/*.csv\ncolumns:\n  op:\n  id:\n  made_on:\n")
        .model("silver.changes", SELECT, "kind: append\n")
        .model("silver.now", SELECT, "kind: merge\n" + CHANGES)
        .model("silver.ever", SELECT, "kind: history\n" + CHANGES)
        .model(
            "gold.months",
            "SELECT CAST(date_trunc('month', made_on) AS date) AS since, count(*) AS n"
                + " FROM silver.now GROUP BY CAST(date_trunc('month', made_on) AS date)",
            "partition-by: [since]\n");
  }

  /** A key comes, the one before is changed, that before it is deleted, and all of it late. */
  private void bring(TestDomain domain, int number) {
    List<String> lines = new ArrayList<>();
    lines.add("I,%d,2025-01-%02d".formatted(number, number));
    lines.add("U,%d,2025-02-%02d".formatted(number - 1, number));
    lines.add("D,%d,2025-03-%02d".formatted(number - 2, number));
    lines.add("U,%d,2025-01-31".formatted(number - 2));
    lines.add("I,1,2025-01-01");
    changes.addAll(lines);
    domain.file("data/" + number + ".csv", "op,id,made_on\n" + String.join("\n", lines) + "\n");
  }

  private static String content(TestDomain domain) {
    return String.join(
        "\n\n",
        domain.rows("silver.changes", "count(*)"),
        domain.rows("silver.now", "id, made_on"),
        domain.rows("silver.ever", "id, valid_from, valid_to, is_current"),
        domain.rows("deleted.silver_now", "count(*) - count(DISTINCT (id, made_on))"),
        domain.rows("gold.months", "since, n"));
  }

  /** What the tables hold, told from all changes at once. */
  private String expected() {
    Map<String, TreeMap<String, String>> byKey = new TreeMap<>();
    for (String change : changes) {
      String[] parts = change.split(",", -1);
      byKey.computeIfAbsent(parts[1], k -> new TreeMap<>()).put(parts[2], parts[0]);
    }
    List<String> now = new ArrayList<>();
    List<String> ever = new ArrayList<>();
    Map<String, Integer> months = new TreeMap<>();
    byKey.forEach(
        (key, moments) -> {
          if (!moments.lastEntry().getValue().equals("D")) {
            now.add(key + " | " + moments.lastKey());
            months.merge(moments.lastKey().substring(0, 7) + "-01", 1, Integer::sum);
          }
          moments.forEach(
              (moment, op) -> {
                if (!op.equals("D")) {
                  String next = moments.higherKey(moment);
                  ever.add("%s | %s | %s | %s".formatted(key, moment, next, next == null));
                }
              });
        });
    return String.join(
        "\n\n",
        String.valueOf(changes.size()),
        String.join("\n", now),
        ever.stream().sorted().collect(Collectors.joining("\n")),
        "0",
        months.entrySet().stream()
            .map(m -> m.getKey() + " | " + m.getValue())
            .collect(Collectors.joining("\n")));
  }
}

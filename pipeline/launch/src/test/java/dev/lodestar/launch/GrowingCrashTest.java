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

/** Tables that grow, of each kind, hold every change once though a launcher is cut off anywhere. */
class GrowingCrashTest {
  private static final String SELECT =
      "SELECT op, id, parse_date(made_on, '%Y-%m-%d') AS made_on FROM bronze.changes";

  private static final String CHANGES = "key: [id]\nkeep: latest by made_on\ndeletes: op = 'D'\n";

  @TempDir Path folder;

  private final List<String> changes = new ArrayList<>();

  @Test
  void aRerunAfterAPowerCutAnywhereEndsLikeAnUndisturbedRun() throws Exception {
    TestDomain domain = domain();
    for (int number = 1; number <= 3; number++) {
      bring(domain, number);
      domain.run();
    }
    String before = content(domain);
    bring(domain, 4);
    String then = expected();
    PowerCuts cuts = PowerCuts.during(domain, "run", "--run-id=r");
    assertThat(content(domain)).isEqualTo(then);
    assertThat(cuts.points()).containsAll(CrashPoint.ALL);

    for (String point : cuts.points()) {
      cuts.at(point);
      assertThat(content(domain))
          .as("what readers see after a cut at " + point)
          .isEqualTo(point.equals(CrashPoint.RELEASED) ? then : before);
      domain.run("--run-id=r");
      carriesOn(domain, point);
    }
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    bring(domain, 5);
    domain.run();
    assertThat(content(domain)).isEqualTo(expected());
    assertThat(content(domain.run("--full"))).isEqualTo(expected());
  }

  @Test
  void theOneThatCarriesARunOutMayBeCutOffToo() throws Exception {
    TestDomain domain = domain();
    bring(domain, 1);
    domain.run();
    bring(domain, 2);
    PowerCuts first = PowerCuts.during(domain, "run", "--run-id=r");
    first.at(CrashPoint.SWAPPED);
    PowerCuts second = PowerCuts.during(domain, "run", "--run-id=r");
    assertThat(second.points()).endsWith(CrashPoint.RELEASED).doesNotContain(CrashPoint.BEGUN);
    for (String point : second.points()) {
      second.at(point);
      domain.run("--run-id=r");
      carriesOn(domain, point);
    }
  }

  private void carriesOn(TestDomain domain, String point) throws Exception {
    assertThat(content(domain)).as("tables after a cut at " + point).isEqualTo(expected());
    assertThat(CrashTest.snapshotsOfRun(domain, "r"))
        .as("snapshots after a cut at " + point)
        .containsOnly(1L);
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

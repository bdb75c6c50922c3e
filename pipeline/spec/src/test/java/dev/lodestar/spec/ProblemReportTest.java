package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemReportTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("shop/silver/orders.yaml");
    ExampleDomain.empty(folder)
        .with(
            "shop/silver/orders.yaml",
            "kind: tabel\n\tkey: [a]\n" + "x".repeat(200) + "yz\n\u001B[31m: é\n");
  }

  @Test
  void showsTheLineAndMarksThePlace() {
    assertThat(text(at(1, 7, 5), "use one of table, view; did you mean \"table\"?"))
        .isEqualTo(
            """
            shop/silver/orders.yaml:1:7: unknown kind "tabel"
                1 | kind: tabel
                          ^^^^^
              use one of table, view; did you mean "table"?
            """);
  }

  @Test
  void keepsTabsSoThatTheMarkStandsBelow() {
    assertThat(text(at(2, 7, 3), ""))
        .isEqualTo(
            "shop/silver/orders.yaml:2:7: unknown kind \"tabel\"\n"
                + "    2 | \tkey: [a]\n"
                + "        \t     ^^^\n");
  }

  @Test
  void cutsALongLineAroundThePlace() {
    assertThat(text(at(3, 201, 2), ""))
        .isEqualTo(
            "shop/silver/orders.yaml:3:201: unknown kind \"tabel\"\n    3 | …"
                + "x".repeat(60)
                + "yz\n"
                + " ".repeat(8 + 61)
                + "^^\n");
    assertThat(text(at(3, 1, 202), ""))
        .contains("    3 | " + "x".repeat(120) + "…\n        " + "^".repeat(120) + "\n");
  }

  @Test
  void showsNoLineForAWholeFileOrAMissingOne() {
    assertThat(text(Position.startOf(file), "mend it"))
        .isEqualTo("shop/silver/orders.yaml:1:1: unknown kind \"tabel\"\n  mend it\n");
    assertThat(text(new Position(folder.resolve("none.sql"), 3, 4, 1), ""))
        .isEqualTo("none.sql:3:4: unknown kind \"tabel\"\n");
    assertThat(text(at(99, 4, 1), ""))
        .isEqualTo("shop/silver/orders.yaml:99:4: unknown kind \"tabel\"\n");
  }

  @Test
  void marksAPlaceBehindTheEndOfALine() {
    assertThat(text(at(1, 50, 4), "")).endsWith("    1 | kind: tabel\n                   ^\n");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertThat(text(at(4, 8, 1), "")).endsWith("    4 | \uFFFD[31m: é\n               ^\n");
  }

  @Test
  void namesAFileOutsideTheBaseInFull() {
    Problem problem = new Problem(Position.startOf(file), "x", "");
    assertThat(ProblemReport.text(List.of(problem), folder.resolve("other")))
        .isEqualTo(file + ":1:1: x\n");
  }

  @Test
  void separatesProblemsByAnEmptyLine() {
    Problem problem = new Problem(Position.startOf(file), "x", "y");
    assertThat(ProblemReport.text(List.of(problem, problem), folder))
        .isEqualTo("shop/silver/orders.yaml:1:1: x\n  y\n\nshop/silver/orders.yaml:1:1: x\n  y\n");
    assertThat(ProblemReport.text(List.of(), folder)).isEmpty();
  }

  @Test
  void writesJson() {
    List<Problem> problems =
        List.of(
            new Problem(
                at(1, 7, 5), "unknown kind \"tabel\"", "a\\b\n\té\u0001\uD834\uDD1E \uD834"),
            new Problem(Position.startOf(file), "x", ""));
    assertThat(ProblemReport.json(problems, folder))
        .isEqualTo(
            """
            [{"file":"shop/silver/orders.yaml","line":1,"column":7,"length":5,"message":"unknown kind \\"tabel\\"","advice":"a\\\\b\\n\\té\\u0001\uD834\uDD1E \\ud834"},
            {"file":"shop/silver/orders.yaml","line":1,"column":1,"length":1,"message":"x","advice":""}]
            """);
    assertThat(ProblemReport.json(List.of(), folder)).isEqualTo("[]\n");
  }

  private Position at(int line, int column, int length) {
    return new Position(file, line, column, length);
  }

  private String text(Position at, String advice) {
    return ProblemReport.text(List.of(new Problem(at, "unknown kind \"tabel\"", advice)), folder);
  }
}

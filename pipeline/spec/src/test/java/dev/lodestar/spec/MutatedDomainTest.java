package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a domain's files, reading ends with a domain or with problems inside its
 * files.
 */
class MutatedDomainTest {
  private static final int ROUNDS = 500;
  private static final String CHARACTERS = "\"'[]{}:,#&*!|>%@`-?$\t\\ \u0000\uFEFFé\uD834x\r";

  @TempDir Path folder;

  @Test
  void neverThrowsAndPointsIntoItsFiles() throws IOException {
    Random random = new Random(20260101);
    List<String> names = List.copyOf(ExampleDomain.FILES.keySet());
    int good = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ExampleDomain domain = ExampleDomain.in(folder);
      StringBuilder changes = new StringBuilder("round " + round);
      for (int change = 0; change <= random.nextInt(3); change++) {
        String name = names.get(random.nextInt(names.size()));
        String text = mutated(Files.readString(folder.resolve(name)), random);
        domain.with(name, text);
        changes.append("\n--- ").append(name).append('\n').append(text);
      }
      DomainReader.Outcome outcome = read(changes);
      List<Problem> problems = outcome.match(domainRead -> List.of(), bad -> bad);
      good += outcome instanceof DomainReader.Outcome.Good ? 1 : 0;
      assertThat(problems.isEmpty()).isEqualTo(outcome instanceof DomainReader.Outcome.Good);
      for (Problem problem : problems) {
        assertThat(problem.at())
            .as(changes + "\n" + problem)
            .satisfies(MutatedDomainTest::standsInItsFile);
      }
      assertThat(ProblemReport.text(problems, folder).isEmpty()).isEqualTo(problems.isEmpty());
    }
    assertThat(good).isBetween(ROUNDS / 20, ROUNDS / 2);
  }

  private DomainReader.Outcome read(StringBuilder changes) {
    try {
      return DomainReader.read(folder, Map.of());
    } catch (RuntimeException e) {
      throw new AssertionError(changes.toString(), e);
    }
  }

  private static void standsInItsFile(Position at) throws IOException {
    String text = Files.readString(at.file()).replace("\uFEFF", "");
    List<String> lines = List.of(text.split("\r\n|\r|\n", -1));
    assertThat(at.line()).isBetween(1, lines.size());
    int width = lines.get(at.line() - 1).length();
    assertThat(at.column()).isBetween(1, width + 1);
    assertThat(at.length()).isBetween(1, Math.max(1, width + 1 - (at.column() - 1)));
  }

  private static String mutated(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int line = random.nextInt(lines.size());
    String old = lines.get(line);
    int place = random.nextInt(old.length() + 1);
    switch (random.nextInt(7)) {
      case 0 -> lines.remove(line);
      case 1 -> lines.add(line, old);
      case 2 -> lines.set(line, old.substring(0, place));
      case 3 -> lines.set(line, "  " + old);
      case 4 -> lines.set(line, old.stripLeading());
      case 5 ->
          lines.set(
              line,
              old.substring(0, place)
                  + CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))
                  + old.substring(place));
      default -> lines.add(random.nextInt(lines.size()), old);
    }
    return String.join("\n", lines);
  }
}

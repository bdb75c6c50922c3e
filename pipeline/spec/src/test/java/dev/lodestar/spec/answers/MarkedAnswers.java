package dev.lodestar.spec.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One of the files of a domain by which it is asked and shown, in which {@code «»} marks the place
 * of a problem, and {@code ⏎} may stand for a line break.
 */
public record MarkedAnswers(Path folder, String file, String text) {

  public static MarkedAnswers of(Path folder, String file, String text) {
    return new MarkedAnswers(folder, file, text.replace("⏎", "\n"));
  }

  /** The file has one problem, at the mark. */
  public void isRejected(String message, String advice) {
    assertThat(read().problems()).containsExactly(new Problem(place(), message, advice));
  }

  /** What is read, without the marks. */
  public AnswerFiles read() {
    try {
      Files.writeString(
          folder.resolve("domain.yaml"),
          "name: shop\nlanguages: [en, fr]\nvariables: {as-of: 2025-12-31}\n");
      Files.writeString(folder.resolve(file), text.replace("«", "").replace("»", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Domain domain =
        DomainReader.readDomainFile(folder, Map.of())
            .match(
                good -> good,
                problems -> {
                  throw new AssertionError(problems);
                });
    return AnswerFiles.of(domain);
  }

  /** Where the mark is. */
  public Position place() {
    int start = text.indexOf('«');
    if (start < 0) {
      return Position.startOf(folder.resolve(file));
    }
    List<String> before = List.of(text.substring(0, start).split("\n", -1));
    int length = text.indexOf('»') - start - 1;
    return new Position(
        folder.resolve(file),
        before.size(),
        before.get(before.size() - 1).length() + 1,
        Math.max(1, length));
  }
}

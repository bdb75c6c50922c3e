package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Questions of people who work with these models, each with what it means, said again; or ASK, or
 * REFUSED. What is said again means the same query once more.
 */
class QuestionTablesTest {
  private static final String TODAY = "2025-12-31";

  private static final Map<String, QuestionParser> PARSERS =
      Stream.of("hospital", "freight", "club")
          .collect(
              Collectors.toMap(
                  Function.identity(), name -> Star.of(text(name + ".star")).parser(TODAY)));

  static Stream<Arguments> rows() {
    return Stream.of("hospital", "freight", "retail", "club")
        .flatMap(
            model ->
                text(model + ".questions")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 2))
                    .map(row -> Arguments.of(model, row[0], row[1])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void means(String model, String question, String words) {
    QuestionParser parser =
        Optional.ofNullable(PARSERS.get(model)).orElseGet(() -> Stars.RETAIL.parser(TODAY));
    assertThat(QuestionsTest.said(parser, question)).isEqualTo(words);
    QuestionsTest.saidAgain(parser, question);
  }

  private static String text(String name) {
    try (InputStream in = QuestionTablesTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

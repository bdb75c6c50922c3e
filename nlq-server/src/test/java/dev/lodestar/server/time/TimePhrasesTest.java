package dev.lodestar.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.grammar.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A public corpus of phrases and their meanings, where it is at hand. */
class TimePhrasesTest {
  private static final LocalDate TODAY = LocalDate.of(2013, 2, 12);

  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "upcoming|season|winter|hiver|nouvel an|jour de l'an|fête|en huit|en 8|en quinze|en 15");

  @ParameterizedTest
  @EnumSource(Language.class)
  void readsThePhrasesWhoseConventionItFollows(Language language) throws IOException {
    Path file = corpus().resolve(language.code() + ".json");
    Assumptions.assumeTrue(
        Files.exists(file), () -> "SKIPPED: no corpus of time phrases at " + file);
    TimeGrammar grammar = new TimeGrammar(language, TODAY, DayOfWeek.MONDAY, 1);
    int right = 0;
    List<String> wrong = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (JsonNode example : new ObjectMapper().readTree(file.toFile()).get("examples")) {
      if (example.get("kind").asText().startsWith("open_")) {
        // "After 1 November" leaves that day out here, and keeps it there.
        continue;
      }
      for (JsonNode phrase : example.get("phrases")) {
        Optional<TimeRange> read = grammar.read(phrase.asText());
        if (read.isEmpty()) {
          refused.add(phrase.asText());
        } else if (agrees(example, phrase.asText(), language, read.get())) {
          right++;
        } else {
          wrong.add(phrase.asText() + " -> " + read.get() + " " + example);
        }
      }
    }
    assertThat(wrong).isEmpty();
    // What is left out on purpose: seasons, holidays, "upcoming" (there the last of the units).
    refused.removeIf(LEFT_OUT.asPredicate());
    assertThat(right).as("right; refused: " + refused).isGreaterThan(100);
    assertThat(right / (double) (right + refused.size())).isGreaterThan(0.95);
  }

  private static Path corpus() {
    return Path.of("../../shared/data/public/time-phrases").toAbsolutePath().normalize();
  }

  /**
   * Where the words name no year, the corpus looks ahead and we look back: so the phrase must mean
   * what the corpus says for somebody who reads it on the day when that has begun.
   */
  private static boolean agrees(
      JsonNode example, String phrase, Language language, TimeRange read) {
    LocalDate start = date(example, "start");
    Unit grain = Unit.of(example.get("grain").asText());
    LocalDate end =
        example.get("kind").asText().equals("interval")
            ? date(example, "end_exclusive")
            : grain.plus(start, 1);
    TimeRange expected = TimeRange.of(start, end, grain);
    if (read.assumed() == TimeRange.Assumed.NOTHING || read.sameDays(expected)) {
      return read.sameDays(expected);
    }
    return new TimeGrammar(language, end.minusDays(1), DayOfWeek.MONDAY, 1)
        .read(phrase)
        .map(later -> later.sameDays(expected))
        .orElse(true);
  }

  private static LocalDate date(JsonNode example, String key) {
    return LocalDate.parse(example.get(key).asText().substring(0, 10));
  }
}

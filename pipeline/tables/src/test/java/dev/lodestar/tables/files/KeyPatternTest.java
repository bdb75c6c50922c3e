package dev.lodestar.tables.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
  private static final List<String> KEYS =
      List.of(
          "in/a.csv",
          "in/b.csv",
          "in/ab.csv",
          "in/a+b.csv",
          "in/a,b.csv",
          "in/a-.csv",
          "in/^.csv",
          "in/[a].csv",
          "in/x/a.csv",
          "in/x/y/a.csv",
          "in/x/y/a.csv.gz",
          "in/.a.csv",
          "inn/a.csv",
          "in/*.csv");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in/*.csv",
        "in/**",
        "in/**/*.csv",
        "in/**.csv",
        "in/?.csv",
        "in/[ab].csv",
        "in/[!a].csv",
        "in/[a-c].csv",
        "in/[a-].csv",
        "in/[^a].csv",
        "in/{a,b}.csv",
        "in/{a,x/*}.csv",
        "in/{a.csv,x/**}",
        "in/a,b.csv",
        "in/a+b.csv",
        "in/\\*.csv",
        "in/\\[a\\].csv",
        "in*/a.csv",
        "in/a.csv"
      })
  void meansWhatItMeansForFiles(String pattern) {
    List<String> expected =
        KEYS.stream()
            .filter(
                k -> FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(k)))
            .toList();

    KeyPattern keys = new KeyPattern(pattern);
    assertThat(KEYS.stream().filter(keys::matches).toList()).isEqualTo(expected).isNotEmpty();
    assertThat(expected).allMatch(k -> k.startsWith(keys.prefix()));
  }

  @Test
  void takesKeysThatNoFileCouldHave() {
    assertThat(new KeyPattern("données/*.csv").matches("données/a\u0000é.csv")).isTrue();
    assertThat(new KeyPattern("in/*.csv").matches("in//a.csv")).isFalse();
  }
}

package dev.lodestar.spec.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Ossie's own files are read, and written again without loss, as another YAML reader sees them. */
class OssieConformanceTest {
  private static final Path FOLDER = Path.of("../../../shared/data/public/ossie-conformance");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          tpcds_semantic_model-0.1.1.yaml, 1, 5, 5
          tpcds_semantic_model-0.2.0.dev0.yaml, 1, 5, 5
          flights-0.2.0.dev0.yaml, 0, 0, 0
          databricks-pairs/fixtureA_ossie.yaml, 1, 2, 2
          databricks-pairs/fixtureB_ossie.yaml, 1, 2, 2
          databricks-pairs/tpcds_ossie.yaml, 1, 4, 2
          """)
  void whatIsReadIsWrittenAgain(String name, int models, int datasets, int metrics)
      throws IOException {
    Path path = FOLDER.resolve(name).toAbsolutePath().normalize();
    assumeThat(path).as("Ossie's files are not there, so nothing is held against them").exists();
    String text = Files.readString(path);

    Ossie ossie = read(path, text);
    assertThat(ossie.models()).hasSize(models);
    assertThat(ossie.models().stream().mapToInt(m -> m.datasets().size()).sum())
        .isEqualTo(datasets);
    assertThat(ossie.models().stream().mapToInt(m -> m.metrics().size()).sum()).isEqualTo(metrics);
    String written = OssieWriter.yaml(ossie);
    assertThat(stripped(load(written))).isEqualTo(stripped(load(text)));
    assertThat(OssieWriter.yaml(read(path, written))).isEqualTo(written);
  }

  private static Ossie read(Path path, String text) {
    Problems problems = new Problems();
    Ossie ossie = OssieReader.read(new TextFile(path, text), problems).orElseThrow();
    assertThat(problems.inOrder(path.getParent())).isEqualTo(List.<Problem>of());
    return ossie;
  }

  private static Object load(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  /** Blanks around a text mean nothing, as at the end of a block of JSON. */
  private static Object stripped(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> result = new TreeMap<>();
      map.forEach((key, one) -> result.put(key, stripped(one)));
      return result;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(OssieConformanceTest::stripped).toList();
    }
    return value instanceof String text ? text.strip() : value;
  }
}

package dev.lodestar.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold of an engine with a real cluster: a sample's tables are those of the Direct
 * runner, row for row, and a second run has nothing to do. Every run is a process of its own,
 * started as a user starts it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClusterContract {

  protected static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path SAMPLES = Path.of("../../samples").toAbsolutePath().normalize();
  private static final String SAMPLE = "fmcg";

  /** Has what the first one has not: records of changes, ranks, and gold that reads gold. */
  private static final String OTHER_SAMPLE = "ecommerce";

  /** Jars of the engine and of nothing else, as the launcher script gives them. */
  private static final Predicate<String> NOT_DIRECT =
      Pattern.compile("/(lodestar-direct|beam-runners-direct-java)|runners/direct/target")
          .asPredicate()
          .negate();

  private static final Predicate<String> DIRECT =
      Pattern.compile(
              "/(lodestar-(flink|spark)|flink-|spark-|beam-runners-(flink|spark))"
                  + "|runners/(flink|spark)/target")
          .asPredicate()
          .negate();

  /** Where everything of this test is kept. */
  protected Path folder;

  private final String engine;
  private Built direct;

  protected ClusterContract(String engine) {
    this.engine = engine;
  }

  /** Runs the main class of a bundle with the engine's own submit command. */
  protected abstract JavaProcess submit(Path log, Path bundle, List<String> arguments);

  /** The option that names a cluster, without its value. */
  protected abstract String option();

  /** What that option is for the running cluster. */
  protected abstract String cluster();

  /** What it is for a port of this machine where no cluster listens. */
  protected abstract String nobody();

  /** How many jobs the cluster has been given. */
  protected abstract int jobs();

  @BeforeAll
  void buildsOnDirect(@TempDir Path temporary) throws SQLException {
    folder = temporary;
    generate(SAMPLE);
    direct = buildsOnceWith(DIRECT, "direct", "--runner=direct");
    assertThat(direct.gold()).containsKey("gold.fact_orders");
    assertThat(direct.gold().get("gold.fact_orders")).isNotEmpty();
  }

  @Test
  void embeddedBuildsWhatDirectBuilds() throws SQLException {
    assertThat(buildsOnceWith(NOT_DIRECT, "embedded", "--runner=" + engine)).isEqualTo(direct);
  }

  @Test
  void clusterNamedByAnOptionBuildsWhatDirectBuilds() throws SQLException {
    int before = jobs();
    assertThat(
            buildsOnceWith(NOT_DIRECT, "named", "--runner=" + engine, option() + "=" + cluster()))
        .isEqualTo(direct);
    assertThat(jobs()).isGreaterThan(before);
  }

  @Test
  void anotherDomainIsBuiltAlikeEverywhere() throws SQLException {
    generate(OTHER_SAMPLE);
    String named = option() + "=" + cluster();
    finish(java(DIRECT, "other", other("other", "--runner=direct")));
    finish(java(NOT_DIRECT, "other-here", other("other-here", "--runner=" + engine)));
    finish(java(NOT_DIRECT, "other-there", other("other-there", "--runner=" + engine, named)));
    Built expected = Built.in(warehouse("other"));
    assertThat(expected.gold().values()).isNotEmpty().noneMatch(List::isEmpty);
    assertThat(Built.in(warehouse("other-here"))).isEqualTo(expected);
    assertThat(Built.in(warehouse("other-there"))).isEqualTo(expected);
  }

  /** Tables that are looked up are exchanged, too, however small. */
  @Test
  void tablesThatGrowHoldWhatAllChangesSayOnACluster() throws IOException, SQLException {
    GrowingDomain domain = GrowingDomain.in(folder.resolve("growing"));
    List<List<ChangeLogs.Change>> batches = ChangeLogs.batches(2, new Random(20_251_121));
    for (int i = 0; i < batches.size(); i++) {
      int before = jobs();
      domain.bring(String.valueOf(i), batches.get(i));
      finish(
          java(
              NOT_DIRECT,
              "growing-" + i,
              domain.run("--runner=" + engine, option() + "=" + cluster(), "--broadcastBytes=-1")));
      assertThat(domain.rows()).as("after file " + i).isEqualTo(domain.expected());
      assertThat(jobs()).isGreaterThan(before);
    }
  }

  @Test
  void submittedBundleBuildsWhatDirectBuilds() throws SQLException {
    int before = jobs();
    Path log = folder.resolve("submitted.log");
    finish(submit(log, bundle(), run("submitted", "--runner=" + engine)));
    assertThat(Built.in(warehouse("submitted"))).isEqualTo(direct);
    assertThat(jobs()).isGreaterThan(before);
  }

  @Test
  void clusterThatIsNotThereIsToldInOneMessage() {
    String named = option() + "=" + nobody();
    try (JavaProcess run = java(NOT_DIRECT, "nobody", run("nobody", "--runner=" + engine, named))) {
      assertThat(run.exitCode(PATIENCE)).as(run.log()).isEqualTo(3);
      assertThat(run.log().lines())
          .singleElement()
          .asString()
          .startsWith("lodestar: Cannot reach a ")
          .contains(" cluster at " + nobody() + ": check that ", option());
    }
  }

  @Test
  void bundleLeavesOutWhatTheEngineBrings() throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(bundle());
        Stream<Path> files = Files.list(jar.getPath("org/apache"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace("/", "")))
          .contains("beam", "calcite", "iceberg")
          .doesNotContain("flink", "spark", "hadoop");
    }
  }

  /** Starts a run on the cluster. */
  protected final JavaProcess startsRun(String warehouse) {
    String named = option() + "=" + cluster();
    return java(NOT_DIRECT, warehouse, run(warehouse, "--runner=" + engine, named));
  }

  /** Runs on the cluster, whatever came before. */
  protected final void buildsWhatDirectBuilds(String warehouse) throws SQLException {
    finish(startsRun(warehouse));
    assertThat(Built.in(warehouse(warehouse))).isEqualTo(direct);
  }

  /** Runs twice and returns what was built; the second time nothing is, and the user is told so. */
  private Built buildsOnceWith(Predicate<String> jars, String warehouse, String... options)
      throws SQLException {
    finish(java(jars, warehouse, run(warehouse, options)));
    Map<TableName, Long> before = Built.snapshots(warehouse(warehouse));
    JavaProcess again = finish(java(jars, warehouse + "-again", run(warehouse, options)));
    assertThat(again.log()).contains("Nothing new: ");
    assertThat(Built.snapshots(warehouse(warehouse))).isEqualTo(before);
    return Built.in(warehouse(warehouse));
  }

  private List<String> run(String warehouse, String... options) {
    return runOf(SAMPLE, warehouse, options);
  }

  private List<String> other(String warehouse, String... options) {
    return runOf(OTHER_SAMPLE, warehouse, options);
  }

  private List<String> runOf(String sample, String warehouse, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", SAMPLES.resolve(sample).toString(), data(sample)));
    arguments.add("--warehouse=" + warehouse(warehouse));
    arguments.addAll(List.of(options));
    return arguments;
  }

  private void generate(String sample) {
    String domain = SAMPLES.resolve(sample).toString();
    finish(java(DIRECT, "generate-" + sample, List.of("generate", domain, data(sample))));
  }

  private String data(String sample) {
    return "--var=data=" + folder.resolve("data-" + sample);
  }

  protected final Path warehouse(String name) {
    return folder.resolve("warehouse-" + name);
  }

  private Path bundle() {
    return Path.of("target", "lodestar-" + engine + ".jar").toAbsolutePath();
  }

  private JavaProcess java(Predicate<String> jars, String name, List<String> arguments) {
    List<String> options = new ArrayList<>(JavaProcess.opens());
    options.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return JavaProcess.start(
        folder.resolve(name + ".log"),
        Map.of(),
        options,
        JavaProcess.classPath(jars),
        "dev.lodestar.launch.Lodestar",
        arguments);
  }

  private static JavaProcess finish(JavaProcess process) {
    try (process) {
      int exitCode = process.exitCode(PATIENCE);
      assertThat(exitCode).as(process.log()).isZero();
    }
    return process;
  }
}

package dev.lodestar.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Engine;
import dev.lodestar.s3.S3Server;
import dev.lodestar.sql.SqlCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold on the class path of every engine; a module's test extends it with a name. */
public abstract class EngineContract {

  private final String name;

  protected EngineContract(String name) {
    this.name = name;
  }

  /** Calcite reads its settings once, and whoever loads it first decides on them. */
  @BeforeAll
  static void loadCalcite() {
    assertThat(SqlCompiler.functionNames()).contains("parse_date");
  }

  @Test
  void isTheOneEngineOnItsClassPath() {
    assertThat(ServiceLoader.load(Engine.class)).extracting(Engine::name).containsExactly(name);
  }

  @Test
  void computesInWorkersAndBringsKeysTogether(@TempDir Path folder) throws IOException {
    Map<String, String> given = Map.of();
    CountByKey.run(engine().defaults(given), folder);
    assertThat(contents(folder)).isEqualTo(CountByKey.expected());
  }

  @Test
  void tablesThatGrowHoldWhatAllChangesSay(@TempDir Path folder) throws IOException, SQLException {
    GrowingDomain domain = GrowingDomain.in(folder);
    List<List<ChangeLogs.Change>> batches = ChangeLogs.batches(4, new Random(20_251_121));
    // The last is a file that has come before, under another name.
    for (int i = 0; i <= batches.size(); i++) {
      domain.bring(String.valueOf(i), batches.get(i % batches.size()));
      if (i != 1) {
        domain.runsHere("--runner=" + name);
        assertThat(domain.rows()).as("after file " + i).isEqualTo(domain.expected());
      }
    }
  }

  @Test
  void aRunThatFailedGoesOnFromWhatItHadWritten(@TempDir Path folder)
      throws IOException, SQLException {
    GrowingDomain domain = GrowingDomain.in(folder);
    List<List<ChangeLogs.Change>> batches = ChangeLogs.batches(2, new Random(20_251_121));
    domain.bring("0", batches.get(0));
    domain.runsHere("--runner=" + name);
    domain.bring("1", batches.get(1));
    domain.endsWith("SELECT max(CAST(city AS integer)) AS last FROM %s");
    assertThat(domain.exit("--runner=" + name, "--run-id=r-1")).isNotZero();
    List<String> written = domain.filesBeforeTheEnd();

    domain.endsWith("SELECT max(city) AS last FROM %s");
    domain.runsHere("--runner=" + name, "--retry");

    assertThat(domain.filesBeforeTheEnd()).isEqualTo(written).isNotEmpty();
    assertThat(domain.rows()).isEqualTo(domain.expected());
  }

  @Test
  void tablesInS3HoldTheSame(@TempDir Path folder) throws Exception {
    List<List<ChangeLogs.Change>> batches = ChangeLogs.batches(2, new Random(20_251_121));
    try (S3Server s3 = S3Server.start()) {
      s3.use();
      s3.makeBucket("lake");
      GrowingDomain domain = GrowingDomain.in(folder, "s3://lake/growing");
      for (int i = 0; i < batches.size(); i++) {
        domain.bring(String.valueOf(i), batches.get(i));
        domain.runsHere("--runner=" + name);
        assertThat(domain.rows()).as("after file " + i).isEqualTo(domain.expected());
      }
    } finally {
      S3Server.useNone();
    }
  }

  @Test
  void doesAllWorkHereUnlessAClusterIsNamed() {
    Map<String, String> given = Map.of();
    Map<String, String> options = new HashMap<>(engine().defaults(given));
    assertThat(engine().oneProcess(options)).isTrue();
    assertThat(engine().workers(options)).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  @Test
  void letsIcebergCommitAndPlan() throws IOException {
    try (InMemoryCatalog catalog = new InMemoryCatalog()) {
      catalog.initialize("test", Map.of());
      catalog.createNamespace(Namespace.of("gold"));
      Schema schema = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
      Table table = catalog.createTable(TableIdentifier.of("gold", "orders"), schema);
      table
          .newAppend()
          .appendFile(
              DataFiles.builder(PartitionSpec.unpartitioned())
                  .withPath("orders.parquet")
                  .withFileSizeInBytes(1)
                  .withRecordCount(3)
                  .build())
          .commit();
      try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
        assertThat(files).extracting(file -> file.file().recordCount()).isEqualTo(List.of(3L));
      }
    }
  }

  @Test
  void letsCalcitePlanAndRun() throws SQLException {
    String sql =
        "SELECT region, SUM(amount) FROM (VALUES ('n', 1), ('n', 2)) AS t (region, amount)"
            + " GROUP BY region";
    try (Connection calcite = DriverManager.getConnection("jdbc:calcite:");
        ResultSet rows = calcite.createStatement().executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("n");
      assertThat(rows.getInt(2)).isEqualTo(3);
    }
  }

  /** The engine under test. */
  protected final Engine engine() {
    return ServiceLoader.load(Engine.class).findFirst().orElseThrow();
  }

  /** The files of a folder, name to text; what starts with a dot is left out. */
  protected static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}

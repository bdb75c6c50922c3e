package dev.lodestar.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.s3.S3Server;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.files.S3Files;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a real S3 server become bronze rows: all of them, or the run says why not. */
class S3Test {
  @TempDir Path folder;

  private static S3Server s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
  }

  @BeforeEach
  void useTheServer() {
    s3.use();
  }

  @AfterEach
  void forgetTheServer() {
    S3Server.useNone();
  }

  private void upload(TestDomain domain, String bucket, String name) throws IOException {
    s3.put(bucket, name, Files.readAllBytes(domain.folder().resolve("data").resolve(name)));
  }

  private TestDomain orders(String files, String more) {
    return TestDomain.in(folder)
        .file("bronze/orders.yaml", "files: " + files + "\n" + more + "columns: {id: , units: }\n");
  }

  @Test
  void csvGoesFromS3ToGoldAndEachFileIsReadOnce() {
    s3.put("shop", "in/2024/orders.csv", "id,units\n1,5\n2,7\n3\n".getBytes(UTF_8));
    s3.put("shop", "in/2025/01/more orders.csv", "units,id\n1,4\n".getBytes(UTF_8));
    s3.put("shop", "in/2025/notes.txt", "id,units\n9,9\n".getBytes(UTF_8));
    s3.put("shop", "in-other/orders.csv", "id,units\n9,9\n".getBytes(UTF_8));
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/orders.yaml", "files: ${data}/**/*.csv\ncolumns: {id: , units: }\n")
            .model("gold.units", "SELECT sum(cast(units AS integer)) AS units FROM bronze.orders")
            .run("--var=data=s3://shop/in/");

    assertThat(domain.rows("bronze.orders", "id, units, _source_file, _source_row"))
        .isEqualTo(
            """
            1 | 5 | s3://shop/in/2024/orders.csv | 1
            2 | 7 | s3://shop/in/2024/orders.csv | 2
            4 | 1 | s3://shop/in/2025/01/more orders.csv | 1""");
    assertThat(domain.rows("quarantine.bronze_orders", "_source_file, _source_row, _row"))
        .isEqualTo("s3://shop/in/2024/orders.csv | 4 | 3");
    assertThat(domain.rows("gold.units", "units")).isEqualTo("13");

    assertThat(domain.lodestar("run", "--var=data=s3://shop/in").out()).startsWith("Nothing new");
    s3.put("shop", "in/2025/02/orders.csv", "id,units\n5,10\n".getBytes(UTF_8));
    assertThat(domain.run("--var=data=s3://shop/in").rows("gold.units", "units")).isEqualTo("23");

    s3.put("shop", "in/2025/02/orders.csv", "id,units\n5,11\n".getBytes(UTF_8));
    assertThat(domain.lodestar("run", "--var=data=s3://shop/in").err())
        .contains("s3://shop/in/2025/02/orders.csv has changed since bronze.orders has read it");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "x.csv, csv",
    "x.csv.gz, csv",
    "x.csv.zst, csv",
    "x.json, json",
    "x.jsonl.gz, json",
    "x.json.zst, json",
    "x.parquet, parquet"
  })
  void everyFormatIsRead(String name, String format) throws IOException {
    TestDomain domain =
        orders("s3://formats/" + name, "format: {type: " + format + "}\n")
            .written("data/" + name, "SELECT i AS id, i * 2 AS units FROM range(50000) r(i)");
    upload(domain, "formats", name);

    assertThat(
            domain
                .run()
                .rows(
                    "bronze.orders",
                    "count(*), count(DISTINCT id), sum(units::int), any_value(_source_file)"))
        .isEqualTo("50000 | 50000 | 2499950000 | s3://formats/" + name);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws.endpointUrlS3   | http://127.0.0.1:1 | Cannot list s3://shop/x*.csv: http://127.0.0.1:1 cannot be reached (Connection refused); check the network and AWS_ENDPOINT_URL_S3
          aws.accessKeyId     | ''                 | there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE
          aws.accessKeyId     | nobody             | access was denied (403 InvalidAccessKeyId); check the credentials
          aws.secretAccessKey | wrong              | access was denied (403 SignatureDoesNotMatch); check the credentials
          """)
  void saysWhatToDo(String setting, String value, String message) {
    s3.put("shop", "x.csv", "id,units\n1,1\n".getBytes(UTF_8));
    System.setProperty(setting, value);
    TestDomain.Printed printed = orders("s3://shop/x*.csv", "").lodestar("run");

    assertThat(printed.err()).contains(message).doesNotContain(S3Server.SECRET);
    assertThat(printed.exit()).isEqualTo(3);
  }

  @Test
  void saysWhichBucketOrFileIsNotThere() {
    s3.put("shop", "x.csv", "id,units\n1,1\n".getBytes(UTF_8));

    assertThat(orders("s3://shopp/x.csv", "").lodestar("run").err())
        .contains("Cannot list s3://shopp/x.csv: there is no bucket \"shopp\" at " + s3.endpoint());
    assertThat(orders("s3://shop/y.csv", "").lodestar("run").err())
        .contains("No file matches s3://shop/y.csv, where bronze.orders reads from");
    assertThat(orders("s3://*/y.csv", "").problems()).contains("write s3://BUCKET/PATTERN");
    assertThat(orders("gs://shop/y.csv", "").problems())
        .contains("files cannot be read at \"gs://\"");
  }

  @ParameterizedTest(name = "{0} at a time")
  @CsvSource({"1", "4"})
  void aRestartOfTheServerCostsNoRow(int files) throws IOException {
    TestDomain domain = orders("s3://large" + files + "/*.csv", "");
    for (int i = 0; i < files; i++) {
      String name = i + ".csv";
      domain.written(
          "data/" + name,
          "SELECT i AS id, repeat(md5(i::text), 3) AS units FROM range(%d, %d) r(i)"
              .formatted(i * 40_000, (i + 1) * 40_000));
      upload(domain, "large" + files, name);
    }
    AtomicInteger restarts = new AtomicInteger();
    // The planner reads no more of a file than 64 kB; by then a worker is in the middle of one.
    s3.stopAfter(
        files * 100_000L + 1_500_000L,
        () -> {
          s3.startAgain();
          restarts.incrementAndGet();
        });
    domain.run();

    assertThat(restarts).hasValue(1);
    assertThat(domain.rows("bronze.orders", "count(*), count(DISTINCT id), sum(id::int)"))
        .isEqualTo(
            Map.of(1, "40000 | 40000 | 799980000", 4, "160000 | 160000 | 12799920000").get(files));
  }

  @Test
  void aConnectionThatEndsBeforeItsFirstByteIsNoEndOfAWrite() throws IOException {
    s3.makeBucket("written");
    byte[] bytes = "more".repeat(1000).getBytes(UTF_8);
    try (S3Files files = S3Files.open(Duration.ofSeconds(20))) {
      assertThat(files.find("s3://written/more.bin")).isEmpty();
      s3.stopAfter(1, s3::startAgain);
      files.put(bytes, "s3://written/more.bin");
      assertThat(files.bytes("s3://written/more.bin")).hasValue(bytes);
    }
  }

  @Test
  void aServerThatIsGoneOrAFileThatChangesEndsTheReadWithoutACopy() throws IOException {
    s3.put("shop", "big.bin", new byte[5_000_000]);
    s3.put("shop", "gone.bin", new byte[10]);
    Path copy = folder.resolve("copy");
    try (S3Files files = S3Files.open(Duration.ofMillis(300))) {
      InputFile big = files.matching("s3://shop/big.bin").get(0);
      s3.stopAfter(2_000_000, () -> {});
      try {
        assertThatThrownBy(() -> files.fetch(big, copy))
            .hasMessageMatching(
                "Cannot read s3://shop/big.bin: the connection broke, and for 0 s nothing has come"
                    + " after byte 1\\d{6} of 5000000; run again when .* can be reached");
      } finally {
        s3.startAgain();
      }
      files.fetch(big, copy);
      assertThat(copy).hasBinaryContent(new byte[5_000_000]);

      s3.put("shop", "big.bin", new byte[5_000_001]);
      assertThatThrownBy(() -> files.fetch(big, copy))
          .hasMessage(
              "Cannot read s3://shop/big.bin: it has changed since the run was planned;"
                  + " run again with the files as they are now");
    }
  }
}

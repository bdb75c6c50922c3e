package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV files become bronze rows as they are, and what is not CSV is set aside with its place. */
class BronzeTest {
  private static final String NAMES = "files: ${data}/names*\ncolumns:\n  id:\n  name:\n";

  @TempDir Path folder;

  @Test
  void keepsEveryRowAsTextAndSaysWhereItCameFrom() {
    TestDomain domain =
        TestDomain.in(folder).source("names", "id,name\n01,\"a, b\"\n2,\"two\nlines\"\n3,\n").run();

    assertThat(domain.rows("bronze.names", "id, name, _source_row, _source_table, _source_system"))
        .isEqualTo(
            "01 | a, b | 1 | names | test\n2 | two\nlines | 2 | names | test\n3 | null | 3 | names | test");
    assertThat(
            domain.rows(
                "bronze.names",
                "DISTINCT parse_filename(_source_file), _ingested_at::date = _ingest_date"))
        .isEqualTo("names.csv | true");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a semicolon             | {delimiter: ";"}                | id;name\\n1;x,y          | x,y
          a tab                   | {delimiter: "\\t"}              | id\\tname\\n1\\tx        | x
          single quotes           | {quote: "'"}                    | id,name\\n1,'x,y'        | x,y
          an escape of its own    | {escape: "\\\\"}                | id,name\\n1,"x\\"y"      | x"y
          no header               | {header: false}                 | 1,x                      | x
          other order of columns  | {}                              | name,id\\nx,1            | x
          other case of columns   | {}                              | ID, Name\\n1,x           | x
          ends of line of Windows | {}                              | id,name\\r\\n1,x\\r\\n   | x
          """)
  void readsFilesWith(String what, String format, String content, String name) {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/names.yaml", "format: " + format.strip() + "\n" + NAMES)
            .file(
                "data/names.csv",
                content.strip().replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r"))
            .run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | " + name.strip());
  }

  @Test
  void readsLatin1AndSkipsTheByteOrderMarkOfUtf8() {
    TestDomain latin =
        TestDomain.in(folder.resolve("latin"))
            .file("bronze/names.yaml", "format: {encoding: latin-1}\n" + NAMES)
            .file("data/names.csv", "id,name\n1,café\n".getBytes(StandardCharsets.ISO_8859_1))
            .run();
    TestDomain marked =
        TestDomain.in(folder.resolve("marked"))
            .file("bronze/names.yaml", NAMES)
            .file("data/names.csv", "\uFEFFid,name\n1,café\n")
            .run();

    assertThat(latin.rows("bronze.names", "id, name")).isEqualTo("1 | café");
    assertThat(marked.rows("bronze.names", "id, name")).isEqualTo("1 | café");
  }

  @Test
  void unpacksFilesThatEndInGz() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("id,name\n1,x\n".getBytes(StandardCharsets.UTF_8));
    }
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/names.yaml", NAMES)
            .file("data/names.csv.gz", packed.toByteArray())
            .run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | x");
  }

  @Test
  void setsLinesAsideThatAreNotCsvWithFileLineAndText() {
    TestDomain domain =
        TestDomain.in(folder).source("names", "id,name\n1,a\n2\n3,c,d\n4,d\n5,\"open\n6,f\n").run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | a\n4 | d");
    assertThat(
            domain.rows(
                "quarantine.bronze_names",
                "_source_row, parse_filename(_source_file), _row, _reasons"))
        .isEqualTo(
            """
            3 | names.csv | 2 | ["Expected Number of Columns: 2 Found: 1"]
            4 | names.csv | 3,c,d | ["Expected Number of Columns: 2 Found: 3"]
            6 | names.csv | 5,"open
            6,f
             | ["Value with unterminated quote found."]""");
  }

  @Test
  void setsLinesAsideThatAreNotInTheDeclaredEncoding() {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/names.yaml", NAMES)
            .file("data/names.csv", "id,name\n1,café\n2,b\n".getBytes(StandardCharsets.ISO_8859_1))
            .run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("2 | b");
    assertThat(domain.rows("quarantine.bronze_names", "_source_row, _reasons"))
        .startsWith("2 | [\"Invalid unicode");
  }

  @Test
  void takesFilesWithoutRowsAndFilesWithoutBytes() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("names", "id,name\n")
            .file("data/names2.csv", "")
            .file("data/names3.csv", "id,name\n7,x\n")
            .run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("7 | x");
  }

  @Test
  void keepsALineOfFiftyMegabytes() {
    TestDomain domain =
        TestDomain.in(folder)
            .source("names", "id,name\n1,a\n2," + "x".repeat(50_000_000) + "\n3,c\n")
            .run();

    assertThat(domain.rows("bronze.names", "id, length(name)"))
        .isEqualTo("1 | 1\n2 | 50000000\n3 | 1");
  }

  @Test
  void readsEachFileOnceAndAddsNewOnes() {
    TestDomain domain = TestDomain.in(folder).source("names", "id,name\n1,a\n").run();
    domain.file("data/names_2.csv", "id,name\n2,b\n").run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | a\n2 | b");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
    assertThat(domain.rows("bronze.names", "count(DISTINCT _run_id)")).isEqualTo("2");
  }

  @Test
  void readsAllFilesAgainWhereTheSourceSaysSo() {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/names.yaml", "reads: everything\n" + NAMES)
            .file("data/names1.csv", "id,name\n1,a\n")
            .run()
            .file("data/names1.csv", "id,name\n1,changed\n")
            .run();

    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | changed");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }
}

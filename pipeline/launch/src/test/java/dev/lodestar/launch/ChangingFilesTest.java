package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files change their fields and their content as time goes by, and no value ever lands elsewhere.
 */
class ChangingFilesTest {
  @TempDir Path folder;

  private TestDomain names(String more, String first) {
    return TestDomain.in(folder)
        .file("bronze/names.yaml", "files: ${data}/names*\n" + more + "columns:\n  id:\n  name:\n")
        .file("data/names_1.csv", first)
        .run();
  }

  @ParameterizedTest(name = "schema: {0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # schema | what has changed        | the next file                         | its columns       | its rows, or why not
          fail     | other order             | name,id⏎b,2                           | id, name          | 2¦b
          fail     | other case              | ID,NAME⏎2,b                           | id, name          | 2¦b
          fail     | a column more           | id,name,city⏎2,b,Pau                  | -                 | the header is not that of bronze.names: not declared city;
          fail     | a column less           | id⏎2                                  | -                 | the header is not that of bronze.names: missing name;
          evolve   | a column more           | id,Home City,name⏎2,Pau,b             | id, name, home_city | 2¦b¦Pau
          evolve   | a column less           | name⏎b                                | id, name          | null¦b
          evolve   | one renamed             | id,nom⏎2,b                            | id, name, nom     | 2¦null¦b
          evolve   | other order and more    | city,name,id⏎Pau,b,2                  | id, name, city    | 2¦b¦Pau
          evolve   | no header               | 2,b⏎3,c                               | -                 | missing id, name; not declared 2, b;
          evolve   | another delimiter       | id;name⏎2;b                           | -                 | is the delimiter really ","?
          evolve   | a nameless column       | id,name,⏎2,b,x                        | -                 | no column can be named after the new field ""
          evolve   | two alike               | id,name,City,city⏎2,b,x,y             | -                 | column "city" stands twice
          evolve   | two that become alike   | id,name,a b,a-b⏎2,b,x,y               | -                 | would become the column "a_b", which is another field's
          evolve   | a line too long         | id,name⏎2,b⏎3,c,d                     | id, name          | 2¦b
          rescue   | a column more           | id,City,name⏎2,Pau,b⏎3,,c             | id, name, _rescued | 2¦b¦{"City":"Pau"};3¦c¦null
          rescue   | two columns more        | x,id,y,name⏎"a, z",2,1,b              | id, name, _rescued | 2¦b¦{"x":"a, z","y":"1"}
          rescue   | a column less           | id⏎2                                  | id, name, _rescued | 2¦null¦null
          rescue   | no header               | 2,b⏎3,c                               | -                 | missing id, name; not declared 2, b;
          rescue   | another delimiter       | id;name⏎2;b                           | -                 | is the delimiter really ","?
          """)
  void takesCsv(String schema, String what, String next, String columns, String rows) {
    TestDomain domain = names("schema: " + schema + "\n", "id,name\n1,a\n");
    domain.file("data/names_2.csv", next.replace("⏎", "\n") + "\n");

    if (columns.equals("-")) {
      TestDomain.Printed printed = domain.lodestar("run");
      assertThat(printed.err()).contains("data/names_2.csv", rows);
      assertThat(printed.exit()).isEqualTo(3);
      assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | a");
    } else {
      domain.run();
      assertThat(domain.table("bronze.names", columns + " WHERE _source_file LIKE '%_2.csv'"))
          .isEqualTo(rows.replace(";", "\n").replace("¦", " | "));
      assertThat(domain.table("bronze.names", "id, name WHERE _source_file LIKE '%_1.csv'"))
          .isEqualTo("1 | a");
    }
  }

  @ParameterizedTest(name = "schema: {0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # schema | the objects                                    | columns                 | rows, or why not
          fail     | {"id":1,"nam":"a"}                             | -                       | missing name; not declared nam; did the file rename name?
          evolve   | {"id":1,"unitPrice":{"eur":2}}⏎{"a/b":3}       | id, unit_price, a_b     | 1¦{"eur":2}¦null;null¦null¦3
          evolve   | {"id":1,"ID":2}⏎{"ID":3}                       | id                      | 1;3
          rescue   | {"id":1,"b":{"c":2},"a":null}⏎{"id":2}         | id, _rescued            | 1¦{"b":{"c":2},"a":null};2¦null
          rescue   | {"home":{"city":"Pau"}}⏎{"home":5}             | city, _rescued          | Pau¦null;null¦{"home":5}
          rescue   | {"id":1,"home":{"city":"Pau","zip":64}}        | id, city, _rescued      | 1¦Pau¦{"home":{"zip":64}}
          """)
  void takesJson(String schema, String objects, String columns, String rows) {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/names.yaml",
                "files: ${data}/names*\nformat: {type: json}\nschema: %s\ncolumns:\n  id:\n  name:\n  city: {from: $.home.city}\n"
                    .formatted(schema))
            .file("data/names.json", objects.replace("⏎", "\n"));

    TestDomain.Printed printed = domain.lodestar("run");
    if (columns.equals("-")) {
      assertThat(printed.err()).contains("data/names.json", rows);
    } else {
      assertThat(printed.exit()).as(printed.err()).isZero();
      assertThat(domain.table("bronze.names", columns))
          .isEqualTo(rows.replace(";", "\n").replace("¦", " | "));
    }
  }

  @ParameterizedTest(name = "schema: {0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # schema | the next file                      | columns                | rows, or why not
          evolve   | SELECT 2::bigint AS id, 7 AS more  | id, more               | 1¦null;2¦7
          evolve   | SELECT 'x' AS id                   | -                      | column "id" is varchar there, which bigint does not hold
          rescue   | SELECT 'x' AS id, 1.5 AS amount    | id, amount, _rescued   | 1¦2.50¦null;null¦null¦{"id":"x","amount":1.5}
          rescue   | SELECT 3 AS id, [4] AS more        | id, amount, _rescued   | 1¦2.50¦null;3¦null¦{"more":[4]}
          """)
  void takesParquet(String schema, String next, String columns, String rows) {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/sums.yaml",
                "files: ${data}/*.parquet\nformat: {type: parquet}\nschema: %s\ncolumns:\n  id: {type: bigint}\n  amount: {type: \"decimal(9,2)\"}\n"
                    .formatted(schema))
            .written("data/1.parquet", "SELECT 1 AS id, 2.5::decimal(5,2) AS amount")
            .run()
            .written("data/2.parquet", next);

    TestDomain.Printed printed = domain.lodestar("run");
    if (columns.equals("-")) {
      assertThat(printed.err()).contains("data/2.parquet", rows);
      assertThat(domain.table("bronze.sums", "id")).isEqualTo("1");
    } else {
      assertThat(printed.exit()).as(printed.err()).isZero();
      assertThat(domain.table("bronze.sums", columns))
          .isEqualTo(rows.replace(";", "\n").replace("¦", " | "));
    }
  }

  @Test
  void aColumnThatCameByItselfHasItsValuesWhenItIsDeclaredLater() {
    TestDomain domain = names("schema: evolve\n", "id,name,city\n1,a,Pau\n");
    domain
        .file(
            "bronze/names.yaml",
            "files: ${data}/names*\nschema: evolve\ncolumns: {id: , name: , city: , phone: }\n")
        .model("silver.names", "SELECT id, city, phone FROM bronze.names")
        .run();
    domain.file("data/names_2.csv", "phone,id,name\n7,2,b\n").run();

    assertThat(domain.rows("silver.names", "id, city, phone"))
        .isEqualTo("1 | Pau | null\n2 | null | 7");
  }

  @Test
  void aModelSeesADeclaredColumnBeforeAnyFileHasIt() {
    TestDomain domain = names("", "id,name\n1,a\n");
    domain
        .file("bronze/names.yaml", "files: ${data}/names*\ncolumns: {id: , name: , city: }\n")
        .model("silver.names", "SELECT id, city FROM bronze.names")
        .run();

    assertThat(domain.rows("silver.names", "id, city")).isEqualTo("1 | null");
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  @Test
  void aColumnThatIsNoLongerDeclaredStaysWithTheRowsItHas() {
    TestDomain domain = names("", "id,name\n1,a\n");
    domain
        .file("bronze/names.yaml", "files: ${data}/names*\ncolumns: {id: }\n")
        .file("data/names_2.csv", "id\n2\n")
        .run();

    assertThat(domain.table("bronze.names", "id, name")).isEqualTo("1 | a\n2 | null");
  }

  @Test
  void aTypeBecomesWiderByIcebergsRulesAndNoOtherType() {
    String yaml = "files: ${data}/*.parquet\nformat: {type: parquet}\ncolumns: {id: {type: %s}}\n";
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/sums.yaml", yaml.formatted("integer"))
            .written("data/1.parquet", "SELECT 1 AS id")
            .run();
    domain
        .file("bronze/sums.yaml", yaml.formatted("bigint"))
        .written("data/2.parquet", "SELECT 5000000000 AS id")
        .model("silver.sums", "SELECT id FROM bronze.sums")
        .run();
    assertThat(domain.rows("silver.sums", "id, typeof(id)"))
        .isEqualTo("1 | BIGINT\n5000000000 | BIGINT");

    domain.file("bronze/sums.yaml", yaml.formatted("varchar"));
    assertThat(domain.lodestar("check", "--warehouse=" + domain.warehouse()).err())
        .contains(
            "bronze/sums.yaml:3:11: id is bigint in the rows that were read before, and cannot become varchar");
    assertThat(domain.lodestar("run").err())
        .contains("bronze.sums", "column id is bigint", "run with --full");
    assertThat(domain.run("--full").rows("bronze.sums", "id, typeof(id)"))
        .isEqualTo("1 | VARCHAR\n5000000000 | VARCHAR");
  }

  /** A feed that has sent nothing yet is a table without rows. */
  @ParameterizedTest
  @ValueSource(strings = {"new-files", "everything"})
  void aSourceMayWaitForItsFirstFile(String reads) {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/names.yaml",
                "files: ${data}/names*.csv\nreads: %s\nno-files: wait\ncolumns: {id: , name: }\n"
                    .formatted(reads))
            .model("silver.names", "SELECT id, name FROM bronze.names")
            .run();
    assertThat(domain.rows("silver.names", "id, name")).isEmpty();
    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");

    domain.file("data/names_1.csv", "id,name\n1,a\n").run();
    assertThat(domain.rows("silver.names", "id, name")).isEqualTo("1 | a");
  }

  @ParameterizedTest(name = "changed-files: {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fail   | 3 | 1 | a
          ignore | 0 | 1 | a
          reread | 0 | 2 | changed
          """)
  void aFileThatChangedAfterItWasRead(String handling, int exit, int count, String name) {
    TestDomain domain = names("changed-files: " + handling + "\n", "id,name\n1,a\n");
    domain.file("data/names_1.csv", "id,name\n1,b\n9,changed\n");

    TestDomain.Printed printed = domain.lodestar("run");
    assertThat(printed.exit()).as(printed.err()).isEqualTo(exit);
    assertThat(domain.rows("bronze.names", "count(*), max(name)")).isEqualTo(count + " | " + name);
    if (exit != 0) {
      assertThat(printed.err())
          .contains("data/names_1.csv has changed since bronze.names has read it (12 bytes then,");
    }
    assertThat(domain.lodestar("plan").out() + printed.err())
        .contains(handling.equals("ignore") ? "names_1.csv changed and ignored" : "");
  }

  @Test
  void aFileThatWasOnlyTouchedHasNotChanged() throws Exception {
    TestDomain domain = names("", "id,name\n1,a\n");
    Path file = domain.folder().resolve("data/names_1.csv");
    java.nio.file.Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(1_000_000));

    assertThat(domain.lodestar("run").out()).startsWith("Nothing new");
  }

  @Test
  void readingAgainNeverCostsTheRowsOfFilesThatAreGone() throws Exception {
    TestDomain domain = names("changed-files: reread\n", "id,name\n1,a\n");
    domain.file("data/names_2.csv", "id,name\n2,b\n").run();
    java.nio.file.Files.delete(domain.folder().resolve("data/names_1.csv"));
    domain.file("data/names_2.csv", "id,name\n2,changed\n");

    assertThat(domain.lodestar("run").err())
        .contains("Cannot read names_2.csv again", "lose the rows of", "data/names_1.csv");
    assertThat(domain.rows("bronze.names", "id, name")).isEqualTo("1 | a\n2 | b");
  }
}

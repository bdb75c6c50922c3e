package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a shell sees it: arguments in, two streams and a code out. */
class SqlCommandTest {
  @TempDir static Path directory;
  private static BuiltDomain domain;
  private static long firstSnapshot;

  @BeforeAll
  static void build() throws Exception {
    domain = BuiltDomain.in(directory, "oranges");
    domain.table(
        "gold.fruit",
        """
        SELECT * FROM (VALUES
          (1, 'navel', CAST(12.50 AS decimal(12,2)), DATE '2024-01-31', TIMESTAMP '2024-01-31 23:59:59.5', 0.1::double, true, 3000000000::bigint),
          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
          (3, 'a, "b"\nc', CAST(-0.05 AS decimal(12,2)), DATE '1969-12-31', TIMESTAMP '1969-12-31 00:00:00', 12345678.9::double, false, -1::bigint),
          (4, '', CAST(0 AS decimal(12,2)), DATE '2000-02-29', TIMESTAMP '2000-02-29 12:00:00.000001', 'nan'::double, false, 0::bigint),
          (5, 'Łódź 柑橘', CAST(9999999999.99 AS decimal(12,2)), DATE '9999-12-31', TIMESTAMP '2024-03-31 02:30:00', 1e300::double, true, 9223372036854775807::bigint)
        ) t(id, name, price, picked, packed, weight, ripe, boxes)
        """);
    domain.view(
        "gold.cheap_fruit",
        "select id, name from fruit where price < 1",
        new Column("id", ColumnType.INTEGER),
        new Column("name", ColumnType.VARCHAR));
    domain.table("quarantine.silver_fruit", "SELECT 'x' AS raw, 'rotten' AS reason");
    domain.table("silver.nothing", "SELECT 1::integer AS id, 'x' AS name WHERE false");
    domain.table("gold.price", "SELECT 1::integer AS id, 10::integer AS amount");
    firstSnapshot = domain.release("run-1").snapshots().get(TableName.parse("gold.price"));
    Thread.sleep(5);
    domain.table("gold.price", "SELECT 1::integer AS id, 20::bigint AS amount, 'EUR' AS currency");
    domain.release("run-2");
  }

  @AfterAll
  static void close() throws Exception {
    domain.close();
  }

  private record Printed(int code, String out, String err) {}

  private static Printed lodestar(String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            StandardCharsets.UTF_8);
    int code = Main.run(terminal, arguments);
    terminal.flush();
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Printed sql(String statement, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sql", domain.folder().toString(), statement, "--warehouse=" + domain.warehouse()));
    arguments.addAll(List.of(options));
    return lodestar("", arguments.toArray(String[]::new));
  }

  @Test
  void printsAnAlignedTableAndTheNumberOfRows() {
    Printed printed = sql("select id, name, price, packed, ripe from fruit order by id");
    assertThat(printed.err()).matches("5 rows, \\d+\\.\\d\\d s\\R");
    assertThat(printed.out())
        .isEqualTo(
            """
            id  name               price  packed                      ripe
            --  ---------  -------------  --------------------------  -----
             1  navel              12.50  2024-01-31T23:59:59.5       true
             2  NULL                NULL  NULL                        NULL
             3  a, "b"\\nc          -0.05  1969-12-31T00:00:00         false
             4                      0.00  2000-02-29T12:00:00.000001  false
             5  Łódź 柑橘  9999999999.99  2024-03-31T02:30:00         true
            """);
  }

  @Test
  void printsJsonWithEveryDigit() {
    Printed printed =
        sql(
            "select id, price, picked, packed, weight, ripe, boxes, name from fruit order by id",
            "--format=json");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isZero();
    assertThat(printed.out())
        .isEqualTo(
            """
            {"columns":[{"name":"id","type":"integer"},{"name":"price","type":"decimal(12,2)"},\
            {"name":"picked","type":"date"},{"name":"packed","type":"timestamp"},\
            {"name":"weight","type":"double"},{"name":"ripe","type":"boolean"},\
            {"name":"boxes","type":"bigint"},{"name":"name","type":"varchar"}],"rows":[\
            [1,12.50,"2024-01-31","2024-01-31T23:59:59.5",0.1,true,3000000000,"navel"]
            ,[2,null,null,null,null,null,null,null]
            ,[3,-0.05,"1969-12-31","1969-12-31T00:00:00",12345678.9,false,-1,"a, \\"b\\"\\nc"]
            ,[4,0.00,"2000-02-29","2000-02-29T12:00:00.000001","NaN",false,0,""]
            ,[5,9999999999.99,"9999-12-31","2024-03-31T02:30:00",1.0E300,true,\
            9223372036854775807,"Łódź 柑橘"]
            ]}
            """);
  }

  @Test
  void printsCsvThatTellsNullFromEmpty() {
    Printed printed = sql("select id, name, price from fruit order by id", "--format=csv");
    assertThat(printed.out())
        .isEqualTo(
            String.join(
                "\r\n",
                "id,name,price",
                "1,navel,12.50",
                "2,,",
                "3,\"a, \"\"b\"\"\nc\",-0.05",
                "4,\"\",0.00",
                "5,Łódź 柑橘,9999999999.99",
                ""));
    assertThat(printed.err()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum of integers does not leak hugeint | select sum(id) as s from fruit          | "rows":[[15]
          count is a bigint                     | select count(*) as n from fruit         | [{"name":"n","type":"bigint"}],"rows":[[5]
          whole numbers divide exactly          | select id / 2 as h from fruit where id = 3 | [{"name":"h","type":"double"}],"rows":[[1.5]
          a column is named after its function  | select count(*), id + 1 from fruit group by id having id = 2 | [{"name":"count","type":"bigint"},{"name":"column2","type":"integer"}],"rows":[[1,3]
          two columns may have one name         | select a.id, b.id from price a, price b | "rows":[[1,1]
          a view runs its SELECT                | select * from cheap_fruit where id = 3  | [[3,"a, \\"b\\"\\nc"]
          quarantine is there                   | select reason from quarantine.silver_fruit | [["rotten"]
          an empty table has its columns        | select * from silver.nothing            | [{"name":"id","type":"integer"},{"name":"name","type":"varchar"}],"rows":[]}
          the ledger knows runs                 | select run_id, state from runs.runs order by run_id | [["run-1","finished"]
          the ledger knows steps                | select step, table_name, rows_in, rows_out from runs.steps where run_id = 'run-2' | [[1,"gold.price",2,1]
          the ledger knows rules                | select rule, broken from runs.rules where run_id = 'run-2' | [["is_positive",1]
          the ledger knows releases             | select release_id, run_id, is_current from runs.releases order by release_id desc limit 1 | [[2,"run-2",true]
          old files fit the new schema          | select amount, currency from price      | [[20,"EUR"]
          """)
  void answers(String what, String statement, String expected) {
    Printed printed = sql(statement, "--format=json");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).contains(expected.replace("\\\\", "\\"));
  }

  @Test
  void readsAnEarlierReleaseByNumberSnapshotRunAndMoment() {
    for (String when : List.of("1", Long.toString(firstSnapshot), "run-1")) {
      Printed printed = sql("select * from price", "--as-of=" + when, "--format=csv");
      assertThat(printed.out()).as(when).isEqualTo("id,amount\r\n1,10\r\n");
      assertThat(printed.err()).as(when).startsWith("As of release 1 of ").contains("(run run-1)");
    }
    assertThat(sql("select amount from price", "--as-of=9999-12-31", "--format=csv").out())
        .isEqualTo("amount\r\n20\r\n");
    Printed before = sql("select * from price", "--as-of=2001-01-01");
    assertThat(before.code()).isEqualTo(3);
    assertThat(before.err())
        .startsWith(
            "Nothing was released by 2001-01-01T23:59:59.999Z yet; there are the releases 1");
    Printed unknown = sql("select * from price", "--as-of=lately");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).startsWith("There is no run \"lately\" that was released");
  }

  @Test
  void marksThePlaceOfAMistake() {
    Printed printed = sql("select id,\n\tnmae from fruit");
    assertThat(printed.code()).isEqualTo(1);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err())
        .startsWith("statement:2:2: ")
        .contains("    2 |  nmae from fruit\n         ^^^^\n");
  }

  @Test
  void aFailureWhileRunningLeavesNoHalfOfADocument() {
    Printed printed = sql("select cast(name as integer) from fruit", "--format=json");
    assertThat(printed.code()).isEqualTo(3);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err()).startsWith("The query failed: ").doesNotContain("LINE 1");
  }

  @Test
  void readsTheStatementFromStandardInputAndPutsVariablesIn() {
    Printed printed =
        lodestar(
            "select date '${as-of}' as d, '$${as-of}' as literal",
            "sql",
            domain.folder().toString(),
            "-",
            "--warehouse=" + domain.warehouse().toUri(),
            "--format=csv",
            "--var",
            "as-of=2024-06-30");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).isEqualTo("d,literal\r\n2024-06-30,${as-of}\r\n");
    Printed unknown = sql("select '${asof}'");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo(
            "Unknown variable \"asof\" in the statement; did you mean \"as-of\"?"
                + System.lineSeparator());
  }

  @Test
  void saysHowToRunADomainThatReleasedNothing() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("lemons"));
    Files.writeString(folder.resolve("domain.yaml"), "name: lemons\n");
    Printed printed = lodestar("", "sql", folder.toString(), "select 1");
    assertThat(printed.code()).isEqualTo(3);
    assertThat(printed.err())
        .startsWith("The domain lemons has released nothing to ")
        .contains("run it first: lodestar run " + folder);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no statement      | sql,DOMAIN                       | No statement: give one
          unknown format    | sql,DOMAIN,select 1,--format=xml | use table, csv or json
          unknown option    | sql,DOMAIN,select 1,--fromat=csv | --fromat
          no such folder    | sql,/no/such/domain,select 1     | domain.yaml
          foreign warehouse | sql,DOMAIN,select 1,--warehouse=gs://x/y | name a folder, or s3://BUCKET/FOLDER
          no catalogue      | sql,DOMAIN,select 1,--warehouse=s3://lake/y | needs a catalogue elsewhere
          empty statement   | sql,DOMAIN,BLANK                 | The statement is empty
          """)
  void refusesAWrongCommandLine(String what, String arguments, String message) {
    String[] words =
        arguments.replace("DOMAIN", domain.folder().toString()).replace("BLANK", " ").split(",");
    Printed printed = lodestar("", words);
    assertThat(printed.err()).contains(message);
    assertThat(printed.code()).isEqualTo(2);
    assertThat(printed.out()).isEmpty();
  }

  @Test
  void statementsOfAScriptRunOneAfterAnother() {
    Printed printed =
        lodestar(
            """
            -- nothing but a remark; not a statement

            select id,
              name from fruit -- 'quoted; "
              where name = 'a, "b"
            c;' or id = 1;
            \\format csv
            select count(*) as n from price; select 2;
            select nmae from fruit;
            \\D
            select amount from price""",
            "sql",
            domain.folder().toString(),
            "--warehouse=" + domain.warehouse());
    assertThat(printed.out().replace("\r\n", "\n"))
        .isEqualTo(
            """
            id  name
            --  -----
             1  navel
            amount
            20
            """);
    assertThat(printed.err())
        .contains("1 row, ", "did you mean \"name\"?", "Unknown command \"\\D\"; there are \\d, ")
        .contains("select count(*) as n from price; select 2;");
    assertThat(printed.code()).isEqualTo(1);
  }

  @Test
  void theShellTellsWhatThereIs() {
    Printed printed =
        lodestar(
            "\\d\n\\d cheap_fruit\n\\d frut\n\\d silver.nothing\n\\as-of 1\n\\d price\n\\as-of\n\\q\nselect 1;",
            "sql",
            domain.folder().toString(),
            "--warehouse=" + domain.warehouse());
    assertThat(printed.out().lines().map(String::strip))
        .contains("gold        cheap_fruit   2")
        .contains("name    varchar", "id      integer")
        .containsSubsequence("column  type     key  description", "amount  integer")
        .doesNotContain("1");
    assertThat(printed.err())
        .contains("Unknown table \"frut\"; did you mean \"fruit\"?")
        .contains("As of release 1 of ");
  }
}

package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON and Parquet files, packed or not and however deep they lie, become bronze rows. */
class FormatsTest {
  @TempDir Path folder;

  private static final String ORDERS =
      """
      files: ${data}/orders*
      format: {type: json%s}
      columns:
        id:
        city: {from: $.customer.city}
        name: {from: customerName}
        lines:
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # what                         | format                                | content                                                                         | rows
          lines                          | ``                                    | {"id":1,"customerName":"a","lines":[{"x":1}]}⏎{"id":"02"}⏎                      | 02,null,null,null;1,null,a,[{"x":1}]
          a path                         | ``                                    | {"id":1,"customer":{"city":"Lyon","zip":69000}}                                 | 1,Lyon,null,null
          values of every kind           | ``                                    | {"id":12345678901234567890123,"customerName":1.50,"lines":null}⏎{"id":true}     | 12345678901234567890123,null,1.5,null;true,null,null,null
          names in another case          | ``                                    | {"ID":1,"CustomerName":"a"}⏎{"Id":2}                                            | 1,null,a,null;2,null,null,null
          blank lines                    | ``                                    | ⏎{"id":1}⏎⏎                                                                     | 1,null,null,null
          a list of objects              | , records: array                      | [{"id":1},⏎ {"id":2}]                                                           | 1,null,null,null;2,null,null,null
          a document                     | , records: document                   | {"id":1,⏎"customer":{"city":"Pau"}}                                             | 1,Pau,null,null
          a list inside a document       | , records: document, at: $.data.items | {"data":{"items":[{"id":1},{"id":2}]},"next":null}                              | 1,null,null,null;2,null,null,null
          """)
  void readsJsonAs(String what, String format, String content, String rows) {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/orders.yaml", ORDERS.formatted(format))
            .file("data/orders.json", content.replace("⏎", "\n"))
            .run();

    assertThat(domain.rows("bronze.orders", "id, city, name, lines"))
        .isEqualTo(rows.replace(";", "\n").replace(",", " | "));
    assertThat(domain.rows("quarantine.bronze_orders", "*")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # what                   | format                               | content                         | kept | set aside
          a line that is cut off   | ``                                   | {"id":1}⏎{"id":2⏎{"id":3}       | 1;3  | 2,{"id":2,["not JSON"]
          a line of another kind   | ``                                   | {"id":1}⏎[1]⏎7                  | 1    | 2,[1],["not an object but array"];3,7,["not an object but ubigint"]
          an empty line            | , empty-lines: quarantine            | {"id":1}⏎⏎{"id":3}              | 1;3  | 2,null,["an empty line"]
          an element               | , records: array                     | [{"id":1}, 5]                   | 1    | 2,5,["not an object but ubigint"]
          a list that is cut off   | , records: array                     | [{"id":1},⏎{"id":               | ``   | 1,null,Malformed JSON
          a document               | , records: document                  | {"id":                          | ``   | 1,null,Malformed JSON
          a document without rows  | , records: document, at: $.data      | {"date":[{"id":1}]}             | ``   | 1,null,["no list at $.data"]
          """)
  void setsAsideOfJson(String what, String format, String content, String kept, String aside) {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/orders.yaml", ORDERS.formatted(format))
            .file("data/orders.json", content.replace("⏎", "\n"))
            .run();

    assertThat(domain.rows("bronze.orders", "id")).isEqualTo(kept.replace(";", "\n"));
    if (aside.endsWith("Malformed JSON")) {
      assertThat(domain.rows("quarantine.bronze_orders", "_source_row, _row, _reasons"))
          .startsWith("1 | null | [\"Invalid Input Error: Malformed JSON in file");
    } else {
      assertThat(domain.rows("quarantine.bronze_orders", "_source_row, _row, _reasons"))
          .isEqualTo(
              aside
                  .replace(";", "\n")
                  .replaceFirst(",", " | ")
                  .replace(",[\"", " | [\"")
                  .replaceAll("\n(\\d+),", "\n$1 | "));
    }
  }

  @Test
  void saysWhichLineOfJsonARowCameFrom() {
    TestDomain domain =
        TestDomain.in(folder)
            .file("bronze/orders.yaml", ORDERS.formatted(""))
            .file("data/orders.jsonl", "{\"id\":1}\n\nnothing\n{\"id\":2}\n")
            .run();

    assertThat(domain.rows("bronze.orders", "id, _source_row, parse_filename(_source_file)"))
        .isEqualTo("1 | 1 | orders.jsonl\n2 | 4 | orders.jsonl");
    assertThat(domain.rows("quarantine.bronze_orders", "_source_row")).isEqualTo("3");
  }

  @Test
  void keepsTheDeclaredTypesOfParquetAndTextOfAllOthers() {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/orders.yaml",
                """
                files: ${data}/**/*.parquet
                format: {type: parquet}
                columns:
                  id: {type: bigint}
                  amount: {type: "decimal(12,2)"}
                  moment: {type: timestamp}
                  day: {from: Order Day, type: date}
                  lines:
                  price:
                """);
    domain.written(
        "data/2024/01/a.parquet",
        "SELECT 1 AS ID, 1.25::decimal(9,2) AS amount, TIMESTAMPTZ '2024-01-01 02:00:00+02' AS moment,"
            + " DATE '2024-01-01' AS \"Order Day\", [{'x': 1}] AS lines, 9.5::double AS price");
    domain.written(
        "data/2024/02/b.parquet",
        "SELECT 2::bigint AS id, DATE '2024-02-01' AS \"order day\", NULL::varchar AS lines,"
            + " 3::integer AS price, 2.5::decimal(12,2) AS amount, NULL::timestamp AS moment");
    domain.run();

    assertThat(domain.rows("bronze.orders", "id, amount, moment, day, lines, price, _source_row"))
        .isEqualTo(
            """
            1 | 1.25 | 2024-01-01 00:00:00.0 | 2024-01-01 | [{"x":1}] | 9.5 | 1
            2 | 2.50 | null | 2024-02-01 | null | 3 | 1""");
    assertThat(domain.rows("bronze.orders", "DISTINCT typeof(id), typeof(amount), typeof(price)"))
        .isEqualTo("BIGINT | DECIMAL(12,2) | VARCHAR");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"csv, gz", "csv, zst", "json, gz", "json, zst"})
  void unpacks(String format, String ending) {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "bronze/names.yaml",
                "files: ${data}/**/*."
                    + ending
                    + "\nformat: {type: "
                    + format
                    + "}\ncolumns: {id: , name: }\n");
    domain.written(
        "data/2024/01/names." + format + "." + ending,
        "SELECT i AS id, repeat('x', i) AS name FROM range(1, 4) t(i)");
    domain.run();

    assertThat(domain.rows("bronze.names", "id, name, _source_row"))
        .isEqualTo("1 | x | 1\n2 | xx | 2\n3 | xxx | 3");
  }
}

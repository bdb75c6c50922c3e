package dev.lodestar.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.lineage.TableLineage;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.spec.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DomainLineageTest {
  @TempDir static Path directory;
  private static BuiltDomain people;
  private static ServedDomain served;

  @BeforeAll
  static void build() throws Exception {
    people =
        BuiltDomain.in(directory, "people")
            .file("bronze/raw.yaml", "files: p.csv\ncolumns:\n  id:\n  email:\n  region:\n")
            .file("silver/people.sql", "SELECT id, email, region FROM bronze.raw")
            .file(
                "gold/dim_people.sql",
                "SELECT id, email, region FROM silver.people WHERE email IS NOT NULL")
            .file("gold/addresses.sql", "SELECT email FROM gold.dim_people")
            .file(
                "gold/regions.sql",
                "SELECT region, count(id) AS n FROM gold.dim_people GROUP BY region")
            .table("silver.people", "SELECT '1' AS id, 'a@b.c' AS email, 'EMEA' AS region")
            .table("gold.dim_people", "SELECT '1' AS id, 'a@b.c' AS email, 'EMEA' AS region")
            .table("gold.addresses", "SELECT 'a@b.c' AS email")
            .table("gold.regions", "SELECT 'EMEA' AS region, 1::BIGINT AS n");
    people.release("run-1");
    served = people.served();
  }

  @AfterAll
  static void close() throws Exception {
    served.close();
    people.close();
  }

  /** A line for each column and for the rows of each table, with what they hang on. */
  private static List<String> lines(Access access) {
    Catalog catalog = served.current().orElseThrow().seenBy(access);
    DomainLineage lineage = DomainLineage.of(people.folder(), catalog);
    assertThat(lineage.missing()).isEmpty();
    List<String> lines = new ArrayList<>();
    for (TableLineage table : lineage.tables()) {
      for (String column : lineage.columns(table)) {
        lines.add(table.table() + "." + column + ": " + lineage.named(table.of(column)));
      }
      lines.add(table.table() + ": " + lineage.named(table.rows()));
      lines.add(table.table() + " is " + lineage.sql().getOrDefault(table.table(), ""));
    }
    return lines;
  }

  @Test
  void theOwnerIsToldOfAll() {
    assertThat(String.join("\n", lines(Access.EVERYTHING)))
        .contains("bronze.raw.email", "gold.dim_people.email: silver.people.email", "IS NOT NULL");
  }

  @Test
  void aCallerIsToldOfWhatTheySee() {
    Access noAddress =
        new Access(
            Set.of("*"),
            Set.of(new Access.ColumnOf(Optional.empty(), "email")),
            Map.of(),
            Map.of(),
            Set.<TableName>of(),
            "");
    List<String> lines = lines(noAddress);
    assertThat(lines)
        .contains(
            "gold.dim_people.id: ",
            "gold.dim_people is ",
            "gold.regions.n: gold.dim_people.id (aggregation)",
            "gold.regions is SELECT region, count(id) AS n FROM gold.dim_people GROUP BY region");
    assertThat(String.join("\n", lines)).doesNotContain("email", "silver", "bronze", "addresses");
  }
}

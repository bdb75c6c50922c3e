package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarehouseAddressTest {

  private static WarehouseAddress address(
      @Nullable String warehouse,
      @Nullable String catalog,
      @Nullable String warehouses,
      @Nullable String catalogSet) {
    Map<String, String> environment = new TreeMap<>();
    if (warehouses != null) {
      environment.put("LODESTAR_WAREHOUSES", warehouses);
    }
    if (catalogSet != null) {
      environment.put("LODESTAR_CATALOG", catalogSet);
    }
    return WarehouseAddress.of(
        "fmcg", Optional.ofNullable(warehouse), Optional.ofNullable(catalog), environment);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # --warehouse      | --catalog          | LODESTAR_WAREHOUSES | LODESTAR_CATALOG    | files        | database                     | schema
          /w                 |                    |                     |                     | /w           | jdbc:sqlite:/w/catalog.db    | ''
          file:///w/x        |                    | /root               |                     | /w/x         | jdbc:sqlite:/w/x/catalog.db  | ''
                             |                    | /all                |                     | /all/fmcg    | jdbc:sqlite:/all/fmcg/catalog.db | ''
          /w                 | /c                 |                     | jdbc:postgresql:x   | /w           | jdbc:sqlite:/c/catalog.db    | ''
          /w                 |                    |                     | jdbc:postgresql:x   | /w           | jdbc:postgresql:x            | lodestar_fmcg
          s3://lake/w/          | jdbc:postgresql:x  |                     |                     | s3://lake/w     | jdbc:postgresql:x            | lodestar_fmcg
          s3://lake             | file:/c            |                     |                     | s3://lake       | jdbc:sqlite:/c/catalog.db    | ''
                             | /c                 | s3://lake/all          |                     | s3://lake/all/fmcg | jdbc:sqlite:/c/catalog.db | ''
          """)
  void findsFilesAndDatabase(
      @Nullable String warehouse,
      @Nullable String catalog,
      @Nullable String warehouses,
      @Nullable String catalogSet,
      String files,
      String database,
      String schema) {
    assertThat(address(warehouse, catalog, warehouses, catalogSet))
        .isEqualTo(new WarehouseAddress(files, database, schema));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3://lake/w | '' | The warehouse s3://lake/w needs a catalogue elsewhere
          s3://lake/w | s3://lake/c | Not a place for a catalogue: s3://lake/c; name jdbc:postgresql://HOST/DATABASE
          gs://b/w | '' | Cannot use gs://b/w for tables: name a folder, or s3://BUCKET/FOLDER
          s3://*/w | '' | Cannot use s3://*/w for tables
          /w | jdbc:mysql://me:secret@h/d?password=secret | Not a place for a catalogue: jdbc:mysql://h/d; name
          """)
  void saysWhatCannotBe(String warehouse, String catalog, String message) {
    assertThatThrownBy(() -> address(warehouse, catalog, null, null))
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void namesADatabaseWithoutItsSecrets() {
    WarehouseAddress address =
        address("/w", "jdbc:postgresql://h:5433/d?user=me&password=secret", null, null);
    assertThat(address.catalog()).isEqualTo("jdbc:postgresql://h:5433/d");
    assertThat(address).hasToString("/w");
  }
}

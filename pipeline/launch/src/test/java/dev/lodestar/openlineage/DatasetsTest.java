package dev.lodestar.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.DatabaseTable;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datasets have the names that other tools give them. */
class DatasetsTest {
  private final Datasets datasets =
      new Datasets(
          "/warehouse/shop",
          Map.of("SHOP_URL", "jdbc:postgresql://db:5433/shop?user=u&password=secret"));

  @Test
  void aTableIsWhereItsFilesAre() {
    assertThat(datasets.of(TableName.parse("silver.orders")))
        .isEqualTo(new Datasets.Name("file", "/warehouse/shop/silver/orders"));
    assertThat(new Datasets("s3://lake/shop", Map.of()).of(TableName.parse("silver.orders")))
        .isEqualTo(new Datasets.Name("s3://lake", "shop/silver/orders"));
  }

  @ParameterizedTest(name = "{0}{1}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          # files                | address                                 | namespace          | name
          /data/orders/*.csv     | -                                       | file               | /data/orders/*.csv
          s3://shop/orders/*.csv | -                                       | s3://shop          | orders/*.csv
          -                      | jdbc:postgresql://db/shop?password=x    | postgres://db:5432 | shop.public.orders
          -                      | jdbc:postgresql://db:5433/shop          | postgres://db:5433 | shop.public.orders
          -                      | ${env:SHOP_URL}                         | postgres://db:5433 | shop.public.orders
          -                      | ${env:NOT_SET}                          | jdbc               | public.orders
          -                      | jdbc:sqlite:/data/shop.db               | jdbc:sqlite        | public.orders
          """)
  void aSourceIsWhatItReads(String files, String address, String namespace, String name) {
    Optional<DatabaseTable> database =
        Optional.ofNullable(address)
            .map(url -> new DatabaseTable(url, "", "", "select 1", "public.orders", "", 1, ""));
    Source source =
        new Source(
            "orders",
            files == null ? "" : files,
            database,
            CsvFormat.DEFAULT,
            Source.Increment.NEW_FILES,
            Source.ChangedFiles.FAIL,
            Source.NoFiles.FAIL,
            Source.SchemaChange.FAIL,
            "shop",
            List.of(),
            List.of(),
            Text.NONE,
            Position.startOf(Path.of("orders.yaml")));
    assertThat(datasets.of(source)).isEqualTo(new Datasets.Name(namespace, name));
  }
}

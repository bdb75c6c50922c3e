package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTableTest {
  @TempDir Path folder;

  @Test
  void takesFromTheEnvironmentWhatIsWrittenAsAReference() {
    Map<String, String> environment = Map.of("SHOP_DB", "jdbc:postgresql://h/d?password=x");

    assertThat(DatabaseTable.resolve("${env:SHOP_DB}", environment))
        .isEqualTo("jdbc:postgresql://h/d?password=x");
    assertThat(DatabaseTable.resolve("jdbc:x:y", environment)).isEqualTo("jdbc:x:y");
    assertThatThrownBy(() -> DatabaseTable.resolve("${env:SHOP_PASSWORD}", environment))
        .hasMessage("the environment variable SHOP_PASSWORD is not set");
  }

  @Test
  void isReadWithItsReferencesAsTheyAreWritten() {
    Source source =
        ExampleDomain.in(folder)
            .with(
                "bronze/customers.yaml",
                """
                database:
                  url: ${env:SHOP_DB}
                  user: reader
                  password: ${env:SHOP_PASSWORD}
                  query: SELECT id FROM customers;
                  partition: id
                columns: {id: {type: bigint}}
                """)
            .good()
            .sources()
            .stream()
            .filter(s -> s.name().equals("customers"))
            .findFirst()
            .orElseThrow();

    assertThat(source.database())
        .hasValue(
            new DatabaseTable(
                "${env:SHOP_DB}",
                "reader",
                "${env:SHOP_PASSWORD}",
                "SELECT id FROM customers",
                "query",
                "id",
                4,
                ""));
    assertThat(source.increment()).isEqualTo(Source.Increment.EVERYTHING);
    assertThat(source.tableColumns().get(0)).isEqualTo(new Column("id", ColumnType.BIGINT));
  }
}

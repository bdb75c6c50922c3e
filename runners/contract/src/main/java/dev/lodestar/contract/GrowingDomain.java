package dev.lodestar.contract;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A domain with a model of each kind that grows, run twice: once with some changes, and once with
 * others that are older, deletes and repetitions among them.
 */
public final class GrowingDomain {
  private static final String SELECT =
      "SELECT op, id, try_cast(moment AS integer) AS moment, city FROM bronze.changes\n";

  private static final String RULES = "key: [id]\nkeep: latest by moment\ndeletes: op = 'D'\n";

  private static final Map<String, String> FILES =
      Map.of(
          "domain.yaml",
          "name: growing\nvariables:\n  data: {folder: data}\n",
          "bronze/changes.yaml",
          "files: ${data}/*.csv\ncolumns:\n  op:\n  id:\n  moment:\n  city:\n",
          "silver/changes.sql",
          SELECT,
          "silver/changes.yaml",
          "kind: append\n",
          "silver/cities.sql",
          SELECT,
          "silver/cities.yaml",
          "kind: merge\n" + RULES,
          "silver/city_history.sql",
          SELECT,
          "silver/city_history.yaml",
          "kind: history\n" + RULES,
          "gold/cities.sql",
          "SELECT city, count(*) AS n FROM silver.cities GROUP BY city\n",
          "data/1.csv",
          "op,id,moment,city\nI,1,10,Rome\nI,2,10,Oslo\nU,1,20,Bonn\nD,3,30,\n");

  private static final String LATER =
      "op,id,moment,city\nU,1,15,Paris\nU,1,20,Bonn\nD,2,30,\nI,3,20,Lima\n";

  private GrowingDomain() {}

  /** The rows of each table after both runs, a line each and in order. */
  public static Map<String, List<String>> run(Path folder, List<String> options)
      throws IOException, SQLException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      write(folder.resolve(file.getKey()), file.getValue());
    }
    Path warehouse = folder.resolve("warehouse");
    List<String> arguments = new ArrayList<>(List.of("run", folder.toString()));
    arguments.add("--warehouse=" + warehouse);
    arguments.addAll(options);
    lodestar(arguments);
    write(folder.resolve("data/2.csv"), LATER);
    lodestar(arguments);
    Map<String, List<String>> rows = new TreeMap<>();
    try (Warehouse open = Warehouse.openExisting(warehouse)) {
      rows.put("silver.changes", rows(open, "silver.changes", "op, id, moment, city"));
      rows.put("silver.cities", rows(open, "silver.cities", "id, city"));
      rows.put(
          "silver.city_history",
          rows(open, "silver.city_history", "id, city, valid_from, valid_to, is_current"));
      rows.put("deleted.silver_cities", rows(open, "deleted.silver_cities", "id, moment"));
      rows.put("gold.cities", rows(open, "gold.cities", "city, n"));
    }
    return rows;
  }

  /** What {@link #run} gives on any engine. */
  public static Map<String, List<String>> expected() {
    return Map.of(
        "silver.changes",
        List.of(
            "D | 2 | 30 | null",
            "D | 3 | 30 | null",
            "I | 1 | 10 | Rome",
            "I | 2 | 10 | Oslo",
            "I | 3 | 20 | Lima",
            "U | 1 | 15 | Paris",
            "U | 1 | 20 | Bonn",
            "U | 1 | 20 | Bonn"),
        "silver.cities",
        List.of("1 | Bonn"),
        "silver.city_history",
        List.of(
            "1 | Bonn | 20 | null | true",
            "1 | Paris | 15 | 20 | false",
            "1 | Rome | 10 | 15 | false",
            "2 | Oslo | 10 | 30 | false",
            "3 | Lima | 20 | 30 | false"),
        "deleted.silver_cities",
        List.of("2 | 30", "3 | 30"),
        "gold.cities",
        List.of("Bonn | 1"));
  }

  private static void lodestar(List<String> arguments) {
    int exit = Lodestar.execute(arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new AssertionError("lodestar " + String.join(" ", arguments) + " ended with " + exit);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
  }

  private static List<String> rows(Warehouse warehouse, String table, String columns)
      throws SQLException {
    TableName name = TableName.parse(table);
    String paths =
        warehouse.state(name).stream()
            .flatMap(s -> warehouse.files(name, s.snapshot()).stream())
            .map(DataFile::path)
            .map(p -> "'" + p + "'")
            .collect(Collectors.joining(", ", "[", "]"));
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + columns + " FROM read_parquet(" + paths + ") ORDER BY ALL")) {
      int count = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
          cells.add(String.valueOf((Object) row.getString(i)));
        }
        rows.add(String.join(" | ", cells));
      }
    }
    return rows;
  }
}

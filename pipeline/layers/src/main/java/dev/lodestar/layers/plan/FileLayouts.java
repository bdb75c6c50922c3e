package dev.lodestar.layers.plan;

import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.layers.JsonObjects;
import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.JsonFormat;
import dev.lodestar.spec.Source;
import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Finds out which fields the files of a source have, before anything is read of them. */
final class FileLayouts {
  private static final String TEXT = "VARCHAR";

  private final Source source;
  private final FieldMatch match;

  private FileLayouts(Source source) {
    this.source = source;
    this.match = new FieldMatch(source);
  }

  /**
   * The layout of each file, by path.
   *
   * @throws PlanException when a file's fields are not those of the source; it shows the difference
   */
  static Map<String, FileLayout> of(Source source, List<InputFile> files) {
    FileLayouts layouts = new FileLayouts(source);
    List<String> paths = files.stream().map(InputFile::path).toList();
    return paths.isEmpty()
        ? Map.of()
        : source
            .format()
            .match(
                csv -> layouts.csv(csv, paths),
                json -> layouts.json(json, paths),
                parquet -> layouts.parquet(paths));
  }

  private Map<String, FileLayout> csv(CsvFormat format, List<String> paths) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    for (String path : paths) {
      List<String> names = format.header() ? CsvHeader.fields(format, Path.of(path)) : List.of();
      // Without a header the order is that of the source; an empty file has no rows to mistake.
      layouts.put(
          path, names.isEmpty() ? match.declared() : match.columns(path + ":1:1", texts(names)));
    }
    return layouts;
  }

  private static List<FileField> texts(List<String> names) {
    return names.stream().map(name -> new FileField(name, null, TEXT)).toList();
  }

  private Map<String, FileLayout> parquet(List<String> paths) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      for (String path : paths) {
        layouts.put(path, match.columns(path, parquet(statement, path)));
      }
      return layouts;
    } catch (SQLException e) {
      throw new PlanException("Cannot start DuckDB to look at " + source.table(), e);
    }
  }

  private List<FileField> parquet(Statement statement, String path) {
    List<FileField> fields = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "DESCRIBE SELECT * FROM read_parquet(" + text(path) + ", hive_partitioning = false)")) {
      while (row.next()) {
        fields.add(new FileField(row.getString(1), null, row.getString(2)));
      }
      return fields;
    } catch (SQLException e) {
      throw new PlanException(
          "Cannot read " + path + " of " + source.table() + " as Parquet: " + e.getMessage(), e);
    }
  }

  /** Objects have their own fields each, so all of a file are looked at. */
  private Map<String, FileLayout> json(JsonFormat format, List<String> paths) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      for (String path : paths) {
        layouts.put(path, match.members(path, members(statement, format, path)));
      }
      return layouts;
    } catch (SQLException e) {
      throw new PlanException("Cannot start DuckDB to look at " + source.table(), e);
    }
  }

  private static List<String> members(Statement statement, JsonFormat format, String path) {
    List<String> names = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT DISTINCT unnest(names) FROM (SELECT DISTINCT TRY(json_keys(json)) AS names FROM "
                + JsonObjects.of(format, path)
                + ") ORDER BY 1")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    } catch (SQLException e) {
      // A list or a document that cannot be read is set aside, with the reason, when it is
      // ingested.
      return names;
    } catch (IOException e) {
      throw new PlanException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static Connection duckDb() throws SQLException {
    return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}

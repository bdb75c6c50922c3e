package dev.lodestar.layers.plan;

import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.layers.JsonObjects;
import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.JsonFormat;
import dev.lodestar.spec.Source;
import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.InputStream;
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
  private final FileLook look;
  private final FieldMatch match;

  private FileLayouts(Source source, FileLook look) {
    this.source = source;
    this.look = look;
    this.match = new FieldMatch(source);
  }

  /**
   * The layout of each file, by path.
   *
   * @throws PlanException when a file's fields are not those of the source; it shows the difference
   */
  static Map<String, FileLayout> of(Source source, List<InputFile> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    try (FileLook look = FileLook.at(source)) {
      FileLayouts layouts = new FileLayouts(source, look);
      return source
          .format()
          .match(
              csv -> layouts.csv(csv, files),
              json -> layouts.json(json, files),
              parquet -> layouts.parquet(files));
    }
  }

  private Map<String, FileLayout> csv(CsvFormat format, List<InputFile> files) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    List<List<String>> headers =
        files.parallelStream()
            .map(f -> format.header() ? header(format, f) : List.<String>of())
            .toList();
    for (int i = 0; i < headers.size(); i++) {
      String path = files.get(i).path();
      List<String> names = headers.get(i);
      // Without a header the order is that of the source; an empty file has no rows to mistake.
      layouts.put(
          path, names.isEmpty() ? match.declared() : match.columns(path + ":1:1", texts(names)));
    }
    return layouts;
  }

  private List<String> header(CsvFormat format, InputFile file) {
    try (InputStream bytes = look.open(file)) {
      return CsvHeader.fields(format, file.path(), bytes);
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private PlanException cannotRead(InputFile file, IOException e) {
    String message = String.valueOf(e.getMessage());
    String what = "Cannot read " + file.path();
    return new PlanException(
        (message.startsWith(what) ? message : what + ": " + message) + ", for " + source.table(),
        e);
  }

  private static List<FileField> texts(List<String> names) {
    return names.stream().map(name -> new FileField(name, null, TEXT)).toList();
  }

  private Map<String, FileLayout> parquet(List<InputFile> files) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      for (InputFile file : files) {
        layouts.put(file.path(), match.columns(file.path(), parquet(statement, file)));
      }
      return layouts;
    } catch (SQLException e) {
      throw new PlanException("Cannot start DuckDB to look at " + source.table(), e);
    }
  }

  private List<FileField> parquet(Statement statement, InputFile file) {
    List<FileField> fields = new ArrayList<>();
    try (FileLook.Copy copy = look.footer(file);
        ResultSet row =
            statement.executeQuery(
                "DESCRIBE SELECT * FROM read_parquet("
                    + text(copy.path())
                    + ", hive_partitioning = false)")) {
      while (row.next()) {
        fields.add(new FileField(row.getString(1), null, row.getString(2)));
      }
      return fields;
    } catch (SQLException e) {
      throw new PlanException(
          "Cannot read " + file.path() + " of " + source.table() + " as Parquet: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  /** Objects have their own fields each, so all of a file are looked at. */
  private Map<String, FileLayout> json(JsonFormat format, List<InputFile> files) {
    Map<String, FileLayout> layouts = new LinkedHashMap<>();
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      for (InputFile file : files) {
        layouts.put(file.path(), match.members(file.path(), members(statement, format, file)));
      }
      return layouts;
    } catch (SQLException e) {
      throw new PlanException("Cannot start DuckDB to look at " + source.table(), e);
    }
  }

  private List<String> members(Statement statement, JsonFormat format, InputFile file) {
    List<String> names = new ArrayList<>();
    try (FileLook.Copy copy = look.whole(file);
        ResultSet row =
            statement.executeQuery(
                "SELECT DISTINCT unnest(names) FROM (SELECT DISTINCT TRY(json_keys(json)) AS names FROM "
                    + JsonObjects.of(format, copy.path())
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
      throw cannotRead(file, e);
    }
  }

  private static Connection duckDb() throws SQLException {
    return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}

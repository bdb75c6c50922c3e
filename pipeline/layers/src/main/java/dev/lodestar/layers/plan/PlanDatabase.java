package dev.lodestar.layers.plan;

import dev.lodestar.layers.DatabaseIngest;
import dev.lodestar.layers.Databases;
import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.layers.Work;
import dev.lodestar.spec.DatabaseTable;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.Source.Increment;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.TableCommit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a run reads of a database. The rows above the watermark are bounded from above as
 * well, by the highest one at the time of the plan, which the table then remembers.
 */
final class PlanDatabase {
  private static final Set<String> WHOLE = Set.of("smallint", "integer", "bigint");

  private final PlanSource sources;
  private final boolean full;

  PlanDatabase(PlanSource sources, boolean full) {
    this.sources = sources;
    this.full = full;
  }

  PlanSource.Planned plan(PlanSource.Look look, DatabaseTable table) {
    try (Connection connection = Databases.connect(table)) {
      List<FileField> found = fields(connection, table);
      FileLayout layout = new FieldMatch(look.source()).columns(table.name(), found);
      String partition = table.partition().isEmpty() ? "" : partition(look.source(), table, found);
      return look.source().increment() == Increment.ABOVE_WATERMARK
          ? above(
              look, table, layout, partition, watermark(connection, look.source(), table, found))
          : everything(look, table, layout, partition);
    } catch (SQLException e) {
      throw new PlanException(
          "Cannot read " + table.name() + " for " + look.source().table() + ": " + e.getMessage(),
          e);
    }
  }

  private PlanSource.Planned everything(
      PlanSource.Look look, DatabaseTable table, FileLayout layout, String partition) {
    return sources.planned(
        look,
        List.of(layout),
        TableCommit.Mode.REPLACE,
        List.of(),
        List.of("a database does not tell what has changed, all rows are read again"),
        0,
        ingest -> new Work.Extract(new DatabaseIngest(ingest, table, "1 = 1", partition)));
  }

  /** The watermark's column, quoted, and the highest value there is. */
  private record Watermark(String column, @Nullable String high) {}

  private PlanSource.Planned above(
      PlanSource.Look look,
      DatabaseTable table,
      FileLayout layout,
      String partition,
      Watermark watermark) {
    String remembered = "watermark:" + table.watermark();
    Optional<String> low =
        full
            ? Optional.empty()
            : look.remembered().values().stream()
                .filter(f -> f.path().equals(remembered))
                .map(InputFile::fingerprint)
                .findFirst();
    if (low.isEmpty() && !full && !look.remembered().isEmpty()) {
      throw new PlanException(
          look.source().table()
              + " was read by another watermark than "
              + table.watermark()
              + "; run with --full to read it by this one");
    }
    String high = watermark.high();
    boolean nothing = high == null || low.filter(high::equals).isPresent();
    if (nothing && look.state().isPresent() && !full) {
      return sources.keep(
          look, List.of("nothing above " + table.watermark() + " " + low.orElse("")));
    }
    String upTo = high == null ? "1 = 0" : watermark.column() + " <= " + text(high);
    String condition =
        low.map(l -> watermark.column() + " > " + text(l) + " AND ").orElse("") + upTo;
    List<InputFile> contained =
        high == null ? List.of() : List.of(new InputFile(remembered, 0, 0, high));
    return sources.planned(
        look,
        List.of(layout),
        full ? TableCommit.Mode.REPLACE : TableCommit.Mode.APPEND,
        contained,
        List.of(
            low.map(l -> table.watermark() + " above " + l).orElse("all rows")
                + (high == null ? "" : " up to " + high)),
        0,
        ingest -> new Work.Extract(new DatabaseIngest(ingest, table, condition, partition)));
  }

  private static Watermark watermark(
      Connection connection, Source source, DatabaseTable table, List<FileField> found)
      throws SQLException {
    String column = Databases.quoted(field(source, table.watermark(), "watermark", found).name());
    try (Statement statement = connection.createStatement()) {
      String rows = "(" + table.rows() + ") AS t";
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*) FROM (SELECT 1 FROM "
                  + rows
                  + " WHERE "
                  + column
                  + " IS NULL LIMIT 1) AS n")) {
        if (row.next() && row.getInt(1) > 0) {
          throw new PlanException(
              "Cannot read %s by its watermark: rows without %s would never be read; give every row one, or read everything"
                  .formatted(source.table(), table.watermark()));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT CAST(max(" + column + ") AS varchar(100)) FROM " + rows)) {
        row.next();
        return new Watermark(column, row.getString(1));
      }
    }
  }

  private static String partition(Source source, DatabaseTable table, List<FileField> found) {
    FileField field = field(source, table.partition(), "partition", found);
    if (!WHOLE.contains(field.type())) {
      throw new PlanException(
          "Cannot share out %s by %s, which is %s; name a column of whole numbers"
              .formatted(source.table(), table.partition(), field.type()));
    }
    return Databases.quoted(field.name());
  }

  private static FileField field(Source source, String name, String key, List<FileField> found) {
    return found.stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "%s: there is no column \"%s\" for \"%s\"%s"
                        .formatted(
                            source.at().file().getFileName(),
                            name,
                            key,
                            Nearest.to(name, found.stream().map(FileField::name).toList())
                                .map(n -> "; did you mean \"" + n + "\"?")
                                .orElse(""))));
  }

  private static List<FileField> fields(Connection connection, DatabaseTable table)
      throws SQLException {
    List<FileField> fields = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none =
            statement.executeQuery("SELECT * FROM (" + table.rows() + ") AS t WHERE 1 = 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        fields.add(new FileField(columns.getColumnLabel(i), null, type(columns, i)));
      }
    }
    return fields;
  }

  /** The type as DuckDB would name it; whatever has no counterpart is read as text. */
  private static String type(ResultSetMetaData columns, int i) throws SQLException {
    return switch (columns.getColumnType(i)) {
      case Types.TINYINT, Types.SMALLINT -> "smallint";
      case Types.INTEGER -> "integer";
      case Types.BIGINT -> "bigint";
      case Types.REAL -> "float";
      case Types.FLOAT, Types.DOUBLE -> "double";
      case Types.BOOLEAN, Types.BIT -> "boolean";
      case Types.DATE -> "date";
      case Types.TIMESTAMP_WITH_TIMEZONE -> "timestamp with time zone";
      case Types.TIMESTAMP ->
          columns.getColumnTypeName(i).toLowerCase(Locale.ROOT).equals("timestamptz")
              ? "timestamp with time zone"
              : "timestamp";
      case Types.NUMERIC, Types.DECIMAL ->
          columns.getPrecision(i) > 0
              ? "decimal(" + columns.getPrecision(i) + "," + columns.getScale(i) + ")"
              : "numeric";
      default -> "varchar";
    };
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}

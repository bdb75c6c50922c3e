package dev.lodestar.server.avatica;

import dev.lodestar.server.query.Chunk;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Types and values as Avatica sends them: dates as days, timestamps as milliseconds. */
final class Columns {
  private static final int LONGEST_TEXT = 65_536;

  private Columns() {}

  static int jdbcType(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BOOLEAN;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
      case VARCHAR -> Types.VARCHAR;
    };
  }

  private static Rep rep(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Rep.BOOLEAN;
      case INTEGER, DATE -> Rep.INTEGER;
      case BIGINT, TIMESTAMP -> Rep.LONG;
      case DOUBLE -> Rep.DOUBLE;
      case DECIMAL -> Rep.NUMBER;
      case VARCHAR -> Rep.STRING;
    };
  }

  static String className(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "java.lang.Boolean";
      case INTEGER -> "java.lang.Integer";
      case BIGINT -> "java.lang.Long";
      case DOUBLE -> "java.lang.Double";
      case DECIMAL -> "java.math.BigDecimal";
      case DATE -> "java.sql.Date";
      case TIMESTAMP -> "java.sql.Timestamp";
      case VARCHAR -> "java.lang.String";
    };
  }

  /** How many digits or characters a value has at most. */
  static int size(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case DOUBLE -> 15;
      case DECIMAL -> type.precision();
      case DATE -> 10;
      case TIMESTAMP -> 23;
      case VARCHAR -> LONGEST_TEXT;
    };
  }

  static int scale(ColumnType type) {
    return type.kind() == ColumnType.Kind.DECIMAL
        ? type.scale()
        : type.kind() == ColumnType.Kind.TIMESTAMP ? 3 : 0;
  }

  static String typeName(ColumnType type) {
    return type.kind().name();
  }

  static Meta.Signature signature(
      String sql, String domain, List<Column> columns, List<ColumnType> parameters) {
    List<ColumnMetaData> described = new ArrayList<>();
    for (Column column : columns) {
      described.add(column(described.size(), column.name(), column.type(), domain));
    }
    List<AvaticaParameter> asked = new ArrayList<>();
    for (ColumnType type : parameters) {
      asked.add(
          new AvaticaParameter(
              true,
              size(type),
              scale(type),
              jdbcType(type),
              typeName(type),
              className(type),
              "?" + (asked.size() + 1)));
    }
    return Meta.Signature.create(
        described, sql, asked, Meta.CursorFactory.LIST, Meta.StatementType.SELECT);
  }

  private static ColumnMetaData column(int index, String name, ColumnType type, String domain) {
    return new ColumnMetaData(
        index,
        false,
        true,
        true,
        false,
        DatabaseMetaData.columnNullable,
        true,
        size(type),
        name,
        name,
        "",
        size(type),
        scale(type),
        "",
        domain,
        ColumnMetaData.scalar(jdbcType(type), typeName(type), rep(type)),
        true,
        false,
        false,
        className(type));
  }

  static @Nullable Object[] row(List<Column> columns, Chunk chunk, int row) {
    @Nullable Object[] cells = new Object[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = chunk.isNull(i, row) ? null : cell(columns.get(i).type(), chunk, i, row);
    }
    return cells;
  }

  private static Object cell(ColumnType type, Chunk chunk, int column, int row) {
    return switch (type.kind()) {
      case BOOLEAN -> chunk.bool(column, row);
      case INTEGER -> (int) chunk.whole(column, row);
      case BIGINT -> chunk.whole(column, row);
      case DOUBLE -> chunk.real(column, row);
      case DECIMAL -> chunk.decimal(column, row);
      case DATE -> (int) chunk.date(column, row).toEpochDay();
      case TIMESTAMP -> chunk.timestamp(column, row).toInstant(ZoneOffset.UTC).toEpochMilli();
      case VARCHAR -> chunk.text(column, row);
    };
  }
}

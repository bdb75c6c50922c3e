package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** The one passage between Calcite's types and the types a column can have. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /** The type a column of this kind is stored as. */
  public static ColumnType of(RelDataType type) {
    return find(type)
        .orElseThrow(
            () -> new IllegalStateException("No column has the type " + type.getFullTypeString()));
  }

  /** Like {@link #of}; empty for intervals and other types that exist within expressions only. */
  static Optional<ColumnType> find(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
      case TINYINT, SMALLINT, INTEGER -> Optional.of(ColumnType.INTEGER);
      case BIGINT -> Optional.of(ColumnType.BIGINT);
      case FLOAT, REAL, DOUBLE -> Optional.of(ColumnType.DOUBLE);
      case DECIMAL -> Optional.of(ColumnType.decimal(type.getPrecision(), type.getScale()));
      case DATE -> Optional.of(ColumnType.DATE);
      case TIMESTAMP -> Optional.of(ColumnType.TIMESTAMP);
      case CHAR, VARCHAR, NULL -> Optional.of(ColumnType.VARCHAR);
      default -> Optional.empty();
    };
  }

  /** The columns of a plan. */
  public static List<Column> columns(RelDataType rowType) {
    return rowType.getFieldList().stream()
        .map(field -> new Column(field.getName(), of(field.getType())))
        .toList();
  }

  /** Calcite's type for a column; it may be null, as every column may. */
  public static RelDataType type(RelDataTypeFactory factory, ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.nullable(factory, SqlTypeName.BOOLEAN);
      case INTEGER -> Types.nullable(factory, SqlTypeName.INTEGER);
      case BIGINT -> Types.nullable(factory, SqlTypeName.BIGINT);
      case DOUBLE -> Types.nullable(factory, SqlTypeName.DOUBLE);
      case DECIMAL -> Types.decimal(factory, type.precision(), type.scale());
      case DATE -> Types.nullable(factory, SqlTypeName.DATE);
      case TIMESTAMP -> Types.nullable(factory, SqlTypeName.TIMESTAMP);
      case VARCHAR -> Types.nullable(factory, SqlTypeName.VARCHAR);
    };
  }

  /** Calcite's row type for columns. */
  public static RelDataType rowType(RelDataTypeFactory factory, List<Column> columns) {
    RelDataTypeFactory.Builder row = factory.builder();
    columns.forEach(column -> row.add(column.name(), type(factory, column.type())));
    return row.build();
  }
}

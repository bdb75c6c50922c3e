package dev.lodestar.tables;

import dev.lodestar.spec.ColumnType;
import org.apache.iceberg.types.Type.PrimitiveType;
import org.apache.iceberg.types.Types;

/** Our types as Iceberg's, and back. */
final class IcebergTypes {
  private IcebergTypes() {}

  static PrimitiveType of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Types.BooleanType.get();
      case INTEGER -> Types.IntegerType.get();
      case BIGINT -> Types.LongType.get();
      case DOUBLE -> Types.DoubleType.get();
      case DECIMAL -> Types.DecimalType.of(type.precision(), type.scale());
      case DATE -> Types.DateType.get();
      case TIMESTAMP -> Types.TimestampType.withoutZone();
      case VARCHAR -> Types.StringType.get();
    };
  }

  static TableColumn column(Types.NestedField field) {
    return new TableColumn(field.name(), typeOf(field), field.fieldId());
  }

  private static ColumnType typeOf(Types.NestedField field) {
    for (ColumnType.Kind kind : ColumnType.Kind.values()) {
      if (kind != ColumnType.Kind.DECIMAL) {
        ColumnType type = new ColumnType(kind, 0, 0);
        if (of(type).equals(field.type())) {
          return type;
        }
      }
    }
    if (field.type() instanceof Types.DecimalType decimal) {
      return ColumnType.decimal(decimal.precision(), decimal.scale());
    }
    throw new WarehouseException(
        "Cannot read column "
            + field.name()
            + ": its Iceberg type "
            + field.type()
            + " has no counterpart here; another program must have written the table");
  }
}

package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type.PrimitiveType;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * The way from the columns a table has to those a commit brings, and with it the field ids.
 *
 * <p>Files are written with field ids before the commit that makes these ids known to the table. So
 * the ids follow from the table's metadata alone: a column that stays keeps its id, a new one gets
 * the next that was never used, in the order of the columns. The same metadata and columns always
 * give the same ids, however often it is planned.
 */
final class ColumnChanges {
  private final TableName table;
  private final Schema schema;
  private final List<Column> columns;
  private final Map<String, Integer> fieldIds = new LinkedHashMap<>();
  private final List<Column> retyped = new ArrayList<>();

  /**
   * @param lastId the highest field id the table ever used
   */
  ColumnChanges(TableName table, Schema schema, int lastId, List<Column> columns) {
    this.table = table;
    this.schema = schema;
    this.columns = columns;
    int last = lastId;
    for (Column column : columns) {
      Types.NestedField field = schema.findField(column.name());
      boolean stays = field != null && becomes(field, IcebergTypes.of(column.type()));
      if (field != null && !stays) {
        retyped.add(column);
      }
      Integer former = fieldIds.put(column.name(), stays ? field.fieldId() : ++last);
      if (former != null) {
        throw new IllegalStateException("Two columns " + column.name() + " in table " + table);
      }
    }
  }

  /** For a table that is yet to be made. */
  static Map<String, Integer> fieldIdsOfNewTable(TableName table, List<Column> columns) {
    return new ColumnChanges(table, new Schema(), 0, columns).fieldIds();
  }

  Map<String, Integer> fieldIds() {
    return fieldIds;
  }

  /** The columns whose values that are there would not fit any more. */
  List<Column> retyped() {
    return retyped;
  }

  /** Refuses what would make the rows that stay unreadable. */
  void checkThatRowsMayStay() {
    for (Column column : retyped) {
      throw new WarehouseException(
          "Cannot append to table "
              + table
              + ": column "
              + column.name()
              + " is "
              + IcebergTypes.column(schema.findField(column.name())).type()
              + " there and cannot"
              + " become "
              + column.type()
              + "; run with --full to build the table anew");
    }
  }

  /** Says all changes to Iceberg, which then gives new columns the ids that were promised. */
  void applyTo(UpdateSchema update, Map<String, String> docs) {
    for (Types.NestedField field : schema.columns()) {
      if (!keepsItsId(field)) {
        update.deleteColumn(field.name());
      }
    }
    for (Column column : columns) {
      PrimitiveType type = IcebergTypes.of(column.type());
      Types.NestedField field = schema.findField(column.name());
      String doc = docs.get(column.name());
      if (field == null || !keepsItsId(field)) {
        update.addColumn(column.name(), type, doc);
        continue;
      }
      if (!field.type().equals(type)) {
        update.updateColumn(column.name(), type);
      }
      if (doc != null && !doc.equals(field.doc())) {
        update.updateColumnDoc(column.name(), doc);
      }
    }
    for (int i = columns.size() - 1; i >= 0; i--) {
      update.moveFirst(columns.get(i).name());
    }
  }

  private boolean keepsItsId(Types.NestedField field) {
    return Integer.valueOf(field.fieldId()).equals(fieldIds.get(field.name()));
  }

  /** Whether values of a stored column are read rightly as values of a type. */
  private static boolean becomes(Types.NestedField field, PrimitiveType type) {
    return field.type().isPrimitiveType() && TypeUtil.isPromotionAllowed(field.type(), type);
  }
}

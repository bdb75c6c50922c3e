package dev.lodestar.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A {@link TableShape} as Calcite sees it: a scan, or the plan of its view. */
final class ShapeTable extends AbstractTable implements TranslatableTable {
  /** Marks the path of a view that stands before the table of its own name. */
  static final String GUARD = "guard";

  private final TableShape shape;

  ShapeTable(TableShape shape) {
    this.shape = shape;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return ColumnTypes.rowType(factory, shape.columns());
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    if (shape.viewSql().isEmpty()) {
      StoredTable stored =
          new StoredTable(table.getRelOptSchema(), shape.name(), table.getRowType());
      return LogicalTableScan.create(context.getCluster(), stored, context.getTableHints());
    }
    List<String> schema = List.of(shape.name().schema());
    List<String> name =
        List.of(shape.name().schema(), shape.name().name(), shape.guards() ? GUARD : "");
    RelNode plan = context.expandView(table.getRowType(), shape.viewSql().get(), schema, name).rel;
    return RelOptUtil.createCastRel(plan, table.getRowType(), true);
  }
}

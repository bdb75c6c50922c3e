package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import org.apache.calcite.plan.RelOptAbstractTable;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** A table that a plan scans. Its one name in DuckDB is {@code "schema.table"}. */
final class StoredTable extends RelOptAbstractTable {
  private final TableName table;

  StoredTable(@Nullable RelOptSchema schema, TableName table, RelDataType rowType) {
    super(schema, table.toString(), rowType);
    this.table = table;
  }

  TableName table() {
    return table;
  }
}

package dev.lodestar.sql;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlAggFunction;

/** Makes a window as another one is, but for the parts given. */
final class Windows {

  private Windows() {}

  static RexNode like(RexOver over, SqlAggFunction aggregate, RexBuilder builder) {
    RexWindow window = over.getWindow();
    return like(over, aggregate, window.partitionKeys, window.orderKeys, builder);
  }

  static RexNode like(
      RexOver over, List<RexNode> partitions, List<RexFieldCollation> order, RexBuilder builder) {
    return like(over, over.getAggOperator(), partitions, order, builder);
  }

  private static RexNode like(
      RexOver over,
      SqlAggFunction aggregate,
      List<RexNode> partitions,
      List<RexFieldCollation> order,
      RexBuilder builder) {
    RexWindow window = over.getWindow();
    boolean evenWhereFewRows = true;
    boolean nullOfNoRows = false; // the aggregate itself knows what it is of no rows
    return builder.makeOver(
        over.getType(),
        aggregate,
        over.getOperands(),
        partitions,
        ImmutableList.copyOf(order),
        window.getLowerBound(),
        window.getUpperBound(),
        window.getExclude(),
        window.isRows(),
        evenWhereFewRows,
        nullOfNoRows,
        over.isDistinct(),
        over.ignoreNulls());
  }
}

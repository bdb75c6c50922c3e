package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * From a plan to a parse tree. Used once: it numbers the tables. Public for Calcite alone, which
 * calls the visit methods by reflection.
 */
public final class PlanToSql extends RelToSqlConverter {
  private int aliases;
  private boolean lookedAtFromWithin;

  PlanToSql() {
    super(DuckDbDialect.INSTANCE);
  }

  /** Every scan has an alias of its own, so that no name of a subquery hides one outside it. */
  @Override
  public Result visit(TableScan scan) {
    String alias = alias("s");
    RelDataType row = scan.getRowType();
    SqlNode table = new SqlIdentifier(scan.getTable().getQualifiedName(), POS);
    return result(as(table, alias), List.of(Clause.FROM), alias, row, Map.of(alias, row));
  }

  @Override
  public Result visitInput(
      RelNode parent, int index, boolean anon, boolean ignoreClauses, Set<Clause> expected) {
    RelNode input = parent.getInput(index);
    boolean hasName = input instanceof TableScan || input instanceof Correlate;
    lookedAtFromWithin =
        !parent.getVariablesSet().isEmpty() && !hasName && !(parent instanceof BiRel);
    return super.visitInput(parent, index, anon, ignoreClauses, expected);
  }

  /**
   * What a correlated subquery looks at from outside is a SELECT of its own with a name, unless it
   * is a table or a join, which have theirs.
   */
  @Override
  protected Result dispatch(RelNode node) {
    boolean needsName = lookedAtFromWithin;
    lookedAtFromWithin = false;
    Result result = super.dispatch(node);
    if (!needsName) {
      return result;
    }
    String alias = alias("q");
    RelDataType row = node.getRowType();
    List<SqlNode> named = new ArrayList<>();
    named.add(result.asStatement());
    named.add(new SqlIdentifier(alias, POS));
    // Both sides of a join may have columns of one name.
    row.getFieldNames().forEach(name -> named.add(new SqlIdentifier(name, POS)));
    return result(
        SqlStdOperatorTable.AS.createCall(POS, named),
        List.of(Clause.FROM),
        alias,
        row,
        Map.of(alias, row));
  }

  private String alias(String letter) {
    aliases++;
    String alias = letter + aliases;
    aliasSet.add(alias);
    return alias;
  }

  /** A lateral join keeps its kind. */
  @Override
  public Result visit(Correlate correlate) {
    Result left =
        visitInput(correlate, 0)
            .resetAlias(correlate.getCorrelVariable(), correlate.getInput(0).getRowType());
    correlTableMap.put(correlate.getCorrelationId(), left.qualifiedContext());
    Result right = visitInput(correlate, 1);
    SqlCall named = (SqlCall) right.asFrom();
    SqlNode lateral = SqlStdOperatorTable.LATERAL.createCall(POS, named.<SqlNode>operand(0));
    boolean keepsAll = correlate.getJoinType() == JoinRelType.LEFT;
    SqlNode join =
        new SqlJoin(
            POS,
            left.asFrom(),
            SqlLiteral.createBoolean(false, POS),
            (keepsAll ? JoinType.LEFT : JoinType.INNER).symbol(POS),
            SqlStdOperatorTable.AS.createCall(POS, lateral, named.operand(1)),
            JoinConditionType.ON.symbol(POS),
            SqlLiteral.createBoolean(true, POS));
    return result(join, left, right);
  }
}

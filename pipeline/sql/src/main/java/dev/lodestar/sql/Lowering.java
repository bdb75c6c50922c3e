package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Replaces what the dialect means by what DuckDB computes, while the types are still known. A
 * shuttle keeps a stack: one plan, one shuttle.
 */
final class Lowering extends RelHomogeneousShuttle {
  private final Expressions expressions;

  private Lowering(RexBuilder builder) {
    this.expressions = new Expressions(builder);
  }

  static RelNode lower(RelNode plan) {
    return plan.accept(new Lowering(plan.getCluster().getRexBuilder()));
  }

  @Override
  public RelNode visit(RelNode node) {
    return super.visit(node).accept(expressions);
  }

  static final class Expressions extends RexShuttle {
    private final RexBuilder builder;

    Expressions(RexBuilder builder) {
      this.builder = builder;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(query);
      return visited.clone(lower(visited.rel));
    }

    @Override
    public RexNode visitCall(RexCall original) {
      RexNode visited = super.visitCall(original);
      if (!(visited instanceof RexCall call)) {
        return visited;
      }
      if (call.getOperator() instanceof DialectFunction function) {
        return function(function, call);
      }
      return switch (call.getKind()) {
        case DIVIDE -> text(call, "({0} / nullif({1}, 0))");
        case SAFE_CAST -> text(call, "TRY_CAST({0} AS " + ColumnTypes.of(call.getType()) + ")");
        case MOD -> text(call, "({0} % nullif({1}, 0))");
        default -> call;
      };
    }

    private RexNode function(DialectFunction function, RexCall call) {
      List<RexNode> operands = new ArrayList<>(call.getOperands());
      Variant variant = function.variant(operands.stream().map(RexNode::getType).toList());
      for (int i = 0; i < operands.size(); i++) {
        Parameter parameter = variant.parameter(i);
        if (parameter.isLiteral()) {
          String word = ((RexLiteral) operands.get(i)).getValueAs(String.class);
          operands.set(
              i, builder.makeLiteral(Literals.translated(parameter, String.valueOf(word))));
        }
      }
      return builder.makeCall(
          call.getType(), new DuckDbText(variant.name(), variant.text()), operands);
    }

    private RexNode text(RexCall call, String text) {
      return builder.makeCall(
          call.getType(), new DuckDbText(call.getOperator().getName(), text), call.getOperands());
    }
  }
}

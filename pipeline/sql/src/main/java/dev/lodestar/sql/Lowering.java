package dev.lodestar.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Sarg;

/**
 * Replaces what the dialect means by what DuckDB computes, while the types are still known. A
 * shuttle keeps a stack: one plan, one shuttle.
 */
final class Lowering extends RelHomogeneousShuttle {
  private final RexBuilder builder;
  private final Expressions expressions;

  private Lowering(RexBuilder builder) {
    this.builder = builder;
    this.expressions = new Expressions(builder);
  }

  static RelNode lower(RelNode plan) {
    return plan.accept(new Lowering(plan.getCluster().getRexBuilder()))
        .accept(new WindowKeys())
        .accept(new Fence());
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node).accept(expressions);
    if (visited instanceof Aggregate aggregate) {
      return aggregate.copy(
          aggregate.getTraitSet(),
          aggregate.getInput(),
          aggregate.getGroupSet(),
          aggregate.getGroupSets(),
          aggregate.getAggCallList().stream().map(call -> aggregateCall(aggregate, call)).toList());
    }
    if (visited instanceof Sort sort && sort.getInput() instanceof Project project) {
      return sorted(sort, project);
    }
    return visited instanceof Values values ? typed(values) : visited;
  }

  /** What is the same in all rows orders none, and DuckDB refuses it. */
  private static RelNode sorted(Sort sort, Project project) {
    List<RelFieldCollation> keys =
        sort.getCollation().getFieldCollations().stream()
            .filter(key -> !(project.getProjects().get(key.getFieldIndex()) instanceof RexLiteral))
            .toList();
    return keys.size() == sort.getCollation().getFieldCollations().size()
        ? sort
        : LogicalSort.create(project, RelCollations.of(keys), sort.offset, sort.fetch);
  }

  /** DuckDB takes the types of VALUES from the texts of the numbers; ours are known. */
  private RelNode typed(Values values) {
    List<RelDataTypeField> fields = values.getRowType().getFieldList();
    if (fields.stream().allMatch(field -> isPlain(values, field))) {
      return values;
    }
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : fields) {
      RexNode column = builder.makeInputRef(values, field.getIndex());
      columns.add(expressions.cast(column, field.getType()));
    }
    return LogicalProject.create(
        values, List.of(), columns, values.getRowType().getFieldNames(), java.util.Set.of());
  }

  private static boolean isPlain(Values values, RelDataTypeField field) {
    SqlTypeName type = field.getType().getSqlTypeName();
    boolean sameInDuckDb = type == SqlTypeName.INTEGER || type == SqlTypeName.BOOLEAN;
    return (sameInDuckDb || type == SqlTypeName.VARCHAR || type == SqlTypeName.DATE)
        && values.getTuples().stream().anyMatch(row -> !row.get(field.getIndex()).isNull());
  }

  private AggregateCall aggregateCall(Aggregate aggregate, AggregateCall call) {
    List<RelDataType> types =
        call.getArgList().stream()
            .map(i -> aggregate.getInput().getRowType().getFieldList().get(i).getType())
            .toList();
    SqlAggFunction lowered =
        withConstants(aggregate(call.getAggregation(), types), aggregate.getInput(), call);
    RelCollation collation = call.getCollation();
    if (lowered instanceof DuckDbAggregate duckDb
        && duckDb.dependsOnOrder()
        && collation.getFieldCollations().isEmpty()) {
      collation = RelCollations.of(call.getArgList().get(0));
    }
    return AggregateCall.create(
        call.getParserPosition(),
        lowered,
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        call.getArgList(),
        call.filterArg,
        call.distinctKeys,
        collation,
        call.getType(),
        call.getName());
  }

  /**
   * The plan has what was written out as an argument, such as the share of a percentile, in a
   * column of the input. DuckDB wants it within the call.
   */
  private static SqlAggFunction withConstants(
      SqlAggFunction function, RelNode input, AggregateCall call) {
    if (!(function instanceof DuckDbAggregate aggregate) || !(input instanceof Project project)) {
      return function;
    }
    DuckDbAggregate with = aggregate;
    for (int i = 0; i < call.getArgList().size(); i++) {
      if (aggregate.wantsConstant(i)
          && project.getProjects().get(call.getArgList().get(i)) instanceof RexLiteral literal
          && !literal.isNull()) {
        with = with.withConstant(i, literal);
      }
    }
    return with;
  }

  private static SqlAggFunction aggregate(SqlAggFunction function, List<RelDataType> types) {
    if (function instanceof DialectAggregate dialect) {
      return dialect.lowered(types);
    }
    boolean wholeNumbers = types.size() == 1 && SqlTypeUtil.isIntType(types.get(0));
    return function.getKind() == SqlKind.SUM0
        ? new DuckDbAggregate(
            function,
            "sum({0})",
            wholeNumbers ? "CAST(coalesce({0}, 0) AS BIGINT)" : "coalesce({0}, 0)")
        : function;
  }

  /** Expressions, one by one. */
  static final class Expressions extends RexShuttle {
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000);
    private static final Set<String> TRIMS = Set.of("btrim", "ltrim", "rtrim");

    /** Functions that pass over blanks around their first argument. */
    private static final Set<String> PARSERS =
        Set.of("@parse_date", "@parse_timestamp", "@parse_number");

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
    public RexNode visitOver(RexOver original) {
      RexOver over = (RexOver) super.visitOver(original);
      List<RelDataType> types = over.getOperands().stream().map(RexNode::getType).toList();
      SqlAggFunction lowered = aggregate(over.getAggOperator(), types);
      return lowered.equals(over.getAggOperator()) ? over : Windows.like(over, lowered, builder);
    }

    @Override
    public RexNode visitLiteral(RexLiteral literal) {
      RelDataType type = literal.getType();
      SqlTypeName name = type.getSqlTypeName();
      if (literal.isNull()) {
        return name == SqlTypeName.NULL
            ? literal
            : text(
                type,
                SqlTypeUtil.isInterval(type) ? "CAST(NULL AS INTERVAL)" : castOf("NULL", type));
      }
      if (literal.getValue() instanceof Sarg) {
        return literal;
      }
      if (SqlTypeUtil.isInterval(type)) {
        return interval(literal);
      }
      if (SqlTypeName.CHAR_TYPES.contains(name)) {
        return builder.makeLiteral(String.valueOf(literal.getValueAs(String.class)));
      }
      return SqlTypeName.NUMERIC_TYPES.contains(name) ? number(literal) : literal;
    }

    /** What a value is cast to before it meets anything else. */
    @Override
    public RexNode visitDynamicParam(RexDynamicParam value) {
      return text(value.getType(), castOf("$" + (value.getIndex() + 1), value.getType()));
    }

    /** DuckDB takes a number's type from its text. */
    private RexNode number(RexLiteral literal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      if (value == null || hasItsType(value, literal.getType())) {
        return literal;
      }
      return text(literal.getType(), castOf(value.toPlainString(), literal.getType()));
    }

    private static boolean hasItsType(BigDecimal value, RelDataType type) {
      return switch (type.getSqlTypeName()) {
        case INTEGER -> true;
        case BIGINT -> value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0;
        case DECIMAL ->
            value.scale() > 0
                && value.scale() == type.getScale()
                && Math.max(value.precision(), value.scale() + 1) == type.getPrecision();
        default -> false;
      };
    }

    private RexNode interval(RexLiteral literal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      if (value == null) {
        return literal;
      }
      if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
        return text(literal.getType(), "INTERVAL (" + value.toPlainString() + ") MONTH");
      }
      BigDecimal[] days = value.divideAndRemainder(DAY);
      return days[1].signum() == 0
          ? text(literal.getType(), "INTERVAL (" + days[0].toPlainString() + ") DAY")
          : text(literal.getType(), "INTERVAL (" + value.toPlainString() + ") MILLISECOND");
    }

    @Override
    public RexNode visitCall(RexCall original) {
      RexNode visited = super.visitCall(original);
      if (!(visited instanceof RexCall call)) {
        return visited;
      }
      if (call.getOperator() instanceof SpineFunction spine) {
        return builder.makeCall(
            call.getType(),
            new DuckDbText(spine.getName(), spine.variant().text()),
            call.getOperands());
      }
      if (call.getOperator() instanceof DialectFunction function) {
        return function(function, original, call);
      }
      return switch (call.getKind()) {
        case DIVIDE -> text(call, "({0} / nullif({1}, 0))");
        case MOD -> text(call, "({0} % nullif({1}, 0))");
        case TIMES -> product(call);
        case PLUS, MINUS -> moved(call);
        case MINUS_PREFIX -> negated(call);
        case CAST -> cast(call, original, false);
        case SAFE_CAST -> cast(call, original, true);
        case SIMILAR -> similar(call);
        case OR -> list(call, SqlKind.EQUALS, "({0} IN ({1*}))");
        case AND -> list(call, SqlKind.NOT_EQUALS, "({0} NOT IN ({1*}))");
        case OTHER -> call.getOperator().equals(Operators.CONCAT) ? joined(call) : call;
        default -> call;
      };
    }

    /** In GROUP BY DuckDB takes a negated number for one, and that for the place of a column. */
    private RexNode negated(RexCall call) {
      BigDecimal value =
          call.getOperands().get(0) instanceof RexLiteral literal
                  && literal.getType().getSqlTypeName() == SqlTypeName.INTEGER
              ? literal.getValueAs(BigDecimal.class)
              : null;
      return value == null ? call : builder.makeExactLiteral(value.negate(), call.getType());
    }

    private RexNode function(DialectFunction function, RexCall original, RexCall call) {
      Variant variant =
          function.variant(original.getOperands().stream().map(RexNode::getType).toList());
      List<String> words = new ArrayList<>();
      for (int i = 0; i < call.getOperands().size(); i++) {
        if (variant.parameter(i).isWord()) {
          words.add(
              String.valueOf(((RexLiteral) call.getOperands().get(i)).getValueAs(String.class)));
        }
      }
      String text =
          variant.text().startsWith("@")
              ? SpecialFunctions.text(variant.text(), words)
              : variant.text();
      List<RexNode> operands = new ArrayList<>(call.getOperands());
      if (PARSERS.contains(variant.text())) {
        operands.set(0, untrimmed(operands.get(0)));
      }
      return builder.makeCall(call.getType(), new DuckDbText(variant.name(), text), operands);
    }

    /** A product with more decimals than a decimal can have is one of doubles. */
    private RexNode product(RexCall call) {
      boolean decimals =
          call.getOperands().stream().anyMatch(operand -> SqlTypeUtil.isDecimal(operand.getType()));
      return decimals && call.getType().getSqlTypeName() == SqlTypeName.DOUBLE
          ? text(call, "(CAST({0} AS DOUBLE) * CAST({1} AS DOUBLE))")
          : call;
    }

    /** A date moved by an interval is a date still, which DuckDB makes a timestamp. */
    private RexNode moved(RexCall call) {
      if (call.getOperands().stream()
          .noneMatch(operand -> SqlTypeUtil.isInterval(operand.getType()))) {
        return call;
      }
      String sign = call.getKind() == SqlKind.PLUS ? "+" : "-";
      String moved = "({0} " + sign + " {1})";
      return switch (call.getType().getSqlTypeName()) {
        case DATE -> text(call, "CAST(" + moved + " AS DATE)");
        case TIMESTAMP -> text(call, "CAST(" + moved + " AS TIMESTAMP)");
        default -> text(call, moved);
      };
    }

    private RexNode cast(RexCall call, RexCall original, boolean orNull) {
      RelDataType from = original.getOperands().get(0).getType();
      String text = Casts.text(from.getSqlTypeName(), call.getType(), orNull);
      boolean blanksDoNotMatter =
          orNull && SqlTypeUtil.inCharFamily(from) && !SqlTypeUtil.inCharFamily(call.getType());
      return builder.makeCall(
          call.getType(),
          new DuckDbText("cast", text),
          blanksDoNotMatter ? List.of(untrimmed(call.getOperands().get(0))) : call.getOperands());
    }

    /**
     * What a trimmed text was before, for a function that passes over blanks itself; to trim takes
     * DuckDB longer than to read a number.
     */
    private static RexNode untrimmed(RexNode text) {
      boolean trimmed =
          text instanceof RexCall call
              && TRIMS.contains(call.getOperator().getName())
              && (call.getOperands().size() == 1
                  || (call.getOperands().get(1) instanceof RexLiteral blank
                      && " ".equals(blank.getValueAs(String.class))));
      return trimmed ? untrimmed(((RexCall) text).getOperands().get(0)) : text;
    }

    RexNode cast(RexNode value, RelDataType type) {
      return builder.makeCall(type, new DuckDbText("cast", castOf("{0}", type)), List.of(value));
    }

    /** A long list of values is one again, which DuckDB looks up at once. */
    private RexNode list(RexCall call, SqlKind comparison, String text) {
      List<RexNode> operands = new ArrayList<>();
      for (RexNode part : call.getOperands()) {
        if (!(part instanceof RexCall one)
            || one.getKind() != comparison
            || !isWrittenOut(one.getOperands().get(1))
            || !(operands.isEmpty() || operands.get(0).equals(one.getOperands().get(0)))) {
          return call;
        }
        if (operands.isEmpty()) {
          operands.add(one.getOperands().get(0));
        }
        operands.add(one.getOperands().get(1));
      }
      return builder.makeCall(call.getType(), new DuckDbText("list", text), operands);
    }

    private static boolean isWrittenOut(RexNode node) {
      return node instanceof RexLiteral
          || (node instanceof RexCall call
              && call.getOperands().isEmpty()
              && call.getOperator() instanceof DuckDbText);
    }

    /** Texts of other types than text must be asked for in DuckDB. */
    private RexNode joined(RexCall call) {
      List<RexNode> texts =
          call.getOperands().stream()
              .map(
                  operand ->
                      SqlTypeName.CHAR_TYPES.contains(operand.getType().getSqlTypeName())
                          ? operand
                          : cast(operand, call.getType()))
              .toList();
      return builder.makeCall(call.getType(), call.getOperator(), texts);
    }

    private RexNode similar(RexCall call) {
      String pattern =
          String.valueOf(((RexLiteral) call.getOperands().get(1)).getValueAs(String.class));
      RexNode regex = builder.makeLiteral(SimilarTo.toRegex(pattern));
      return builder.makeCall(
          call.getType(),
          new DuckDbText("similar", "regexp_full_match({0}, {1})"),
          List.of(call.getOperands().get(0), regex));
    }

    private static String castOf(String text, RelDataType type) {
      return "CAST(" + text + " AS " + ColumnTypes.of(type) + ")";
    }

    private RexNode text(RelDataType type, String text) {
      return builder.makeCall(type, new DuckDbText("literal", text), List.of());
    }

    private RexNode text(RexCall call, String text) {
      return builder.makeCall(
          call.getType(), new DuckDbText(call.getOperator().getName(), text), call.getOperands());
    }
  }
}

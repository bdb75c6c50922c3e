package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/**
 * Tables that hold what statements would group and sum up themselves. Where one of them tells the
 * same, it is read in the place of the tables it was made of.
 */
public final class Aggregates {

  /**
   * A table that may stand for others.
   *
   * @param of the tables that it was made of, and that hold what they held then
   * @param select of which it is just the result; names without a schema are of its own
   * @param rows how many it has
   */
  public record Candidate(TableShape table, Set<TableName> of, String select, LongSupplier rows) {
    public Candidate {
      of = Set.copyOf(of);
    }
  }

  private final List<Known> known;

  private Aggregates(List<Known> known) {
    this.known = known;
  }

  /**
   * Those of the candidates that hold groups; what they hold is found out when a query reads what
   * they were made of.
   *
   * @param compiler of the tables that they were made of
   */
  public static Aggregates among(List<Candidate> candidates, SqlCompiler compiler) {
    return new Aggregates(
        candidates.stream().map(candidate -> new Known(candidate, compiler)).toList());
  }

  private static final class Known {
    private final Candidate candidate;
    private final SqlCompiler compiler;
    private @Nullable Optional<SummedUp> summedUp;

    Known(Candidate candidate, SqlCompiler compiler) {
      this.candidate = candidate;
      this.compiler = compiler;
    }

    synchronized Optional<SummedUp> summedUp() {
      Optional<SummedUp> found = summedUp;
      if (found == null) {
        found = find();
        summedUp = found;
      }
      return found;
    }

    private Optional<SummedUp> find() {
      String schema = candidate.table().name().schema();
      try {
        // What a view reads may be another thing by now.
        return SqlCompiler.references(candidate.select(), schema).equals(candidate.of())
            ? SummedUp.of(candidate.table(), compiler.compile(candidate.select(), schema))
            : Optional.empty();
      } catch (SqlProblem e) {
        // It was SQL when the table was made, by an earlier version.
        return Optional.empty();
      }
    }
  }

  /**
   * A query with the same result that reads them wherever it can. Numbers that depend on the order
   * in which rows are added are never added up anew: they are read as the table holds them, or
   * computed from the rows.
   */
  public CompiledQuery in(CompiledQuery query) {
    List<Known> fitting =
        known.stream().filter(one -> query.inputs().containsAll(one.candidate.of())).toList();
    if (fitting.isEmpty() || !query.isSteady()) {
      return query;
    }
    RelNode plan = query.plan().accept(new Replace(fitting));
    return plan == query.plan()
        ? query
        : new CompiledQuery(plan, query.columns(), PlanParts.of(plan).tables(), query.parameters());
  }

  private record Answer(RelNode plan, long rows) {}

  private static final class Replace extends RelHomogeneousShuttle {
    private final List<Known> known;
    private final RexShuttle subqueries =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery inside = (RexSubQuery) super.visitSubQuery(subQuery);
            RelNode rel = inside.rel.accept(Replace.this);
            return rel == inside.rel ? inside : inside.clone(rel);
          }
        };

    Replace(List<Known> known) {
      this.known = known;
    }

    @Override
    public RelNode visit(RelNode node) {
      RelNode inside = super.visit(node).accept(subqueries);
      return inside instanceof Aggregate step ? answer(step).orElse(inside) : inside;
    }

    /** From the shortest table that tells what a step computes. */
    private Optional<RelNode> answer(Aggregate step) {
      return known.stream()
          .flatMap(
              one ->
                  one.summedUp().flatMap(table -> Regrouping.of(table, step)).stream()
                      .map(plan -> new Answer(plan, one.candidate.rows().getAsLong())))
          .min(Comparator.comparingLong(Answer::rows))
          .map(Answer::plan);
    }
  }
}

package dev.lodestar.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindow;

/**
 * Computes what windows are divided and ordered by a step earlier where DuckDB would refuse it
 * within them: what may fail, as a cast of a text, and what is another value each time.
 */
final class WindowKeys extends RelHomogeneousShuttle {
  private static final Pattern VOLATILE = Pattern.compile("\\b(error|random)\\(");

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    return visited instanceof Project project
            && project.containsOver()
            && project.getVariablesSet().isEmpty()
        ? new Moved(project).plan()
        : visited;
  }

  /** One step whose keys are columns of the step before it. */
  private static final class Moved extends RexShuttle {
    private final Project project;
    private final RexBuilder builder;
    private final Map<RexNode, Integer> columns = new LinkedHashMap<>();

    Moved(Project project) {
      this.project = project;
      this.builder = project.getCluster().getRexBuilder();
    }

    RelNode plan() {
      List<RexNode> projects = apply(project.getProjects());
      RelNode input = project.getInput();
      if (columns.isEmpty()) {
        return input instanceof Project before && isVolatile(before)
            ? project.copy(project.getTraitSet(), List.of(apart(before)))
            : project;
      }
      List<RexNode> before = new ArrayList<>(builder.identityProjects(input.getRowType()));
      before.addAll(columns.keySet());
      List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
      columns.keySet().forEach(key -> names.add("key")); // numbered where there are several
      RelNode earlier = LogicalProject.create(input, List.of(), before, names, Set.of());
      return LogicalProject.create(
          apart(earlier), project.getHints(), projects, project.getRowType(), Set.of());
    }

    /** Two steps with nothing between them would be written as one. */
    private RelNode apart(RelNode step) {
      return LogicalFilter.create(step, builder.makeLiteral(true));
    }

    @Override
    public RexNode visitOver(RexOver original) {
      RexOver over = (RexOver) super.visitOver(original);
      RexWindow window = over.getWindow();
      List<RexNode> partitions = window.partitionKeys.stream().map(this::key).toList();
      List<RexFieldCollation> order =
          window.orderKeys.stream()
              .map(key -> new RexFieldCollation(key(key.left), key.right))
              .toList();
      if (partitions.equals(window.partitionKeys) && order.equals(window.orderKeys)) {
        return over;
      }
      return Windows.like(over, partitions, order, builder);
    }

    private RexNode key(RexNode key) {
      if (!isVolatile(key)) {
        return key;
      }
      int first = project.getInput().getRowType().getFieldCount();
      Integer column = columns.computeIfAbsent(key, k -> first + columns.size());
      return builder.makeInputRef(key.getType(), column);
    }
  }

  private static boolean isVolatile(Project project) {
    return project.getProjects().stream().anyMatch(WindowKeys::isVolatile)
        || (project.getInput() instanceof Project before && isVolatile(before));
  }

  private static boolean isVolatile(RexNode key) {
    boolean[] found = {false};
    key.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |=
                call.getOperator() instanceof DuckDbText piece
                    && VOLATILE.matcher(piece.text()).find();
            return super.visitCall(call);
          }
        });
    return found[0];
  }
}

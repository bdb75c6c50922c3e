package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlScript.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.DataContexts;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.tools.FrameworkConfig;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.Planner;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A second opinion on the expressions of {@code standard.exprtest}, which use nothing but standard
 * SQL: Calcite, with its own operators and its own executor, works them out to the same values.
 */
final class CalciteAgreesTest {
  private static final Path SCRIPT =
      Path.of("src/test/resources/dev/lodestar/sql/standard.exprtest");
  private static final FrameworkConfig STANDARD =
      Frameworks.newConfigBuilder()
          .defaultSchema(CalciteSchema.createRootSchema(false).plus())
          .parserConfig(SqlParser.config().withConformance(SqlConformanceEnum.LENIENT))
          .operatorTable(
              SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                  SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL))
          .build();

  @TestFactory
  Stream<DynamicTest> standardExpressions() {
    return SqlScript.read(SCRIPT).cases().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
  }

  private static void check(Case given) throws Exception {
    String expected = given.answer().get(0);
    assertThat(value(given.sql()))
        .isEqualTo(
            expected.startsWith("'") ? expected.substring(1, expected.length() - 1) : expected);
  }

  private static String value(String sql) throws Exception {
    try (Planner planner = Frameworks.getPlanner(STANDARD)) {
      RelNode plan = planner.rel(planner.validate(planner.parse(sql))).project();
      return plan instanceof Values values
          ? written(values.getTuples().get(0).get(0))
          : written(computed((Project) plan));
    }
  }

  private static RexLiteral computed(Project project) {
    List<RexNode> reduced = new ArrayList<>();
    new RexExecutorImpl(DataContexts.EMPTY)
        .reduce(project.getCluster().getRexBuilder(), project.getProjects(), reduced);
    RexNode value = reduced.get(0);
    return (RexLiteral)
        (value instanceof RexCall cast && cast.isA(SqlKind.CAST)
            ? cast.getOperands().get(0)
            : value);
  }

  private static String written(RexLiteral literal) {
    if (literal.isNull()) {
      return "null";
    }
    return switch (literal.getTypeName()) {
      case CHAR, VARCHAR -> String.valueOf(literal.getValueAs(String.class));
      case BOOLEAN -> String.valueOf(literal.getValueAs(Boolean.class));
      case DECIMAL, DOUBLE -> String.valueOf(literal.getValueAs(java.math.BigDecimal.class));
      default -> String.valueOf(literal.getValue2());
    };
  }
}

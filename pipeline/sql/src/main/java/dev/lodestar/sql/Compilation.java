package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way from text to plan, with the views it opens. Used once, by one thread.
 */
final class Compilation implements RelOptTable.ViewExpander {
  private static final SqlValidator.Config VALIDATION =
      SqlValidator.Config.DEFAULT
          .withConformance(SqlConformanceEnum.LENIENT)
          .withDefaultNullCollation(NullCollation.LAST)
          .withIdentifierExpansion(true)
          .withTypeCoercionEnabled(true)
          .withTypeCoercionRules(SqlTypeCoercionRule.lenientInstance())
          .withTypeCoercionFactory(Coercion::new);

  private static final SqlToRelConverter.Config CONVERSION =
      SqlToRelConverter.config()
          .withExpand(false)
          .withDecorrelationEnabled(false)
          .withTrimUnusedFields(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .withRelBuilderConfigTransform(
              config ->
                  config
                      .withSimplify(false)
                      .withSimplifyValues(false)
                      .withPruneInputOfAggregate(false)
                      // A correlated subquery counts the columns of the step below it.
                      .withBloat(-1));

  private static final HepProgram REWRITES =
      new HepProgramBuilder()
          .addRuleInstance(Rewrites.JOIN_CONDITIONS)
          .addRuleInstance(Rewrites.PROJECTS)
          .addRuleInstance(CoreRules.PROJECT_REMOVE)
          .build();

  private final SqlCompiler compiler;
  private final String defaultSchema;
  private final RelOptCluster cluster;
  private final List<List<String>> openViews = new ArrayList<>();

  Compilation(SqlCompiler compiler, String defaultSchema) {
    this.compiler = compiler;
    this.defaultSchema = defaultSchema;
    this.cluster =
        NothingKnown.about(
            RelOptCluster.create(new HepPlanner(REWRITES), new RexBuilder(Types.FACTORY)));
  }

  CompiledQuery compile(String sql, ResultNames names) throws SqlProblem {
    SqlNode query = Reader.query(sql);
    Arguments.refuse(query);
    return compile(sql, query, names, List.of());
  }

  /**
   * Compiles a statement with placeholders.
   *
   * @param given the types of the values, by number, where they are known
   */
  static CompiledQuery compile(
      SqlCompiler compiler, String schema, String sql, List<Optional<ColumnType>> given)
      throws SqlProblem {
    Placeholders placeholders = Placeholders.in(sql);
    SqlNode query = Reader.query(placeholders.sql());
    List<ColumnType> types = new ArrayList<>();
    int count = Arguments.count(query, placeholders);
    if (count > 0) {
      List<Optional<ColumnType>> known =
          new ArrayList<>(given.subList(0, Math.min(count, given.size())));
      while (known.size() < count) {
        known.add(Optional.empty());
      }
      types.addAll(types(compiler, schema, placeholders, known));
      query = Arguments.typed(query, placeholders, types.stream().map(Optional::of).toList());
    }
    return new Compilation(compiler, schema).compile(sql, query, ResultNames.GIVEN, types);
  }

  /** The types that values need, told from where they stand; a text where that does not tell. */
  private static List<ColumnType> types(
      SqlCompiler compiler,
      String schema,
      Placeholders placeholders,
      List<Optional<ColumnType>> known)
      throws SqlProblem {
    if (known.stream().allMatch(Optional::isPresent)) {
      return known.stream().map(Optional::orElseThrow).toList();
    }
    List<List<Optional<ColumnType>>> tries = new ArrayList<>();
    tries.add(known);
    tries.addAll(Arguments.guesses(known));
    Refused first = null;
    for (List<Optional<ColumnType>> types : tries) {
      SqlNode query = Arguments.typed(Reader.query(placeholders.sql()), placeholders, types);
      try {
        return new Compilation(compiler, schema).argumentTypes(query, types);
      } catch (Refused refused) {
        first = first == null ? refused : first;
      }
    }
    throw Objects.requireNonNull(first).problem();
  }

  private List<ColumnType> argumentTypes(SqlNode query, List<Optional<ColumnType>> known) {
    SqlValidator validator = validator(catalog(compiler.root(), defaultSchema));
    try {
      return Arguments.types(validator.validate(query), validator, known);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw refused(e, query, defaultSchema);
    }
  }

  private CompiledQuery compile(
      String sql, SqlNode query, ResultNames names, List<ColumnType> parameters) throws SqlProblem {
    List<String> unnamed = names.inPlaceOfNone(query);
    RelRoot root;
    try {
      root = plan(query, compiler.root(), defaultSchema);
    } catch (Refused refused) {
      throw refused.problem();
    }
    RelNode plan = rewritten(root.project());
    List<Column> columns = new ArrayList<>();
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (RelDataTypeField field : root.validatedRowType.getFieldList()) {
      String name = ResultNames.nameOf(field, unnamed);
      Optional<String> twice = seen.add(name) ? numbered(name, seen, sql) : Optional.of(name);
      if (twice.isPresent() && names == ResultNames.REQUIRED) {
        throw Refused.problemAt(
            ResultNames.placeOf(query, field.getIndex()),
            "two columns of the result are called \"" + twice.get() + "\"",
            "give one of them another name: … AS other_name");
      }
      columns.add(new Column(name, columnType(query, field)));
    }
    return new CompiledQuery(plan, columns, PlanParts.of(plan).tables(), parameters);
  }

  /**
   * The name that stood twice in what a star stands for: Calcite gave the second a number, which
   * neither the statement nor a table knows.
   */
  private Optional<String> numbered(String name, Set<String> seen, String sql) {
    String plain = name.replaceFirst("\\d+$", "");
    boolean known =
        plain.equals(name)
            || !seen.contains(plain)
            || sql.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))
            || compiler.tables().stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> column.name().equalsIgnoreCase(name));
    return known ? Optional.empty() : Optional.of(plain);
  }

  /** The DuckDB SQL of a condition over the columns of a table, these named without the table. */
  String condition(String text, TableName table) throws SqlProblem {
    SqlNode condition = Reader.condition(text);
    SqlParserPos place = condition.getParserPosition();
    SqlSelect select =
        new SqlSelect(
            place,
            null,
            SqlNodeList.of(condition),
            new SqlIdentifier(List.of(table.schema(), table.name()), place),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    RelRoot root;
    try {
      ConditionProblems.check(condition);
      root = plan(select, compiler.root(), table.schema());
    } catch (Refused refused) {
      throw refused.problem();
    }
    RelDataType type = root.validatedRowType.getFieldList().get(0).getType();
    if (type.getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw Refused.problemAt(
          place,
          "this is not a condition: its type is " + DialectFunction.name(type),
          "compare it with something, as in … > 0");
    }
    if (!(root.project() instanceof Project project)
        || !(project.getInput() instanceof TableScan)) {
      throw Refused.problemAt(
          place,
          "a condition looks at one row at a time",
          "use only columns, operators and functions of one value");
    }
    return DuckDbWriter.expression(project.getProjects().get(0), project.getInput());
  }

  private static ColumnType columnType(SqlNode query, RelDataTypeField field) throws SqlProblem {
    return ColumnTypes.find(field.getType())
        .orElseThrow(
            () ->
                Refused.problemAt(
                    ResultNames.placeOf(query, field.getIndex()),
                    "column \""
                        + field.getName()
                        + "\" of the result is of type "
                        + DialectFunction.name(field.getType()),
                    "cast it to a type that a table can hold"));
  }

  /** The columns of a statement's result, told without planning it. */
  List<Column> columns(String sql) throws SqlProblem {
    SqlNode query = Reader.query(sql);
    Arguments.refuse(query);
    SqlValidator validator = validator(catalog(compiler.root(), defaultSchema));
    List<Column> columns = new ArrayList<>();
    try {
      SqlNode validated = validator.validate(query);
      Checks.run(validated, validator);
      for (RelDataTypeField field : validator.getValidatedNodeType(validated).getFieldList()) {
        columns.add(new Column(field.getName(), columnType(validated, field)));
      }
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw refused(e, query, defaultSchema).problem();
    }
    return columns;
  }

  private RelRoot plan(SqlNode query, CalciteSchema root, String schema) {
    CalciteCatalogReader catalog = catalog(root, schema);
    SqlValidator validator = validator(catalog);
    try {
      SqlNode validated = validator.validate(query);
      Checks.run(validated, validator);
      return new SqlToRelConverter(
              this, validator, catalog, cluster, StandardConvertletTable.INSTANCE, CONVERSION)
          .convertQuery(validated, false, true);
    } catch (InView e) {
      throw e.at(query);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw refused(e, query, schema);
    }
  }

  private Refused refused(Throwable thrown, SqlNode query, String schema) {
    return new Refused(
        ValidationProblems.of(
            thrown, query, compiler.tables(), schema, compiler.functionNamesHere()));
  }

  private SqlValidator validator(CalciteCatalogReader catalog) {
    return SqlValidatorUtil.newValidator(compiler.operators(), catalog, Types.FACTORY, VALIDATION);
  }

  private static CalciteCatalogReader catalog(CalciteSchema root, String schema) {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteCatalogReader(
        root, List.of(schema), Types.FACTORY, new CalciteConnectionConfigImpl(properties));
  }

  @Override
  public RelRoot expandView(
      RelDataType rowType, String sql, List<String> schemaPath, @Nullable List<String> viewPath) {
    List<String> path = Objects.requireNonNull(viewPath);
    TableName view = new TableName(path.get(0), path.get(1));
    boolean guard = path.get(2).equals(ShapeTable.GUARD);
    if (openViews.contains(path)) {
      throw new InView(view, "it reads itself", "take it out of its own SELECT");
    }
    openViews.add(path);
    try {
      RelRoot root =
          plan(Reader.query(sql), guard ? compiler.beneath() : compiler.root(), schemaPath.get(0));
      RelNode plan = root.project();
      int width = plan.getRowType().getFieldCount();
      if (width != rowType.getFieldCount()) {
        throw new InView(
            view,
            "its SELECT gives " + width + " columns, not " + rowType.getFieldCount(),
            "select as many columns as it has");
      }
      return root.withRel(plan);
    } catch (SqlProblem problem) {
      throw guard ? InView.guard(view) : new InView(view, problem);
    } catch (Refused refused) {
      throw guard ? InView.guard(view) : new InView(view, refused.problem());
    } finally {
      openViews.remove(path);
    }
  }

  private static RelNode rewritten(RelNode plan) {
    HepPlanner planner = new HepPlanner(REWRITES);
    planner.setRoot(plan);
    return planner.findBestExp();
  }
}

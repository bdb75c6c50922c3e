package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlOperatorTable;

/**
 * Compiles statements against a fixed set of tables. Immutable, and safe to share between threads.
 */
public final class SqlCompiler {

  static {
    CalciteSettings.load();
  }

  private final Map<TableName, TableShape> tables = new LinkedHashMap<>();
  private final CalciteSchema root;
  private final CalciteSchema beneath;
  private final SqlOperatorTable operators;

  /** For models: their functions depend on nothing but their arguments. */
  public SqlCompiler(Collection<TableShape> tables) {
    this(tables, List.of(), Allowed.STEADY);
  }

  /** For questions asked by people, who may also use the clock and chance: {@code current_date}. */
  public static SqlCompiler interactive(Collection<TableShape> tables) {
    return new SqlCompiler(tables, List.of(), Allowed.INTERACTIVE);
  }

  /**
   * For those who may not see everything. A statement can name {@code tables} only; those of them
   * that are {@linkplain TableShape#guard guards} read the tables beneath, and views read what the
   * statement itself could.
   */
  public static SqlCompiler guarded(Collection<TableShape> tables, Collection<TableShape> beneath) {
    return new SqlCompiler(tables, beneath, Allowed.INTERACTIVE);
  }

  private SqlCompiler(
      Collection<TableShape> tables, Collection<TableShape> beneath, SqlOperatorTable operators) {
    this.operators = operators;
    tables.forEach(table -> this.tables.put(table.name(), table));
    this.root = schema(tables);
    this.beneath = schema(beneath);
  }

  /**
   * Compiles a statement that nobody asked, which loads most of what any statement needs. To be
   * called beside the thread that will compile the first.
   */
  public static void getReady() {
    TableName table = new TableName("gold", "sales");
    List<Column> columns =
        List.of(new Column("customer", ColumnType.VARCHAR), new Column("units", ColumnType.BIGINT));
    try {
      interactive(List.of(TableShape.stored(table, columns)))
          .compileForReader(
              "SELECT customer, sum(units) AS units FROM sales WHERE units > 0"
                  + " GROUP BY customer ORDER BY units DESC LIMIT 5",
              "gold")
          .duckDb();
    } catch (SqlProblem e) {
      throw new IllegalStateException("A plain statement is refused: " + e.getMessage(), e);
    }
  }

  private static CalciteSchema schema(Collection<TableShape> tables) {
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    for (TableShape table : tables) {
      String schema = table.name().schema();
      CalciteSchema inside = root.getSubSchema(schema, true);
      (inside == null ? root.add(schema, new AbstractSchema()) : inside)
          .add(table.name().name(), new ShapeTable(table));
    }
    return root;
  }

  /**
   * Compiles one SELECT (or VALUES, or WITH … SELECT).
   *
   * @param defaultSchema where names without a schema are looked up
   */
  public CompiledQuery compile(String sql, String defaultSchema) throws SqlProblem {
    return new Compilation(this, defaultSchema).compile(sql, ResultNames.REQUIRED);
  }

  /**
   * The same for rows that are shown and not kept: columns of the result that have no name are
   * given one.
   */
  public CompiledQuery compileForReader(String sql, String defaultSchema) throws SqlProblem {
    return compileForReader(sql, defaultSchema, List.of());
  }

  /**
   * The same for a statement that is given values when it runs: {@code ?} or {@code $1} in their
   * places.
   *
   * @param types the types of the values, by number; where one is not known, the place of the value
   *     tells what it must be
   */
  public CompiledQuery compileForReader(
      String sql, String defaultSchema, List<Optional<ColumnType>> types) throws SqlProblem {
    return Compilation.compile(this, defaultSchema, sql, types);
  }

  /** The names of all functions over the rows of a group, in lower case. */
  public static Set<String> aggregates() {
    return ColumnUses.AGGREGATES;
  }

  /**
   * The columns that a statement gives, told without planning it: what a view reads is not looked
   * at.
   */
  public List<Column> columnsOf(String sql, String defaultSchema) throws SqlProblem {
    return new Compilation(this, defaultSchema).columns(sql);
  }

  /**
   * Checks a condition over the columns of one table and gives its DuckDB SQL, which names the
   * columns as they are. Positions of problems are those of the condition's own text.
   */
  public String compileCondition(String condition, List<Column> columns) throws SqlProblem {
    return Conditions.compile(condition, columns);
  }

  /**
   * A scan of a table that need not exist, as where a plan was cut: DuckDB knows it as {@code
   * "schema.table"}.
   */
  public static RelNode scan(RelOptCluster cluster, TableName table, RelDataType rowType) {
    return LogicalTableScan.create(cluster, new StoredTable(null, table, rowType), List.of());
  }

  /**
   * The tables that a statement names, told from its text alone, so before their columns are known.
   */
  public static Set<TableName> references(String sql, String defaultSchema) throws SqlProblem {
    return References.of(Reader.query(sql), defaultSchema);
  }

  /** The columns that an expression names, told from its text alone. */
  public static List<ColumnUse> columnsIn(String expression) throws SqlProblem {
    return ColumnUses.in(expression);
  }

  /** A name as a statement must write it: in double quotes where it is a reserved word. */
  public static String written(String name) {
    return name.matches("[a-z_][a-z0-9_]*")
            && !Reader.reservedWords().contains(name.toUpperCase(Locale.ROOT))
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The table that a scan in one of our plans reads. */
  public static TableName tableName(TableScan scan) {
    return scan.getTable().unwrapOrThrow(StoredTable.class).table();
  }

  /** The tables that a plan reads, those of subqueries in its expressions included. */
  public static Set<TableName> tablesIn(RelNode plan) {
    return PlanParts.of(plan).tables();
  }

  /** The names of all functions that a model may use, in lower case and in order. */
  public static SortedSet<String> functionNames() {
    return Allowed.functionNames(Allowed.STEADY);
  }

  SqlOperatorTable operators() {
    return operators;
  }

  SortedSet<String> functionNamesHere() {
    return Allowed.functionNames(operators);
  }

  CalciteSchema root() {
    return root;
  }

  /** The tables that guards read. */
  CalciteSchema beneath() {
    return beneath;
  }

  Collection<TableShape> tables() {
    return tables.values();
  }
}

package dev.lodestar.server.query;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.tables.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code EXPLAIN} gives: the DuckDB SQL that a statement becomes and the files it reads; or,
 * with {@code ANALYZE}, what DuckDB tells after running it.
 *
 * @param statement what is explained, at its place in the text
 * @param analyze whether it is run
 */
record Explanation(String statement, boolean analyze) {
  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*explain(?<analyze>\\s+analy[sz]e)?(?=[\\s(])", Pattern.CASE_INSENSITIVE);

  /** What a statement asks to explain, if it does. */
  static Optional<Explanation> askedBy(String sql) {
    Matcher explain = EXPLAIN.matcher(sql);
    if (!explain.lookingAt()) {
      return Optional.empty();
    }
    String blank = sql.substring(0, explain.end()).replaceAll("\\S", " ");
    return Optional.of(
        new Explanation(blank + sql.substring(explain.end()), explain.group("analyze") != null));
  }

  /**
   * The plan of a statement that gives the explanation.
   *
   * @param asked the tables that the statement speaks of
   */
  PlanCache.Plan of(CompiledQuery compiled, Set<TableName> asked, Catalog catalog)
      throws SqlProblem {
    if (!catalog.access().isEverything()) {
      throw problem(
          "EXPLAIN would show what is kept back from you", "ask somebody who may see everything");
    }
    if (!compiled.parameters().isEmpty()) {
      throw problem("EXPLAIN with placeholders", "write values in their places");
    }
    if (analyze) {
      return new PlanCache.Plan(
          "EXPLAIN ANALYZE " + compiled.duckDb(),
          List.of(text("part"), text("plan")),
          compiled.inputs(),
          List.of(),
          false);
    }
    List<String> lines = new ArrayList<>(compiled.duckDb().lines().toList());
    Set<TableName> inputs = new TreeSet<>(compiled.inputs());
    inputs.forEach(input -> lines.add("-- reads " + read(catalog.input(input))));
    Set<TableName> spared = new TreeSet<>(asked);
    spared.removeAll(inputs);
    if (!spared.isEmpty()) {
      inputs.removeAll(asked);
      lines.add("-- " + names(inputs) + " in the place of " + names(spared));
    }
    String rows =
        lines.stream()
            .map(line -> "(" + DuckDbNames.text(line) + ")")
            .collect(Collectors.joining(", "));
    return new PlanCache.Plan("VALUES " + rows, List.of(text("plan")), Set.of(), List.of(), true);
  }

  private static String names(Set<TableName> tables) {
    return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
  }

  private static String read(CatalogTable table) {
    if (!(table instanceof CatalogTable.Stored stored)) {
      return table.name().toString();
    }
    List<DataFile> files = stored.files().get();
    return String.format(
        Locale.ROOT,
        "%s: %,d rows, %,d bytes, %d %s, snapshot %d",
        stored.name(),
        stored.rows(),
        files.stream().mapToLong(DataFile::bytes).sum(),
        files.size(),
        files.size() == 1 ? "file" : "files",
        stored.snapshot());
  }

  private static Column text(String name) {
    return new Column(name, ColumnType.VARCHAR);
  }

  private static SqlProblem problem(String found, String advice) {
    return new SqlProblem(1, 1, "EXPLAIN".length(), found, advice);
  }
}

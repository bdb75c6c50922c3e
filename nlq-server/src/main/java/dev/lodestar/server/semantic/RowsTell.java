package dev.lodestar.server.semantic;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.Identifiers;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What rows tell of the fields of a model that it does not say itself: that a number is a yes or a
 * no, as it is 1 or 0 and nothing else, and that rows are those of whole months, as each is dated
 * by the first day of one.
 */
public final class RowsTell {
  /** Numbers of which there may be none or one. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(.*_)?(id|key|code|number|no|nr|num|count|nb|nombre|qty|quantity|quantite|rank|level"
              + "|year|annee|quarter|month|mois|week|day|jour|units|pieces|size)(_.*)?");

  private final Model model;
  private final Catalog catalog;
  private final QueryEngine engine;
  private final Set<FieldRef> used = new TreeSet<>();
  private final Set<String> levels = new TreeSet<>();

  private RowsTell(Model model, Catalog catalog, QueryEngine engine) {
    this.model = model;
    this.catalog = catalog;
    this.engine = engine;
    for (Metric metric : model.metrics()) {
      for (Formula.Aggregate aggregate : metric.formula().aggregates()) {
        used.addAll(aggregate.text().fields());
        if (metric.semiAdditive()) {
          model.base(aggregate).ifPresent(levels::add);
        }
      }
    }
    model.filters().forEach(filter -> used.addAll(filter.condition().fields()));
  }

  /** The model with what its rows tell. */
  public static Model of(Model model, Catalog catalog, QueryEngine engine)
      throws QueryFailed, IOException {
    RowsTell told = new RowsTell(model, catalog, engine);
    List<Dataset> datasets = new ArrayList<>();
    for (Dataset dataset : model.datasets()) {
      datasets.add(told.told(dataset));
    }
    return model.withDatasets(datasets);
  }

  private Dataset told(Dataset dataset) throws QueryFailed, IOException {
    List<Field> asked =
        dataset.fields().stream().filter(f -> mayBeTruth(dataset, f) || isOpenDate(f)).toList();
    if (asked.isEmpty()) {
      return dataset;
    }
    List<@Nullable Object> cells = new ArrayList<>();
    read(dataset, asked, cells);
    List<Field> fields = new ArrayList<>();
    for (Field field : dataset.fields()) {
      int at = 3 * asked.indexOf(field);
      fields.add(
          at < 0 || cells.isEmpty()
              ? field
              : told(field, cells.get(at), cells.get(at + 1), cells.get(at + 2)));
    }
    return dataset.withFields(fields);
  }

  /** From the least and the greatest value of a field, and the last day of a month that it has. */
  private static Field told(
      Field field, @Nullable Object least, @Nullable Object greatest, @Nullable Object lastDay) {
    if (field.isDate()) {
      boolean months =
          least instanceof LocalDate first
              && greatest instanceof LocalDate last
              && !first.plusMonths(2).isAfter(last)
              && number(lastDay).equals(Optional.of(1L));
      return months ? field.toldBy(Unit.MONTH) : field;
    }
    boolean truth =
        number(least).equals(Optional.of(0L)) && number(greatest).equals(Optional.of(1L));
    return truth ? field.asTruth() : field;
  }

  private static Optional<Long> number(@Nullable Object cell) {
    return cell instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
  }

  private boolean mayBeTruth(Dataset dataset, Field field) {
    boolean whole =
        field.type().kind() == ColumnType.Kind.INTEGER
            || field.type().kind() == ColumnType.Kind.BIGINT;
    return whole
        && !field.hidden()
        && !field.isTime()
        && field.aggregation().isEmpty()
        && field.measuredIn().isEmpty()
        && field.aliases().isEmpty()
        && SqlText.isColumn(field.sql(), dataset.columns())
        && !leads(dataset, SqlText.name(field.sql()))
        && !used.contains(field.ref())
        && !COUNTED.matcher(field.ref().field()).matches();
  }

  /** Whether a column is a key, or leads to one. */
  private boolean leads(Dataset dataset, String column) {
    return dataset.key().contains(column)
        || model.relationships().stream()
            .flatMap(
                r ->
                    Stream.of(
                            r.from().equals(dataset.name()) ? r.fromColumns() : List.<String>of(),
                            r.to().equals(dataset.name()) ? r.toColumns() : List.<String>of())
                        .flatMap(List::stream))
            .anyMatch(column::equals);
  }

  /** A date of which nobody said how finely it tells; a level is told of the very day. */
  private boolean isOpenDate(Field field) {
    return field.type().kind() == ColumnType.Kind.DATE
        && field.isTime()
        && field.unit().isEmpty()
        && !levels.contains(field.ref().dataset());
  }

  /** One pass over a table tells it of all its fields. */
  private void read(Dataset dataset, List<Field> fields, List<@Nullable Object> cells)
      throws QueryFailed, IOException {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String sql =
          SqlText.withColumns(fields.get(i).sql(), dataset.columns(), Identifiers::written);
      String day = fields.get(i).isDate() ? "EXTRACT(DAY FROM " + sql + ")" : sql;
      columns.add("min(" + sql + ") AS least_" + i);
      columns.add("max(" + sql + ") AS greatest_" + i);
      columns.add("max(" + day + ") AS last_" + i);
    }
    String sql =
        "SELECT "
            + String.join(", ", columns)
            + " FROM "
            + dataset.table().schema()
            + "."
            + Identifiers.written(dataset.table().name());
    try {
      engine.prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE).run(cells::addAll);
    } catch (SqlProblem e) {
      throw new IllegalStateException("Cannot read what rows tell: " + e.getMessage(), e);
    }
  }
}

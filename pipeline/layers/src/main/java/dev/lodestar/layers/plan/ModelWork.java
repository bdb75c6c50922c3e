package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fragment;
import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.layers.Fragment.Changes.Into;
import dev.lodestar.layers.Fragment.Check;
import dev.lodestar.layers.Fragment.Deletes;
import dev.lodestar.layers.Fragment.Exchange;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Input;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.layers.Work;
import dev.lodestar.layers.Work.Step;
import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.Keep;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Distribution;
import dev.lodestar.sql.DuckDbWriter;
import dev.lodestar.sql.Stage;
import dev.lodestar.sql.Stage.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a model and its distribution into fragments: the stages of the query, then rules, key and
 * files.
 */
record ModelWork(Work work, String distribution, List<String> why, boolean mayQuarantine) {
  private static final String CHECKED = "exchange.checked";

  static ModelWork of(
      CompiledModel compiled,
      Distribution distribution,
      List<Field> target,
      Function<TableName, List<Field>> fields,
      String folder,
      Quarantine quarantine,
      Optional<Deletes> deletes,
      Optional<Refresh> refresh,
      Map<String, List<String>> standing,
      int workers) {
    return new Assembly(
            compiled,
            distribution,
            target,
            fields,
            folder,
            quarantine,
            deletes,
            refresh,
            standing,
            workers)
        .assemble();
  }

  private record Assembly(
      CompiledModel compiled,
      Distribution distribution,
      List<Field> target,
      Function<TableName, List<Field>> fields,
      String folder,
      Quarantine quarantine,
      Optional<Deletes> deletes,
      Optional<Refresh> refresh,
      Map<String, List<String>> standing,
      int workers) {

    ModelWork assemble() {
      Model model = compiled.model();
      String table = model.table().toString();
      List<Step> steps = new ArrayList<>();
      Map<Integer, Stage> stages = new HashMap<>();
      for (Stage stage : distribution.stages()) {
        stages.put(stage.id(), stage);
        if (stage.exchange().isPresent()) {
          steps.add(inner(table, stage, stages));
        }
      }
      List<String> why = new ArrayList<>(distribution.why());
      Stage last = distribution.last();
      boolean keysMeet =
          model.key().isEmpty()
              || last.spread() == Spread.ONE
              || (!model.kind().hasChanges()
                  && !distribution.hashed().isEmpty()
                  && model.key().containsAll(distribution.hashed()));
      if (keysMeet) {
        steps.add(step(table, last, stages, check(last), null, write()));
      } else {
        boolean merges = model.kind().hasChanges();
        why.add(
            merges
                ? "one fragment puts the changes among the rows that are there"
                : "rows of one key meet by " + String.join(", ", model.key()));
        Exchange byKey = new Exchange(CHECKED, merges ? List.of() : model.key(), workers);
        steps.add(step(table, last, stages, check(last), byKey, null));
        steps.add(winners(table));
      }
      String word = keysMeet ? distribution.word() : "keyed";
      return new ModelWork(new Work.Build(table, steps, standing), word, why, hasQuarantine());
    }

    private Step inner(String table, Stage stage, Map<Integer, Stage> stages) {
      List<String> by = stage.exchange().map(Stage.Exchange::columns).orElse(List.of());
      Exchange exchange = new Exchange(Stage.name(stage.id()).toString(), by, workers);
      return step(table, stage, stages, null, exchange, null);
    }

    private Step step(
        String table,
        Stage stage,
        Map<Integer, Stage> stages,
        @Nullable Check check,
        @Nullable Exchange exchange,
        @Nullable Write write) {
      Set<TableName> whole = new LinkedHashSet<>(stage.whole());
      if (check != null) {
        whole.addAll(DomainSql.referenced(compiled.model()));
      }
      List<Input> inputs = new ArrayList<>();
      stage.split().forEach(t -> inputs.add(new Input(t.toString(), fields.apply(t), false)));
      whole.forEach(t -> inputs.add(new Input(t.toString(), fields.apply(t), false)));
      List<String> from = new ArrayList<>();
      for (int id : stage.from()) {
        String name = Stage.name(id).toString();
        Stage sender = stages.get(id);
        if (sender == null) {
          throw new IllegalStateException("Stage " + id + " of " + table + " comes too late");
        }
        inputs.add(new Input(name, numbered(sender.columns()), true));
        from.add(name);
      }
      Fragment fragment =
          new Fragment(
              table,
              inputs,
              DuckDbWriter.toDuckDb(stage.plan(), stage.columns()),
              stage.columns(),
              stage.isRowwise(),
              stage.id() == distribution.last().id(),
              check,
              exchange,
              write);
      String name = "Build " + table;
      return new Step(
          exchange == null ? name : name + ", part " + stage.id(),
          stage.spread(),
          stage.split().stream().map(TableName::toString).toList(),
          Stream.concat(whole.stream().map(TableName::toString), changed(write)).toList(),
          from,
          workers,
          fragment);
    }

    /** What a fragment reads of the table that it changes, and to know what changed. */
    private Stream<String> changed(@Nullable Write write) {
      if (write == null || (deletes.isEmpty() && refresh.isEmpty())) {
        return Stream.of();
      }
      Stream<String> beside = deletes.stream().map(Deletes::table);
      Stream<String> asked =
          refresh.stream()
              .flatMap(r -> r.changed().stream())
              .flatMap(c -> Stream.of(Refresh.gained(c.table()), Refresh.lost(c.table())));
      return Stream.of(Stream.of(compiled.model().table().toString()), beside, asked)
          .flatMap(names -> names);
    }

    /** The fragment that chooses among rows of one key and writes them. */
    private Step winners(String table) {
      List<Column> columns = compiled.query().columns();
      Write write = write();
      Fragment fragment =
          new Fragment(
              table,
              List.of(new Input(CHECKED, numbered(columns), true)),
              "SELECT * FROM \"" + CHECKED + "\"",
              columns,
              true,
              false,
              null,
              null,
              write);
      return new Step(
          "Build " + table,
          deletes.isPresent() ? Spread.ONE : Spread.BY_KEY,
          List.of(),
          changed(write).toList(),
          List.of(CHECKED),
          workers,
          fragment);
    }

    private boolean hasQuarantine() {
      return compiled.rules().stream().anyMatch(r -> r.otherwise() == Otherwise.QUARANTINE);
    }

    private @Nullable Check check(Stage last) {
      return compiled.rules().isEmpty()
          ? null
          : new Check(compiled.rules(), OriginQuery.of(last), quarantine);
    }

    private Write write() {
      Model model = compiled.model();
      return new Write(
          folder,
          target,
          model.key(),
          order(model),
          PartitionRefresh.parts(compiled),
          changes(model),
          refresh.orElse(null));
    }

    private @Nullable Changes changes(Model model) {
      if (deletes.isEmpty() || model.keep().isEmpty()) {
        return null;
      }
      return new Changes(
          model.kind() == Model.Kind.HISTORY ? Into.VERSIONS : Into.ONE_ROW,
          model.keep().get().column(),
          model.keep().get().columns(),
          model.known().map(ColumnName::name).orElse(null),
          first(model.keep().get()),
          compiled.deletes().orElse(""),
          deletes.get(),
          Changes.FILE_BYTES);
    }

    private static String first(Keep keep) {
      String direction = keep.order() == Keep.Order.LATEST ? " DESC" : " ASC";
      return keep.columns().stream()
          .map(c -> quoted(c) + direction + " NULLS LAST")
          .collect(Collectors.joining(", "));
    }

    /**
     * The declared order, then every column that is not in the key, so that there are no ties
     * between different rows.
     */
    private String order(Model model) {
      List<String> order = new ArrayList<>();
      model.keep().ifPresent(k -> order.add(first(k)));
      compiled.query().columns().stream()
          .map(Column::name)
          .filter(c -> !model.key().contains(c))
          .filter(c -> model.keep().map(k -> !k.columns().contains(c)).orElse(true))
          .forEach(c -> order.add(quoted(c) + " ASC NULLS LAST"));
      return String.join(", ", order);
    }

    private static List<Field> numbered(List<Column> columns) {
      List<Field> list = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        list.add(new Field(columns.get(i), i + 1));
      }
      return list;
    }

    private static String quoted(String name) {
      return "\"" + name.replace("\"", "\"\"") + "\"";
    }
  }
}

package dev.lodestar.server.catalog;

import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the author of a domain says of its tables, as its folder has it now.
 *
 * @param missing why there are no words; empty when there are
 */
public record TableWords(Map<TableName, Entry> tables, String missing) {

  /**
   * What is said of one table and of its columns.
   *
   * @param key columns in which no two rows agree; empty when nothing is said
   * @param neverNull columns of which a rule says so
   */
  record Entry(
      Text description,
      List<ColumnDoc> columns,
      List<String> key,
      List<Reference> references,
      Set<String> neverNull) {
    Entry {
      columns = List.copyOf(columns);
      key = List.copyOf(key);
      references = List.copyOf(references);
      neverNull = Set.copyOf(neverNull);
    }

    static Entry of(Model model) {
      List<Reference> references = new ArrayList<>();
      Set<String> neverNull = new HashSet<>();
      for (Expectation expectation : model.expectations()) {
        if (expectation.otherwise() == Expectation.Otherwise.WARN) {
          continue;
        }
        if (expectation.rule() instanceof Expectation.Rule.References rule) {
          references.add(new Reference(rule.column(), rule.table(), rule.target()));
        } else if (expectation.rule() instanceof Expectation.Rule.Values rule
            && rule.test() == Expectation.Rule.Test.NOT_NULL) {
          neverNull.add(rule.column());
        }
      }
      return new Entry(
          model.description(), model.columns(), model.identity(), references, neverNull);
    }
  }

  /** A column whose values, where there are any, are found in a column of another table. */
  public record Reference(String column, TableName table, String target) {}

  public TableWords {
    tables = Map.copyOf(tables);
  }

  static TableWords of(Path folder) {
    return DomainReader.read(folder, Map.of())
        .match(
            TableWords::of,
            problems ->
                new TableWords(
                    Map.of(),
                    "The domain's folder has "
                        + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                        + ", so its descriptions are missing; lodestar check shows more"));
  }

  private static TableWords of(Domain domain) {
    Map<TableName, Entry> tables = new HashMap<>();
    for (Source source : domain.sources()) {
      tables.put(
          source.table(),
          new Entry(source.description(), source.columns(), List.of(), List.of(), Set.of()));
    }
    for (Model model : domain.models()) {
      tables.put(model.table(), Entry.of(model));
    }
    return new TableWords(tables, "");
  }

  /** What a table is; {@link Text#NONE} when nothing is said. */
  public Text description(TableName table) {
    return Optional.ofNullable(tables.get(table)).map(Entry::description).orElse(Text.NONE);
  }

  /** Columns in which no two rows of a table agree; empty when nothing is said. */
  public List<String> key(TableName table) {
    return Optional.ofNullable(tables.get(table)).map(Entry::key).orElse(List.of());
  }

  /** What a table's columns refer to, as far as rows that do not are kept out. */
  public List<Reference> references(TableName table) {
    return Optional.ofNullable(tables.get(table)).map(Entry::references).orElse(List.of());
  }

  /** Whether rows without a value in a column are kept out. */
  public boolean isNeverNull(TableName table, String column) {
    return Optional.ofNullable(tables.get(table)).stream()
        .anyMatch(entry -> entry.neverNull().contains(column));
  }

  /** What is said of a column. */
  public Optional<ColumnDoc> column(TableName table, String column) {
    return Optional.ofNullable(tables.get(table)).stream()
        .flatMap(entry -> entry.columns().stream())
        .filter(doc -> doc.column().equals(column))
        .findFirst();
  }
}

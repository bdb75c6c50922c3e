package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
   * @param links what rows belong to, also where a row that breaks the rule is only reported
   * @param reads the tables that its SELECT names; empty when that cannot be told
   */
  record Entry(
      Text description,
      List<ColumnDoc> columns,
      List<String> key,
      List<Reference> references,
      Set<String> neverNull,
      Set<Link> links,
      Optional<Set<TableName>> reads) {
    Entry {
      links = Set.copyOf(links);
      columns = List.copyOf(columns);
      key = List.copyOf(key);
      references = List.copyOf(references);
      neverNull = Set.copyOf(neverNull);
    }

    static Entry of(Model model, Set<Link> modelled) {
      List<Reference> references = new ArrayList<>();
      Set<String> neverNull = new HashSet<>();
      Set<Link> links = new HashSet<>(modelled);
      for (Expectation expectation : model.expectations()) {
        if (expectation.rule() instanceof Expectation.Rule.References rule) {
          links.add(new Link(List.of(rule.column()), rule.table(), List.of(rule.target())));
        }
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
          model.description(),
          model.columns(),
          model.identity(),
          references,
          neverNull,
          links,
          tablesIn(model));
    }

    /**
     * What is said of some of its columns.
     *
     * @param all the columns of every table that can be referred to
     */
    Entry of(Set<String> some, Map<TableName, Set<String>> all) {
      return new Entry(
          description,
          columns.stream().filter(doc -> some.contains(doc.column())).toList(),
          some.containsAll(key) ? key : List.of(),
          references.stream()
              .filter(reference -> some.contains(reference.column()))
              .filter(
                  reference ->
                      all.getOrDefault(reference.table(), Set.of()).contains(reference.target()))
              .toList(),
          neverNull.stream().filter(some::contains).collect(Collectors.toSet()),
          Set.of(),
          Optional.empty());
    }

    private static Optional<Set<TableName>> tablesIn(Model model) {
      try {
        return Optional.of(SqlCompiler.references(model.sql(), model.layer().schema()));
      } catch (SqlProblem e) {
        return Optional.empty();
      }
    }
  }

  /** A column whose values, where there are any, are found in a column of another table. */
  public record Reference(String column, TableName table, String target) {}

  /** Columns whose values are found together in columns of another table. */
  record Link(List<String> columns, TableName table, List<String> targets) {
    Link {
      columns = List.copyOf(columns);
      targets = List.copyOf(targets);
    }
  }

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
    Map<TableName, Set<Link>> modelled =
        AnswerFiles.semanticOf(domain).model().map(TableWords::links).orElse(Map.of());
    for (Source source : domain.sources()) {
      tables.put(
          source.table(),
          new Entry(
              source.description(),
              source.columns(),
              List.of(),
              List.of(),
              Set.of(),
              Set.of(),
              Optional.of(Set.of())));
    }
    for (Model model : domain.models()) {
      tables.put(model.table(), Entry.of(model, modelled.getOrDefault(model.table(), Set.of())));
    }
    return new TableWords(tables, "");
  }

  /** What the datasets of a model are joined by. */
  private static Map<TableName, Set<Link>> links(SemanticModel model) {
    Map<String, TableName> sources = new HashMap<>();
    for (Dataset dataset : model.datasets()) {
      String source = dataset.source().name();
      sources.put(
          dataset.name(), TableName.parse(source.contains(".") ? source : "gold." + source));
    }
    Map<TableName, Set<Link>> links = new HashMap<>();
    for (Relationship relationship : model.relationships()) {
      TableName from = sources.get(relationship.from().name());
      TableName to = sources.get(relationship.to().name());
      if (from != null && to != null) {
        links
            .computeIfAbsent(from, name -> new HashSet<>())
            .add(
                new Link(
                    relationship.fromColumns().stream().map(ColumnName::name).toList(),
                    to,
                    relationship.toColumns().stream().map(ColumnName::name).toList()));
      }
    }
    return links;
  }

  /** The same of some tables and of some of their columns. */
  TableWords of(Collection<CatalogTable> some) {
    Map<TableName, Set<String>> columns = new HashMap<>();
    for (CatalogTable table : some) {
      columns.put(
          table.name(), table.columns().stream().map(Column::name).collect(Collectors.toSet()));
    }
    Map<TableName, Entry> left = new HashMap<>();
    columns.forEach(
        (table, names) -> {
          Entry entry = tables.get(table);
          if (entry != null) {
            left.put(table, entry.of(names, columns));
          }
        });
    return new TableWords(left, missing);
  }

  /** What the rows of a table belong to. */
  Set<Link> links(TableName table) {
    return Optional.ofNullable(tables.get(table)).map(Entry::links).orElse(Set.of());
  }

  /** The tables that a table is made from; empty when that is not known. */
  Optional<Set<TableName>> reads(TableName table) {
    return Optional.ofNullable(tables.get(table)).flatMap(Entry::reads);
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

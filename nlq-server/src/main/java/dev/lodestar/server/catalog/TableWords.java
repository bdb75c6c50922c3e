package dev.lodestar.server.catalog;

import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the author of a domain says of its tables, as its folder has it now.
 *
 * @param missing why there are no words; empty when there are
 */
public record TableWords(Map<TableName, Entry> tables, String missing) {

  /** What is said of one table and of its columns. */
  record Entry(Text description, List<ColumnDoc> columns) {
    Entry {
      columns = List.copyOf(columns);
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
    for (Source source : domain.sources()) {
      tables.put(source.table(), new Entry(source.description(), source.columns()));
    }
    for (Model model : domain.models()) {
      tables.put(model.table(), new Entry(model.description(), model.columns()));
    }
    return new TableWords(tables, "");
  }

  /** What a table is; {@link Text#NONE} when nothing is said. */
  public Text description(TableName table) {
    return Optional.ofNullable(tables.get(table)).map(Entry::description).orElse(Text.NONE);
  }

  /** What is said of a column. */
  public Optional<ColumnDoc> column(TableName table, String column) {
    return Optional.ofNullable(tables.get(table)).stream()
        .flatMap(entry -> entry.columns().stream())
        .filter(doc -> doc.column().equals(column))
        .findFirst();
  }
}

package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Text;
import java.util.List;
import java.util.Optional;

/**
 * A fact or a dimension.
 *
 * @param source the table behind it: {@code gold.dim_customers}
 * @param grain what a row stands for
 * @param time the field that tells when a row happened, unless a question says another
 * @param shownAs the field by which a row is called, as the name of a customer
 * @param countedBy the field that tells things apart where several rows stand for one, as the
 *     number of a customer who has a row for each version
 */
public record Dataset(
    String name,
    ColumnName source,
    List<ColumnName> primaryKey,
    List<List<ColumnName>> uniqueKeys,
    Optional<String> description,
    AiContext ai,
    List<Field> fields,
    List<Extension> others,
    Naming naming,
    Text grain,
    Optional<ColumnName> time,
    Optional<ColumnName> shownAs,
    Optional<ColumnName> countedBy,
    Position at) {

  public Dataset {
    primaryKey = List.copyOf(primaryKey);
    uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    fields = List.copyOf(fields);
    others = List.copyOf(others);
  }

  public Optional<Field> field(String field) {
    return fields.stream().filter(f -> f.name().equals(field)).findFirst();
  }
}

package dev.lodestar.server.semantic;

import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fact or a dimension.
 *
 * @param key columns of the table that tell its rows apart
 * @param columns all columns of the table
 * @param time the field that tells when a row happened, unless a question says another
 * @param shownAs the field by which a row is called
 * @param countedBy the field that tells things apart, where several rows may stand for one
 */
public record Dataset(
    String name,
    TableName table,
    Names names,
    List<String> key,
    List<String> columns,
    List<Field> fields,
    Optional<String> time,
    Optional<String> shownAs,
    Optional<String> countedBy) {

  public Dataset {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
  }

  Dataset withAliasesOf(Map<FieldRef, List<String>> values) {
    return new Dataset(
        name,
        table,
        names,
        key,
        columns,
        fields.stream()
            .map(field -> field.withAliasesOf(values.getOrDefault(field.ref(), List.of())))
            .toList(),
        time,
        shownAs,
        countedBy);
  }

  Dataset withFields(List<Field> others) {
    return new Dataset(name, table, names, key, columns, others, time, shownAs, countedBy);
  }

  public Optional<Field> field(String field) {
    return fields.stream().filter(f -> f.ref().field().equals(field)).findFirst();
  }
}

package dev.lodestar.tables;

import dev.lodestar.spec.Partition.Unit;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;

/**
 * Our partitions as Iceberg's, and back. Iceberg numbers years, months and days from 1970; files
 * tell the first day.
 */
final class Partitioning {
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

  private Partitioning() {}

  static PartitionSpec spec(Schema schema, List<PartitionField> by) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (PartitionField field : by) {
      switch (field.unit()) {
        case VALUE -> spec.identity(field.column());
        case YEAR -> spec.year(field.column());
        case MONTH -> spec.month(field.column());
        case DAY -> spec.day(field.column());
      }
    }
    return spec.build();
  }

  /** Whether a table is partitioned like this, its columns going by their ids. */
  static boolean is(PartitionSpec spec, List<PartitionField> by, Map<String, Integer> ids) {
    return spec.fields().stream()
        .map(f -> f.sourceId() + " " + f.transform())
        .toList()
        .equals(by.stream().map(f -> ids.get(f.column()) + " " + transform(f.unit())).toList());
  }

  /** Takes away how a table is partitioned; afterwards its columns may change. */
  static void clear(Transaction transaction) {
    UpdatePartitionSpec update = transaction.updateSpec();
    transaction.table().spec().fields().forEach(field -> update.removeField(field.name()));
    update.commit();
  }

  static void declare(Transaction transaction, List<PartitionField> by) {
    UpdatePartitionSpec update = transaction.updateSpec();
    by.forEach(field -> update.addField(term(field)));
    update.commit();
  }

  private static Term term(PartitionField field) {
    return switch (field.unit()) {
      case VALUE -> Expressions.ref(field.column());
      case YEAR -> Expressions.year(field.column());
      case MONTH -> Expressions.month(field.column());
      case DAY -> Expressions.day(field.column());
    };
  }

  private static String transform(Unit unit) {
    return unit == Unit.VALUE ? "identity" : unit.name().toLowerCase(Locale.ROOT);
  }

  /** The partition of a file. */
  static PartitionData values(PartitionSpec spec, DataFile file) {
    PartitionData data = new PartitionData(spec.partitionType());
    List<PartitionField> fields = fields(spec);
    for (int i = 0; i < fields.size(); i++) {
      PartitionField field = fields.get(i);
      String text = file.partition().get(field.toString());
      if (text != null) {
        data.set(i, value(field.unit(), data.getType(i), text));
      }
    }
    return data;
  }

  private static Object value(Unit unit, Type type, String text) {
    return switch (unit) {
      case VALUE ->
          Bounds.value(type, text)
              .orElseThrow(
                  () ->
                      new WarehouseException(
                          "Cannot make a partition for the value " + text + " of type " + type));
      case YEAR -> (int) ChronoUnit.YEARS.between(FIRST, LocalDate.parse(text));
      case MONTH -> (int) ChronoUnit.MONTHS.between(FIRST, LocalDate.parse(text));
      case DAY -> (int) ChronoUnit.DAYS.between(FIRST, LocalDate.parse(text));
    };
  }

  /** The partition of a file that a table has. */
  static Map<String, String> texts(PartitionSpec spec, StructLike partition) {
    Map<String, String> texts = new HashMap<>();
    List<PartitionField> fields = fields(spec);
    for (int i = 0; i < fields.size(); i++) {
      PartitionField field = fields.get(i);
      Type type = spec.partitionType().fields().get(i).type();
      Optional.ofNullable(partition.get(i, Object.class))
          .ifPresent(value -> texts.put(field.toString(), text(field.unit(), type, value)));
    }
    return texts;
  }

  private static String text(Unit unit, Type type, Object value) {
    return switch (unit) {
      case VALUE -> Bounds.text(type, value);
      case YEAR -> FIRST.plusYears((int) value).toString();
      case MONTH -> FIRST.plusMonths((int) value).toString();
      case DAY -> FIRST.plusDays((int) value).toString();
    };
  }

  /** Whether we could write a file of such a table; another program may have partitioned it. */
  static boolean isOurs(PartitionSpec spec) {
    return fields(spec).size() == spec.fields().size();
  }

  /** How a table is partitioned; none in ways that are not ours. */
  static List<PartitionField> fields(PartitionSpec spec) {
    List<PartitionField> fields = new ArrayList<>();
    for (org.apache.iceberg.PartitionField field : spec.fields()) {
      for (Unit unit : Unit.values()) {
        if (transform(unit).equals(field.transform().toString())) {
          fields.add(new PartitionField(unit, spec.schema().findColumnName(field.sourceId())));
        }
      }
    }
    return fields.size() == spec.fields().size() ? fields : List.of();
  }
}

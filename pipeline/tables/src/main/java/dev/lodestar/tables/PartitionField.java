package dev.lodestar.tables;

import dev.lodestar.spec.Partition;
import dev.lodestar.spec.Partition.Unit;
import java.util.Locale;

/** Rows that agree in this lie in files of their own: all of a column's value, or its time. */
public record PartitionField(Unit unit, String column) {

  public static PartitionField of(Partition declared) {
    return new PartitionField(declared.unit(), declared.column());
  }

  /** What it is called: {@code month(sold_on)}, or the column's name. */
  @Override
  public String toString() {
    return unit == Unit.VALUE ? column : unit.name().toLowerCase(Locale.ROOT) + "(" + column + ")";
  }
}

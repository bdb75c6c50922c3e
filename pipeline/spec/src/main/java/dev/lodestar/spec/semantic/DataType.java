package dev.lodestar.spec.semantic;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Ossie's types of values; their names are as they stand in files. */
public enum DataType {
  STRING("String"),
  INTEGER("Integer"),
  DECIMAL("Decimal"),
  FLOAT("Float"),
  BOOLEAN("Boolean"),
  DATE("Date"),
  TIME("Time"),
  DATE_TIME("DateTime"),
  DATE_TIME_TZ("DateTimeTz"),
  OPAQUE("Opaque");

  static final Map<String, DataType> BY_NAME =
      Arrays.stream(values())
          .collect(TreeMap::new, (map, type) -> map.put(type.text, type), TreeMap::putAll);

  private final String text;

  DataType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether a value is a time, unless a field says that it is not used as one. */
  public boolean isTime() {
    return this == DATE || this == TIME || this == DATE_TIME || this == DATE_TIME_TZ;
  }
}

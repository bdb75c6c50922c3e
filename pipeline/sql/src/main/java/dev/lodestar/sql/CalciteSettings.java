package dev.lodestar.sql;

import java.nio.charset.StandardCharsets;
import org.apache.calcite.config.CalciteSystemProperty;

/**
 * What Calcite reads once, when its classes load, and what Lodestar needs it to read: text is
 * Unicode. Every class of this room that touches Calcite first calls {@link #load}.
 */
final class CalciteSettings {

  static {
    System.setProperty("calcite.default.charset", StandardCharsets.UTF_8.name());
    System.setProperty("calcite.default.nationalcharset", StandardCharsets.UTF_8.name());
    System.setProperty("calcite.default.collation.name", StandardCharsets.UTF_8.name() + "$en_US");
    String charset = CalciteSystemProperty.DEFAULT_CHARSET.value();
    if (!StandardCharsets.UTF_8.name().equals(charset)) {
      throw new IllegalStateException(
          "Calcite was loaded before Lodestar and reads text as "
              + charset
              + "; use dev.lodestar.sql first");
    }
  }

  private CalciteSettings() {}

  /** Does its work by being called: the class is initialised. */
  static void load() {}
}

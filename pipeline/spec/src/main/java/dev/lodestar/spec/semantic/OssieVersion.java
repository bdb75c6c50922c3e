package dev.lodestar.spec.semantic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The versions of Ossie that are understood. */
public enum OssieVersion {
  V0_1_1("0.1.1"),
  V0_2_0_DEV0("0.2.0.dev0");

  static final Map<String, OssieVersion> BY_NAME = byName();

  private static final List<String> DIALECTS =
      List.of("ANSI_SQL", "SNOWFLAKE", "MDX", "TABLEAU", "DATABRICKS", "MAQL");

  private final String text;

  OssieVersion(String text) {
    this.text = text;
  }

  /** As it stands in the file. */
  public String text() {
    return text;
  }

  /** The languages of expressions that this version names. */
  List<String> dialects() {
    if (this == V0_1_1) {
      return DIALECTS;
    }
    List<String> more = new ArrayList<>(DIALECTS);
    more.add("BIGQUERY");
    return more;
  }

  /** Whether it takes types of fields, and extensions of any vendor. */
  boolean isOpen() {
    return this != V0_1_1;
  }

  private static Map<String, OssieVersion> byName() {
    Map<String, OssieVersion> names = new TreeMap<>();
    for (OssieVersion version : values()) {
      names.put(version.text, version);
    }
    return Collections.unmodifiableMap(names);
  }
}

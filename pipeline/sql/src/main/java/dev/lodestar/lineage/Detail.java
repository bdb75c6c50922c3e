package dev.lodestar.lineage;

/** How much of each table a picture shows. */
public enum Detail {
  /** The columns that belong to the part. */
  COLUMNS,
  /** The name alone. */
  TABLES
}

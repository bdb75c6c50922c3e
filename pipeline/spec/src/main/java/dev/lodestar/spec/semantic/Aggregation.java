package dev.lodestar.spec.semantic;

/** How many values become one. */
public enum Aggregation {
  SUM,
  AVERAGE,
  MIN,
  MAX,
  COUNT,
  COUNT_DISTINCT,
  NONE
}

package dev.lodestar.spec.semantic;

/** Over what the values of a measure may be added up. */
public enum Additivity {
  /** Over everything, as amounts. */
  ADDITIVE,
  /** Over everything but time, of which the last value counts, as levels of stock. */
  SEMI_ADDITIVE,
  /** Over nothing, as ratios and distinct counts. */
  NON_ADDITIVE
}

package dev.lodestar.lineage;

/** Which way lineage is followed. */
public enum Direction {
  /** To what something is made from. */
  UP,
  /** To what is made from it. */
  DOWN
}

package dev.lodestar.tables;

/** The tables, releases and runs of one domain, in one folder or bucket prefix. */
public final class Warehouse {
  private Warehouse() {}
}

package dev.lodestar.server.pgwire;

import dev.lodestar.spec.Column;

/** A column of an answer. */
record Field(String name, PgType type, int modifier) {

  static Field of(Column column) {
    return new Field(column.name(), PgType.of(column.type()), PgType.modifier(column.type()));
  }

  static Field text(String name) {
    return new Field(name, PgType.TEXT, -1);
  }
}

package dev.lodestar.tables;

import dev.lodestar.spec.ColumnType;

/** A column as a table keeps it: the field id says which column it is, whatever its name. */
public record TableColumn(String name, ColumnType type, int fieldId) {}

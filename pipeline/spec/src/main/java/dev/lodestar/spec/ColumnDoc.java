package dev.lodestar.spec;

/** What the author says of a column: what it means and in which unit it is measured. */
public record ColumnDoc(String column, Text description, String unit, Position at) {}

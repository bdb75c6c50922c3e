package dev.lodestar.spec;

/** A column that a file names. */
public record ColumnName(String name, Position at) {}

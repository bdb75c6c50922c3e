package dev.lodestar.spec;

import java.io.Serializable;

/** A column of a table: its name and type. Every column may be null. */
public record Column(String name, ColumnType type) implements Serializable {}

package dev.lodestar.sql;

import dev.lodestar.spec.TableName;

/** A column of a stored table that a result was made from. */
public record Origin(TableName table, String column) {}

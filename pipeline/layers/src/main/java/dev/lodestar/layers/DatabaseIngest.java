package dev.lodestar.layers;

import dev.lodestar.spec.DatabaseTable;
import java.io.Serializable;

/**
 * What it takes to bring rows of a database into a bronze table. The address is carried as it is
 * written, so that what the environment says of it is known only where it is read.
 *
 * @param ingest the table, with one layout, which is that of the rows
 * @param condition of SQL that the rows must meet
 * @param partition the column to share out by, quoted; empty for none
 */
public record DatabaseIngest(
    FileIngest ingest, DatabaseTable database, String condition, String partition)
    implements Serializable {}

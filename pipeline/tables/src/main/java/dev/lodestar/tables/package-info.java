/**
 * Where tables are kept: Iceberg tables in a warehouse, commits that happen once, releases that
 * readers see whole, and the ledger of runs.
 *
 * <p>Start at {@link dev.lodestar.tables.Warehouse}. Data files are written by others (DuckDB, in
 * whatever worker); here they are only named, counted and committed, always from the launching
 * process, never from a worker.
 *
 * <p>This room knows nothing of Beam, SQL or models.
 */
@NullMarked
package dev.lodestar.tables;

import org.jspecify.annotations.NullMarked;

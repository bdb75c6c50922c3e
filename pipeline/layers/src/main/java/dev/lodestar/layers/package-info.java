/**
 * Bronze, silver and gold as Beam transforms over files.
 *
 * <p>An element is never a row. It is a {@link dev.lodestar.layers.Parcel}: names of files that a
 * fragment has to read, or a slice of a file that crosses an exchange. What happens to the rows in
 * it is one SQL {@link dev.lodestar.layers.Fragment}, run by the one DuckDB of the worker ({@link
 * dev.lodestar.layers.DuckDb}). What a fragment leaves behind are Parquet files, and what it
 * reports of them is a {@link dev.lodestar.layers.Written}.
 *
 * <p>Start at {@link dev.lodestar.layers.BuildTables}, which lays out the pipeline of a whole run.
 * This room knows Beam, but no runner, and commits nothing.
 */
@NullMarked
package dev.lodestar.layers;

import org.jspecify.annotations.NullMarked;

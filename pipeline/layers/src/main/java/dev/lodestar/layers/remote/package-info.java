/**
 * Files that are not on this machine: listed, and copied whole or in part.
 *
 * <p>Start at {@link dev.lodestar.layers.remote.S3Files}. DuckDB could read S3 by an extension of
 * its own, which it would have to download; so bytes come through Java, by Amazon's SDK with the
 * HTTP client of the JDK. Beam's and Iceberg's modules for S3 bring several times as many jars and
 * know nothing of files that DuckDB is to read. None of these classes is loaded before a source is
 * in S3.
 *
 * <p>This room knows no sources, no formats and no DuckDB.
 */
@NullMarked
package dev.lodestar.layers.remote;

import org.jspecify.annotations.NullMarked;

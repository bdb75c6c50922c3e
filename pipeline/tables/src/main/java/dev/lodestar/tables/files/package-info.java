/**
 * Files wherever they are: on a disk of this machine, or in S3.
 *
 * <p>DuckDB could read S3 by an extension of its own, which it would have to download; so bytes
 * come and go through Java, by Amazon's SDK with the HTTP client of the JDK, and DuckDB sees local
 * files only. Start at {@link dev.lodestar.tables.files.HeldFiles}, by which files are read, {@link
 * dev.lodestar.tables.files.NewFiles}, by which they are written, and {@link
 * dev.lodestar.tables.files.S3Files}, which speaks to the server. Beam's and Iceberg's modules for
 * S3 bring several times as many jars and know nothing of files that DuckDB is to read.
 *
 * <p>No class of Amazon's is loaded before an address begins with {@code s3://}. This room knows
 * nothing of tables, formats and DuckDB.
 */
@NullMarked
package dev.lodestar.tables.files;

import org.jspecify.annotations.NullMarked;

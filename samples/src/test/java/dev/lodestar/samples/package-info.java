/**
 * The sample domains, run as a user runs them and compared with oracles: plain DuckDB scripts over
 * the raw files, kept beside the tests and written without a look at the models.
 */
@NullMarked
package dev.lodestar.samples;

import org.jspecify.annotations.NullMarked;

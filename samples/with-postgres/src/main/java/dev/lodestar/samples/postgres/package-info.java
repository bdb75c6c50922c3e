/**
 * A PostgreSQL for as long as one command runs, for samples that read a database and machines that
 * have none. {@link dev.lodestar.samples.postgres.WithPostgres} is all there is.
 *
 * <p>This room knows nothing of domains, and nothing of the product stands on it.
 */
@NullMarked
package dev.lodestar.samples.postgres;

import org.jspecify.annotations.NullMarked;

/**
 * What there is to query: the release of a domain as tables.
 *
 * <p>Start at {@link dev.lodestar.server.catalog.ServedDomain}, which gives the {@link
 * dev.lodestar.server.catalog.Catalog} of the current release or of an earlier one. A catalogue
 * never changes: whoever holds one sees the tables of one release, whole, whatever is released
 * meanwhile.
 *
 * <p>This room opens no data file and runs no query.
 */
@NullMarked
package dev.lodestar.server.catalog;

import org.jspecify.annotations.NullMarked;

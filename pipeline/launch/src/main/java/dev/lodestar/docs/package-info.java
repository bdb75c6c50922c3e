/**
 * A domain as a static site: its tables, columns, rules and lineage, and what its last runs found.
 *
 * <p>Start at {@link dev.lodestar.docs.Site}. A page is a class ({@code TablePage}, …) that makes
 * {@code Html}; all that comes from a domain or a warehouse goes through {@code Html}, which
 * escapes it. {@code Phrase} has the words of the site itself, in English and French. {@code
 * Results} is what the warehouse remembers, if there is one.
 *
 * <p>The site is files that open from a disk: no server, nothing fetched, no scripts but its own,
 * which its pages' own policy makes sure of. This room knows no engine and runs nothing.
 */
@NullMarked
package dev.lodestar.docs;

import org.jspecify.annotations.NullMarked;

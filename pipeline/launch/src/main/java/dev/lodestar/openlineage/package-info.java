/**
 * What runs do, told to others as OpenLineage events.
 *
 * <p>{@link dev.lodestar.openlineage.LineageEvents} hears how a run goes and makes events of it:
 * one job for the run, one for each table that it makes, and one for what its rules found. {@code
 * Delivery} hands them to a {@code Target} (console, file or HTTP) behind the run's back: whatever
 * becomes of an event, the run is neither stopped nor held up by it, and one warning tells of it.
 *
 * <p>Events are made of the classes of openlineage-java. How they are sent is ours, in a hundred
 * lines: the library's ways bring eight megabytes of others along.
 */
@NullMarked
package dev.lodestar.openlineage;

import org.jspecify.annotations.NullMarked;

/**
 * How fast Lodestar is beside its rivals: one job, the same rows out, side by side.
 *
 * <p>{@link dev.lodestar.bench.Bench} makes the data, starts each {@link
 * dev.lodestar.bench.Contender} as a process of its own, compares what they wrote, and tells what
 * it cost. {@link dev.lodestar.bench.SparkJob} and {@link dev.lodestar.bench.DuckDbJob} do by hand
 * what Lodestar does from the domain in {@code bench/domain}.
 *
 * <p>This room starts Lodestar by its command line and knows none of its classes.
 */
@NullMarked
package dev.lodestar.bench;

import org.jspecify.annotations.NullMarked;

/**
 * Apache Flink as an engine: embedded in this process, or a cluster named by {@code --flinkMaster},
 * or the cluster that {@code flink run} was pointed at.
 *
 * <p>Start at {@link dev.lodestar.flink.FlinkEngine}. Only this room has Flink on its class path.
 */
@NullMarked
package dev.lodestar.flink;

import org.jspecify.annotations.NullMarked;

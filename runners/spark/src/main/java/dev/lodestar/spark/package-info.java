/**
 * Apache Spark as an engine: in this process, or a cluster named by {@code --sparkMaster}, or the
 * one that {@code spark-submit} was pointed at.
 *
 * <p>Start at {@link dev.lodestar.spark.SparkEngine}. Only this room has Spark on its class path.
 */
@NullMarked
package dev.lodestar.spark;

import org.jspecify.annotations.NullMarked;

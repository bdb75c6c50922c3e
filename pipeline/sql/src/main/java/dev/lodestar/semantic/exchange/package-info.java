/**
 * Semantic models of other makers, read as one of ours and written from one.
 *
 * <p>Start at {@link dev.lodestar.semantic.exchange.Import}, which tells the format of a file and
 * holds what it says against the gold tables. {@link dev.lodestar.semantic.exchange.MetricView} is
 * Databricks', {@link dev.lodestar.semantic.exchange.CortexModel} Snowflake's, {@link
 * dev.lodestar.semantic.exchange.GenieSpace} what Genie calls a serialized space. What a format
 * says and a model of ours has no place for travels with the model as a {@link
 * dev.lodestar.semantic.exchange.Residue}, so that the way back loses nothing.
 */
@NullMarked
package dev.lodestar.semantic.exchange;

import org.jspecify.annotations.NullMarked;

/**
 * Questions that the parser gives up on, drafted by a language model and checked like any other;
 * and what it remarks about rows, if it may see them.
 *
 * <p>Start at {@link dev.lodestar.server.drafting.Drafts}: a {@link
 * dev.lodestar.server.drafting.Drafter} writes a logical query as JSON, {@link
 * dev.lodestar.server.drafting.QueryReader} reads it against the semantic model, the planner checks
 * it, and problems are handed back a few times. {@link dev.lodestar.server.drafting.Remarks} do the
 * same with sentences about an answer, whose numbers are looked up by {@link
 * dev.lodestar.server.drafting.Figures}. What a model is told is decided by {@link
 * dev.lodestar.server.drafting.Egress} and noted by {@link
 * dev.lodestar.server.drafting.NotedDrafter} before it is told.
 *
 * <p>Only {@link dev.lodestar.server.drafting.ChatDrafter} knows how models are reached; nothing of
 * it is loaded where none is configured. What a model writes is never run: it can only choose among
 * the names of a model that the asker may see.
 */
@NullMarked
package dev.lodestar.server.drafting;

import org.jspecify.annotations.NullMarked;

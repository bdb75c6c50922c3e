/**
 * Decides what a run does, before it does anything: which files are new, which models are out of
 * date, how each is spread over workers, and why.
 *
 * <p>{@link dev.lodestar.layers.plan.DomainSql} understands the SQL of a whole domain, {@link
 * dev.lodestar.layers.plan.Planner} compares the domain with its warehouse and makes a {@link
 * dev.lodestar.layers.plan.RunPlan}. The plan is data: it is printed as it is, and carried out as
 * it is.
 */
@NullMarked
package dev.lodestar.layers.plan;

import org.jspecify.annotations.NullMarked;

/**
 * What every engine must show, as tests that the modules beside this one inherit.
 *
 * <p>An engine brings some hundred jars of its own to the class path. {@link
 * dev.lodestar.contract.EngineContract} proves that Beam, DuckDB, Iceberg and Calcite work among
 * them. This room is used by tests only.
 */
@NullMarked
package dev.lodestar.contract;

import org.jspecify.annotations.NullMarked;

/**
 * The one SQL of Lodestar: Calcite understands it, DuckDB runs it.
 *
 * <p>{@link dev.lodestar.sql.SqlCompiler} parses a statement, checks it against known tables and an
 * explicit list of functions, and gives back a {@link dev.lodestar.sql.CompiledQuery}: its plan,
 * the names and types of its columns, the tables it reads, and the DuckDB SQL that computes it.
 * What is wrong with it is a {@link dev.lodestar.sql.SqlProblem} with line, column and advice.
 *
 * <p>This room knows nothing of Beam, Iceberg or files, and never runs a query.
 */
@NullMarked
package dev.lodestar.sql;

import org.jspecify.annotations.NullMarked;

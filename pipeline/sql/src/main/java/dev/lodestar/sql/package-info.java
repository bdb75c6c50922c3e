/**
 * The one SQL of Lodestar: Calcite understands it, DuckDB runs it.
 *
 * <p>{@link dev.lodestar.sql.SqlCompiler} parses a statement, checks it against known tables and an
 * explicit list of functions, and gives back a {@link dev.lodestar.sql.CompiledQuery}: its plan,
 * the names and types of its columns, the tables it reads, and the DuckDB SQL that computes it.
 * What is wrong with it is a {@link dev.lodestar.sql.SqlProblem} with line, column and advice.
 *
 * <p>The way of a statement: {@code Reader} and {@code Normalise} give a parse tree in the words of
 * the dialect, {@code Compilation} a validated plan with its views opened, {@code Lowering} a plan
 * of what DuckDB computes, {@code PlanToSql} its SQL. The functions stand in {@code functions.txt}
 * and {@code aggregates.txt}, a line each; {@code ValidationProblems} and {@code SyntaxProblems}
 * say in our words what Calcite says in its own.
 *
 * <p>This room knows nothing of Beam, Iceberg or files, and never runs a query.
 */
@NullMarked
package dev.lodestar.sql;

import org.jspecify.annotations.NullMarked;

/**
 * Where the columns of a domain come from, and what depends on them.
 *
 * <p>{@link dev.lodestar.lineage.LineageGraph} knows for every column which columns of the tables
 * before it its values are made from, and for every table what decides which rows it has. What is
 * asked about is a {@link dev.lodestar.lineage.Subject}, and all that hangs together with it a
 * {@link dev.lodestar.lineage.Part} of the graph. A part is shown as text ({@link
 * dev.lodestar.lineage.LineageTree}), as data ({@link dev.lodestar.lineage.LineageData}), for
 * Mermaid, and as a picture: {@code Layout} finds a place for every table, {@link
 * dev.lodestar.lineage.LineagePicture} draws it.
 *
 * <p>This room knows what a domain says, and nothing of warehouses, runs or command lines. Views
 * are tables here like others: what reads a view comes from the view.
 */
@NullMarked
package dev.lodestar.lineage;

import org.jspecify.annotations.NullMarked;

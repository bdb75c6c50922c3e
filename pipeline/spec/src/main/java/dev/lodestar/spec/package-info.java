/**
 * What a domain is: its sources, its models, what must hold of them, and what they mean.
 *
 * <p>A domain is data: YAML files and SQL models in one folder. {@link
 * dev.lodestar.spec.DomainReader} reads the folder and returns either a {@link
 * dev.lodestar.spec.Domain} or the whole list of {@link dev.lodestar.spec.Problem problems}, each
 * pointing at a file, a line and a column.
 *
 * <p>This room knows nothing of SQL engines, Beam or Iceberg: the text of a model is carried along
 * unread. The rooms that build tables and the room that answers questions all start here.
 */
@NullMarked
package dev.lodestar.spec;

import org.jspecify.annotations.NullMarked;

/**
 * The semantic model of a domain: what its gold tables mean in the words of people.
 *
 * <p>The file is Apache Ossie YAML. {@link dev.lodestar.spec.semantic.OssieReader} reads it into
 * {@link dev.lodestar.spec.semantic.Ossie}, {@link dev.lodestar.spec.semantic.OssieWriter} writes
 * it back without loss. What Ossie has no place for stands in extensions of the vendor {@code
 * LODESTAR}, whose JSON is read with the same eyes, {@code Extensions}, as the YAML around it.
 *
 * <p>This room knows no SQL: expressions are carried along unread.
 */
@NullMarked
package dev.lodestar.spec.semantic;

import org.jspecify.annotations.NullMarked;

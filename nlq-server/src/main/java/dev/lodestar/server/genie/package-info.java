/**
 * Questions and answers in the words of Databricks' Genie API: spaces, conversations, messages,
 * attachments. A space is a domain.
 *
 * <p>Start at {@link dev.lodestar.server.genie.Genie}, which has a method for every address. What a
 * message asks in the light of those before it is told by {@link dev.lodestar.server.genie.Talk};
 * the answer comes from {@code answer}, its rows by the {@link
 * dev.lodestar.server.genie.StatementRoad} of whoever serves, and all is kept by {@code
 * conversation}.
 *
 * <p>Callers who may see the same share an {@link dev.lodestar.server.answer.Asker}; what they are
 * told of the domain's files is what {@link dev.lodestar.server.genie.SeenFiles} leaves.
 *
 * <p>This room knows nothing of HTTP: it takes and gives JSON, and is told who calls.
 */
@NullMarked
package dev.lodestar.server.genie;

import org.jspecify.annotations.NullMarked;

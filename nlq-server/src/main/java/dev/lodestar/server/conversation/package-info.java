/**
 * What has been asked and answered, kept beside the catalogue of a domain, so that it outlives the
 * server. {@link dev.lodestar.server.conversation.Conversations} is the door.
 *
 * <p>This room knows nothing of HTTP and does not look into answers: to it they are texts.
 */
@NullMarked
package dev.lodestar.server.conversation;

import org.jspecify.annotations.NullMarked;

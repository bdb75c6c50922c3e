package dev.lodestar.server.conversation;

/**
 * A question with what came of it.
 *
 * @param language its code, where the asker gave one; else empty
 * @param outcome the answer as JSON; empty until there is one
 * @param error why it failed; else empty
 * @param rating what the asker thinks of the answer; empty when nothing was said
 * @param ratingComment and why
 */
public record Message(
    String id,
    String conversation,
    String content,
    String language,
    State state,
    String outcome,
    String error,
    String rating,
    String ratingComment,
    long created,
    long updated) {

  /** How far it is. */
  public enum State {
    ASKED,
    ENDED,
    FAILED
  }
}

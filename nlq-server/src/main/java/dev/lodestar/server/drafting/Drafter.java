package dev.lodestar.server.drafting;

/** Whoever writes down, as JSON of {@code query.schema.json}, what a question means. */
interface Drafter {

  /**
   * Writes a draft.
   *
   * @param instructions what can be asked, and how to write it down
   * @param request the question, and what was wrong with earlier drafts
   */
  String draft(String instructions, String request) throws CannotDraft;

  /** No draft came. */
  final class CannotDraft extends Exception {
    private static final long serialVersionUID = 1L;

    CannotDraft(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

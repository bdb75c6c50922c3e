package dev.lodestar.server.drafting;

/** Whoever writes down, as JSON of a schema, what is asked of it. */
interface Drafter {

  /**
   * Writes a draft.
   *
   * @param instructions what is to be written, and how
   * @param request what about, and what was wrong with earlier drafts
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

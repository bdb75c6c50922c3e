package dev.lodestar.server.drafting;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has a language model draft, as often as its problems are told to it: what it is told is noted
 * before.
 */
final class NotedDrafter {
  private final LanguageModel called;
  private final String form;
  private final AuditLog audit;
  private @Nullable Drafter drafter;

  /** Gets ready; the model is not reached yet. */
  NotedDrafter(LanguageModel called, String form) {
    this.called = called;
    this.form = form;
    this.audit = new AuditLog(called.audit(), Clock.systemUTC());
  }

  /**
   * Has a draft written.
   *
   * @param kinds of things that stand in the request
   * @param problems of the last draft
   */
  String draft(List<String> kinds, String instructions, String request, List<String> problems)
      throws Drafter.CannotDraft, IOException {
    List<String> told = new ArrayList<>(kinds);
    StringBuilder all = new StringBuilder(request);
    if (!problems.isEmpty()) {
      told.add("problems");
      all.append("\n\nYour last ").append(form).append(" was refused:");
      problems.forEach(problem -> all.append("\n- ").append(problem));
    }
    audit.telling(called, told, instructions.length() + all.length());
    return drafter().draft(instructions, all.toString());
  }

  /** Only now are the classes loaded that reach models. */
  private synchronized Drafter drafter() {
    Drafter known = drafter;
    if (known == null) {
      known = new ChatDrafter(called, form);
      drafter = known;
    }
    return known;
  }
}

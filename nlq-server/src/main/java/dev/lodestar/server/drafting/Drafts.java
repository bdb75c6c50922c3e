package dev.lodestar.server.drafting;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Planner;
import dev.lodestar.server.question.Interpretation;
import dev.lodestar.server.question.Restatement;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a language model say what a question means, and believes it only as far as that can be. */
public final class Drafts {
  private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

  /** A first draft, and two after its problems were told. */
  private static final int ATTEMPTS = 3;

  private static final int LONGEST = 2000;

  private final LanguageModel called;
  private final Model model;
  private final Map<FieldRef, List<String>> values;
  private final String instructions;
  private final NotedDrafter drafter;
  private final Check check;

  private Drafts(
      LanguageModel called,
      Model model,
      Map<FieldRef, List<String>> values,
      LocalDate today,
      Check check) {
    this.called = called;
    this.check = check;
    this.model = model;
    this.values = Map.copyOf(values);
    this.instructions = Instructions.of(model, values, today, called.egress());
    this.drafter = new NotedDrafter(called, "query");
  }

  /**
   * Gets ready; no model is reached yet.
   *
   * @param model what the asker may see
   * @param values of its fields
   * @param check of statements, against the tables that the asker may see
   */
  public static Drafts by(
      LanguageModel called,
      Model model,
      Map<FieldRef, List<String>> values,
      LocalDate today,
      Check check) {
    return new Drafts(called, model, values, today, check);
  }

  /** Whether a statement can be run. */
  public interface Check {
    /** What is wrong with it; empty when nothing is. */
    Optional<String> problem(String sql);
  }

  /** What came of asking. */
  public record Drafted(Optional<Interpretation.Reading> reading, String note) {}

  /** Whether the model is asked even where the parser understood. */
  public boolean always() {
    return called.always();
  }

  /** Which model drafts. */
  public String name() {
    return called.model();
  }

  /** Asks the model; when nothing comes of it, the note says why. */
  public Drafted draft(String question, Language language) {
    if (question.length() > LONGEST) {
      return new Drafted(Optional.empty(), "");
    }
    List<String> problems = List.of();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      QueryReader.Read read;
      try {
        read = QueryReader.read(written(question, problems), model, values);
      } catch (Drafter.CannotDraft | IOException e) {
        LOG.warn("No draft: {}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return new Drafted(
            Optional.empty(),
            language.say(
                "The language model " + called.model() + " gave no answer.",
                "Le modèle de langage " + called.model() + " n'a pas répondu."));
      }
      if (!read.answerable()) {
        return new Drafted(
            Optional.empty(),
            language.say(
                "The language model " + called.model() + " found no answer either.",
                "Le modèle de langage " + called.model() + " n'a pas trouvé de réponse non plus."));
      }
      problems = new ArrayList<>(read.problems());
      if (read.query().isPresent()) {
        try {
          Interpretation.Reading reading = reading(read.query().get(), language);
          Optional<String> wrong = check.problem(reading.planned().sql());
          if (wrong.isEmpty()) {
            return new Drafted(Optional.of(reading), "");
          }
          problems.add(wrong.get());
        } catch (CannotPlan e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
    LOG.info("Drafts of {} were refused: {}", called.model(), problems);
    return new Drafted(
        Optional.empty(),
        language.say(
            "What the language model " + called.model() + " wrote did not fit the data.",
            "Ce que le modèle de langage "
                + called.model()
                + " a écrit ne convient pas aux"
                + " données."));
  }

  private String written(String question, List<String> problems)
      throws Drafter.CannotDraft, IOException {
    List<String> kinds = new ArrayList<>(List.of("question", "names"));
    if (called.egress().covers(Egress.VALUES)) {
      kinds.add("values");
    }
    return drafter.draft(kinds, instructions, "Question: " + question, problems);
  }

  private Interpretation.Reading reading(LogicalQuery query, Language language) throws CannotPlan {
    return new Interpretation.Reading(
        language,
        query,
        new Planner(model).plan(query),
        new Restatement(model, language).of(query),
        List.of());
  }
}

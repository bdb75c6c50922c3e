package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Planned;
import java.util.List;
import java.util.function.Function;

/** What a question turned out to mean. */
public sealed interface Interpretation {

  /** A query that can be run, said again in words, and what was taken for granted. */
  record Reading(
      Language language, LogicalQuery query, Planned planned, String words, List<Note> notes) {
    public Reading {
      notes = List.copyOf(notes);
    }
  }

  record Understood(Reading reading) implements Interpretation {
    @Override
    public <T> T match(
        Function<Understood, T> understood,
        Function<Ambiguous, T> ambiguous,
        Function<Told, T> told,
        Function<Refused, T> refused) {
      return understood.apply(this);
    }
  }

  /** Several things may be meant; the asker must choose. */
  record Ambiguous(Language language, List<Reading> readings) implements Interpretation {
    public Ambiguous {
      readings = List.copyOf(readings);
    }

    @Override
    public <T> T match(
        Function<Understood, T> understood,
        Function<Ambiguous, T> ambiguous,
        Function<Told, T> told,
        Function<Refused, T> refused) {
      return ambiguous.apply(this);
    }
  }

  /** The model tells it, and no rows. */
  record Told(Language language, About about) implements Interpretation {
    @Override
    public <T> T match(
        Function<Understood, T> understood,
        Function<Ambiguous, T> ambiguous,
        Function<Told, T> told,
        Function<Refused, T> refused) {
      return told.apply(this);
    }
  }

  /**
   * Nothing was understood that could be answered.
   *
   * @param why in the asker's language
   * @param words those that were not understood
   * @param closest names and values that are near to them
   * @param nearest questions that can be answered, with most of the words
   */
  record Refused(
      Language language, String why, List<String> words, List<String> closest, List<String> nearest)
      implements Interpretation {
    public Refused {
      words = List.copyOf(words);
      closest = List.copyOf(closest);
      nearest = List.copyOf(nearest);
    }

    Refused(Language language, String why) {
      this(language, why, List.of(), List.of(), List.of());
    }

    @Override
    public <T> T match(
        Function<Understood, T> understood,
        Function<Ambiguous, T> ambiguous,
        Function<Told, T> told,
        Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }

  <T> T match(
      Function<Understood, T> understood,
      Function<Ambiguous, T> ambiguous,
      Function<Told, T> told,
      Function<Refused, T> refused);
}

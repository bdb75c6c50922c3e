package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Chart;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Planned;
import dev.lodestar.server.planner.Planner;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a question may mean: of the rows of phrases that account for its words, those that
 * make a query that can be planned, and of these the likeliest.
 */
final class Readings {
  private static final int MOST_CHOICES = 4;
  private static final int REPAIR = 20;
  private static final int OPEN_ROLE = 3;
  private static final int MOST_COVERS = 400;

  private final Model model;
  private final LocalDate today;
  private final Planner planner;
  private final Doers doers;
  private final Units measuredIn;
  private final Grammar grammar;

  Readings(Model model, LocalDate today, Units measuredIn) {
    this.model = model;
    this.today = today;
    this.planner = new Planner(model);
    this.doers = new Doers(model);
    this.measuredIn = measuredIn;
    this.grammar = new QuestionGrammar(model, new Scales(model), new Ages(today)).grammar();
  }

  /**
   * The words of a question, one way to take them.
   *
   * @param asked the pieces of all its words
   * @param phrases what they make, perhaps without some of them
   * @param passing what it costs to pass over each of those; negative where none may be
   * @param apart phrases that were taken out of their midst
   * @param cost what speaks against it beside the phrases
   */
  record Tried(
      List<Piece> asked,
      List<Piece> phrases,
      int[] passing,
      List<Note> repairs,
      List<Part> apart,
      int cost) {
    /** The same, with other costs of passing over words. */
    Tried passing(int[] other) {
      return new Tried(asked, phrases, other, repairs, apart, cost);
    }

    /** The same with some phrases, which stand beside the rest. */
    Tried beside(Tried rest, List<Part> phrases, int more) {
      return new Tried(asked, rest.phrases, rest.passing, repairs, phrases, cost + more);
    }
  }

  /** The words as they were written, or with slips mended. */
  Tried tried(Recognition.Known known, List<Note> repairs) {
    int[] passing = known.passing();
    List<Piece> phrases =
        Chart.parse(grammar, passing.length, known.pieces()).pieces(QuestionGrammar.PART);
    return new Tried(known.pieces(), phrases, passing, repairs, List.of(), REPAIR * repairs.size());
  }

  private record Candidate(LogicalQuery query, List<Note> notes, int cost) {}

  /** What a question may mean, or why that cannot be had; nothing where its words do not fit. */
  Optional<Interpretation> of(Language language, List<Tried> tried, Optional<LogicalQuery> before) {
    Search search = new Search(before);
    tried.forEach(search::look);
    return search.found(language);
  }

  /** What a question means at no more than a cost. */
  List<Interpretation.Reading> within(Language language, Tried tried, int most) {
    Search search = new Search(Optional.empty());
    search.best = most;
    search.look(tried);
    return search
        .found(language)
        .map(
            read ->
                read.match(
                    u -> List.of(u.reading()),
                    Interpretation.Ambiguous::readings,
                    t -> List.<Interpretation.Reading>of(),
                    r -> List.<Interpretation.Reading>of()))
        .orElse(List.of());
  }

  private final class Search {
    private final Optional<LogicalQuery> before;
    private final Map<LogicalQuery, Candidate> found = new LinkedHashMap<>();
    private final Map<LogicalQuery, Planned> plans = new LinkedHashMap<>();
    private final Unplanned unplanned = new Unplanned();
    private int best = Integer.MAX_VALUE;
    private Optional<About> about = Optional.empty();
    private boolean nothingAsked;
    private boolean nobodyTold;
    private Optional<Doers.Wrong> notDone = Optional.empty();

    Search(Optional<LogicalQuery> before) {
      this.before = before;
    }

    void look(Tried tried) {
      List<Piece> pieces = tried.asked();
      Covers covers = new Covers(tried.phrases(), tried.passing());
      Set<List<Part>> seen = new LinkedHashSet<>();
      Reach reach = new Reach(model, pieces, before.isPresent());
      OwnFields own = new OwnFields(model, pieces);
      Who who = new Who(model, pieces);
      Undone undone = new Undone(pieces);
      WhichOnes whichOnes = new WhichOnes(model, pieces);
      Set<String> stated = Units.stated(pieces);
      for (int tries = 0; tries < MOST_COVERS; tries++) {
        Covers.Cover cover = covers.next();
        if (cover == null || cover.cost() + tried.cost() > best) {
          break;
        }
        List<Part> all = plus(cover.parts(), tried.apart());
        if (all.stream().anyMatch(part -> part instanceof Part.OfModel)) {
          about(all, cover.cost() + tried.cost());
          continue;
        }
        nothingAsked |= all.isEmpty();
        if (cover.parts().isEmpty() || !reach.allows(all) || !seen.add(all)) {
          continue;
        }
        Optional<Doers.Wrong> wrong = doers.wrong(all);
        if (wrong.isPresent()) {
          notDone = notDone.or(() -> wrong);
          continue;
        }
        Optional<List<Part>> parts = own.in(all);
        if (parts.isEmpty()) {
          continue;
        }
        for (Assembly.Assembled assembled : assembled(parts.get(), before)) {
          if (!reach.allows(all, assembled.query())
              || !measuredIn.allow(stated, assembled.query())
              || !undone.allows(assembled.query())
              || !whichOnes.allows(assembled.query())) {
            continue;
          }
          if (!who.allows(assembled.query())) {
            nobodyTold = true;
            continue;
          }
          List<Note> notes = new ArrayList<>(tried.repairs());
          notes.addAll(assembled.notes());
          plan(assembled.query(), notes, cover.cost() + assembled.cost() + tried.cost());
        }
      }
    }

    /** What is asked of the model stands alone. */
    private void about(List<Part> parts, int cost) {
      if (parts.size() == 1 && cost < best) {
        about = Optional.of(((Part.OfModel) parts.get(0)).about());
        best = cost;
      }
    }

    private void plan(LogicalQuery assembled, List<Note> notes, int said) {
      List<LogicalQuery> settled = roles(assembled, 0);
      // Naming the part that something plays goes before leaving it open.
      int cost = settled.size() > 1 ? said + OPEN_ROLE : said;
      for (LogicalQuery query : settled) {
        if (Contradictions.isTwice(query) || Contradictions.hasAndHasNot(query)) {
          continue;
        }
        try {
          Planned planned = planner.plan(query);
          plans.put(query, planned);
          about = cost < best ? Optional.empty() : about;
          best = Math.min(best, cost);
          found.merge(
              query, new Candidate(query, notes, cost), (a, b) -> a.cost() <= b.cost() ? a : b);
        } catch (CannotPlan e) {
          unplanned.add(query, cost, e);
          if (e.reason().isOfWhatIsMeant()) {
            best = Math.min(best, cost);
          }
        }
      }
    }

    Optional<Interpretation> found(Language language) {
      if (about.isPresent()) {
        return about.map(of -> new Interpretation.Told(language, of));
      }
      List<Candidate> cheapest =
          preferred(
              found.values().stream()
                  .filter(c -> c.cost() == best && unplanned.allows(c.query(), c.cost()))
                  .toList());
      return cheapest.isEmpty()
          ? why(language)
              .<Interpretation>map(why -> new Interpretation.Refused(language, why))
              .or(() -> nothingAsked ? Optional.of(greeted(language)) : Optional.empty())
          : Optional.of(told(language, cheapest));
    }

    /** Who says hello, or nothing that can be asked, is told what can. */
    private Interpretation greeted(Language language) {
      return new Interpretation.Told(language, new About.Everything());
    }

    /** Why nothing that can be had was found, where there is more to say than that. */
    private Optional<String> why(Language language) {
      Optional<CannotPlan> problem = unplanned.why();
      if (problem.isPresent()) {
        return problem.map(known -> Refusals.say(model, language, known));
      }
      return notDone
          .map(wrong -> doers.refusal(wrong, language))
          .or(() -> nobodyTold ? Optional.of(Who.refusal(model, language)) : Optional.empty());
    }

    private Interpretation told(Language language, List<Candidate> cheapest) {
      Restatement restatement = new Restatement(model, language);
      List<Interpretation.Reading> readings = new ArrayList<>();
      for (Candidate candidate : cheapest) {
        readings.add(
            new Interpretation.Reading(
                language,
                candidate.query(),
                Optional.ofNullable(plans.get(candidate.query())).orElseThrow(),
                restatement.of(candidate.query()),
                candidate.notes()));
      }
      return readings.size() == 1
          ? new Interpretation.Understood(readings.get(0))
          : new Interpretation.Ambiguous(
              language, readings.subList(0, Math.min(readings.size(), MOST_CHOICES)));
    }
  }

  private static List<Part> plus(List<Part> parts, List<Part> apart) {
    if (apart.isEmpty()) {
      return parts;
    }
    List<Part> all = new ArrayList<>(parts);
    all.addAll(apart);
    return List.copyOf(all);
  }

  private List<Assembly.Assembled> assembled(List<Part> parts, Optional<LogicalQuery> before) {
    List<Assembly.Assembled> all =
        before.isPresent()
            ? FollowUp.of(model, today, before.get(), parts)
            : Assembly.of(model, today, parts);
    NamedMeasures named = new NamedMeasures(model);
    UpToToday upToToday = new UpToToday(model, today);
    return all.stream()
        .map(upToToday::in)
        .map(a -> new Assembly.Assembled(named.in(a.query()), a.notes(), a.cost()))
        .toList();
  }

  /** Where a thing is named both in the rows that are measured and beside them, the former. */
  private List<Candidate> preferred(List<Candidate> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    Map<LogicalQuery, Integer> joins = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      joins.put(candidate.query(), Preferences.distance(model, candidate.query()));
    }
    return Preferences.sameButNearer(
        model,
        plainFirst(
            Preferences.keysFirst(
                model,
                Preferences.ofOneDataset(
                    model, Preferences.ownFirst(candidates, Candidate::query), Candidate::query),
                Candidate::query)),
        Candidate::query,
        joins);
  }

  /** Of a value that several fields have, the one that is called plainly what others qualify. */
  private List<Candidate> plainFirst(List<Candidate> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    Map<Candidate, List<Note>> more = new LinkedHashMap<>();
    Set<Candidate> dropped = new LinkedHashSet<>();
    for (Candidate far : candidates) {
      for (Candidate near : candidates) {
        Optional<Note.PlainMeant> told = Preferences.plain(model, near.query(), far.query());
        if (told.isPresent()) {
          dropped.add(far);
          more.computeIfAbsent(near, c -> new ArrayList<>()).add(told.get());
        }
      }
    }
    return candidates.stream()
        .filter(c -> !dropped.contains(c))
        .map(c -> new Candidate(c.query(), told(c.notes(), more.get(c)), c.cost()))
        .toList();
  }

  /** The notes with one more for the fields that are not meant. */
  private static List<Note> told(List<Note> notes, @Nullable List<Note> more) {
    if (more == null) {
      return notes;
    }
    List<FieldRef> others = new ArrayList<>();
    more.forEach(note -> others.addAll(((Note.PlainMeant) note).others()));
    List<Note> all = new ArrayList<>(notes);
    all.add(
        new Note.PlainMeant(
            ((Note.PlainMeant) more.get(0)).plain(), others.stream().distinct().toList()));
    return all;
  }

  /** The query with every role settled that may be meant. */
  private List<LogicalQuery> roles(LogicalQuery query, int depth) {
    try {
      planner.plan(query);
      return List.of(query);
    } catch (CannotPlan e) {
      if (e.reason() != CannotPlan.Reason.ROLE || depth > 3) {
        return List.of(query);
      }
      List<LogicalQuery> settled = new ArrayList<>();
      for (String role : e.names()) {
        Roles.in(model, query, role).ifPresent(q -> settled.addAll(roles(q, depth + 1)));
      }
      return settled.isEmpty() ? List.of(query) : settled;
    }
  }
}

package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.semantic.exchange.GenieSpace;
import dev.lodestar.server.answer.Difference;
import dev.lodestar.server.answer.Evaluation;
import dev.lodestar.server.answer.Evaluation.Outcome;
import dev.lodestar.server.answer.Evaluation.Result;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.answers.Question;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the questions of a domain, one run after the other, and judges the answers. */
final class EvalRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvalRuns.class);
  private static final String STATUS = "eval_run_status";
  private static final String RESULTS = "results";

  private final Clock clock;
  private final ExecutorService thread;
  private final Map<String, Run> open = new ConcurrentHashMap<>();
  private volatile boolean closing;

  EvalRuns(Clock clock) {
    this.clock = clock;
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    one.allowCoreThreadTimeOut(true);
    this.thread = one;
  }

  /** A run that has not ended. */
  private static final class Run {
    private final String id;
    private final Caller caller;
    private final Space space;
    private final long created;
    private final int questions;
    private final List<ObjectNode> results = new ArrayList<>();
    private String status = "NOT_STARTED";

    Run(String id, Caller caller, Space space, long created, int questions) {
      this.id = id;
      this.caller = caller;
      this.space = space;
      this.created = created;
      this.questions = questions;
    }

    synchronized void status(String word) {
      status = word;
    }

    synchronized void add(ObjectNode result) {
      results.add(result);
    }

    synchronized ObjectNode json(long now) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("eval_run_id", id);
      json.put(STATUS, status);
      json.put("created_timestamp", created);
      json.put("last_updated_timestamp", now);
      json.put("num_questions", questions);
      json.put("num_done", results.size());
      json.put("num_correct", count("GOOD"));
      json.put("num_needs_review", count("NEEDS_REVIEW"));
      json.put("run_by_user", 0L);
      ArrayNode list = json.putArray(RESULTS);
      results.forEach(list::add);
      return json;
    }

    boolean belongsTo(Caller other, Space of) {
      return space == of && caller.name().equals(other.name());
    }

    private long count(String assessment) {
      return results.stream()
          .filter(result -> assessment.equals(result.path("assessment").asText()))
          .count();
    }
  }

  /**
   * Begins a run.
   *
   * @param ids of the wordings that are to be asked; all of them unless given
   */
  ObjectNode start(Caller caller, Space space, Set<String> ids)
      throws GenieProblem, QueryFailed, IOException {
    space.released(caller);
    List<Question> questions = new ArrayList<>();
    int count = 0;
    for (Question question : space.files(caller).questions()) {
      List<String> own = ids(question);
      int asked = (int) own.stream().filter(id -> ids.isEmpty() || ids.contains(id)).count();
      if (asked > 0) {
        questions.add(question);
        count += asked;
      }
    }
    if (questions.isEmpty()) {
      throw GenieProblem.notReady(
          "There is nothing to ask: the domain has no questions.yaml, or none of its questions has"
              + " such an id");
    }
    Run run = new Run(Conversations.newId(), caller, space, clock.millis(), count);
    open.put(run.id, run);
    thread.execute(() -> carryOut(run, questions, ids));
    return summary(run.json(clock.millis()));
  }

  private void carryOut(Run run, List<Question> questions, Set<String> ids) {
    run.status("RUNNING");
    try {
      Space.Open opened = run.space.open(run.caller);
      for (Question question : questions) {
        if (closing) {
          run.status("EVALUATION_CANCELLED");
          break;
        }
        for (Result result :
            Evaluation.of(
                opened.asker().unaided(),
                opened.catalog(),
                run.space.engine(),
                List.of(question))) {
          ObjectNode json = json(run.space.id(), result);
          String id = json.path("benchmark_question_id").asText();
          if (ids.isEmpty() || ids.contains(id)) {
            run.add(json);
          }
        }
      }
      if (!closing) {
        run.status("DONE");
      }
    } catch (GenieProblem | QueryFailed | ModelProblem | IOException | RuntimeException e) {
      LOG.error("Cannot evaluate {}", run.space.id(), e);
      run.status("EVALUATION_FAILED");
    }
    run.space
        .conversations()
        .orElseThrow()
        .keepEvaluation(run.caller.name(), run.id, run.json(clock.millis()).toString());
    open.remove(run.id);
  }

  private static ObjectNode json(String space, Result result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("result_id", Conversations.newId());
    json.put("space_id", space);
    json.put("benchmark_question_id", id(result.language(), result.question()));
    json.put("question", result.question());
    json.put("benchmark_answer", result.right());
    json.put("status", "DONE");
    json.put(STATUS, "DONE");
    json.put("created_by_user", 0L);
    json.put("assessment", assessment(result));
    ArrayNode reasons = json.putArray("assessment_reasons");
    if (!result.isGood()) {
      reasons(result).forEach(reasons::add);
    }
    json.put("manual_assessment", false);
    response(json.putArray("expected_response"), result.right(), word(result.expected()));
    response(json.putArray("actual_response"), result.sql(), result.why());
    ObjectNode ours = json.putObject("lodestar");
    ours.put("language", result.language().code());
    ours.put("expected", word(result.expected()));
    ours.put("outcome", word(result.outcome()));
    return json;
  }

  private static void response(ArrayNode responses, String sql, String text) {
    responses
        .addObject()
        .put("response", sql.isEmpty() ? text : sql)
        .put("response_type", sql.isEmpty() ? "TEXT" : "SQL");
  }

  /** A question back where an answer was expected is for somebody to look at. */
  private static String assessment(Result result) {
    if (result.isGood()) {
      return "GOOD";
    }
    return result.expected() == Question.Expect.ANSWERED && result.outcome() == Outcome.ASKED_BACK
        ? "NEEDS_REVIEW"
        : "BAD";
  }

  /** Why, in Genie's words; no rows at all where nothing was answered. */
  private static List<String> reasons(Result result) {
    return result.outcome() == Outcome.WRONG
        ? result.differences().stream().map(EvalRuns::word).toList()
        : List.of(word(Difference.NO_ROWS));
  }

  private static String word(Difference difference) {
    return switch (difference) {
      case NO_ROWS -> "EMPTY_RESULT";
      case ROWS_FOR_NONE -> "EMPTY_GOOD_SQL";
      case MISSING_COLUMNS -> "RESULT_MISSING_COLUMNS";
      case EXTRA_COLUMNS -> "RESULT_EXTRA_COLUMNS";
      case MISSING_ROWS -> "RESULT_MISSING_ROWS";
      case EXTRA_ROWS -> "RESULT_EXTRA_ROWS";
      case SINGLE_CELL -> "SINGLE_CELL_DIFFERENCE";
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The ids of all that is asked with a question, its wordings and what follows each. */
  private static List<String> ids(Question question) {
    List<String> ids = new ArrayList<>();
    for (Language language : Language.values()) {
      for (String wording : question.ask().in(language.code())) {
        ids.add(id(language, wording));
        for (Question next : question.then()) {
          List<String> wordings = next.ask().in(language.code());
          if (wordings.isEmpty()) {
            break;
          }
          ids.add(id(language, "+ " + wordings.get(0)));
        }
      }
    }
    return ids;
  }

  /** The same for the same words: 32 hexadecimal digits. */
  static String id(Language language, String wording) {
    return GenieSpace.id(language.code(), wording);
  }

  /** A caller's runs, those that have not ended before the others. */
  List<ObjectNode> runs(Caller caller, Space space, Genie.Slice slice) {
    Map<String, ObjectNode> runs = new LinkedHashMap<>();
    if (slice.from() == 0) {
      open.values().stream()
          .filter(run -> run.belongsTo(caller, space))
          .forEach(run -> runs.put(run.id, summary(run.json(clock.millis()))));
    }
    for (String outcome :
        space
            .conversations()
            .map(kept -> kept.evaluations(caller.name(), slice.from(), slice.most() + 1))
            .orElse(List.of())) {
      ObjectNode run = summary(MessageJson.read(outcome));
      runs.put(run.path("eval_run_id").asText(), run);
    }
    return List.copyOf(runs.values());
  }

  ObjectNode run(Caller caller, Space space, String id) throws GenieProblem {
    return summary(whole(caller, space, id));
  }

  /** The results of a run, without what was answered. */
  List<ObjectNode> results(Caller caller, Space space, String id) throws GenieProblem {
    List<ObjectNode> results = new ArrayList<>();
    for (JsonNode result : whole(caller, space, id).withArray(RESULTS)) {
      results.add((ObjectNode) result);
    }
    return results;
  }

  ObjectNode result(Caller caller, Space space, String run, String id) throws GenieProblem {
    return results(caller, space, run).stream()
        .filter(result -> id.equals(result.path("result_id").asText()))
        .findFirst()
        .orElseThrow(() -> GenieProblem.unknown("The run " + run + " has no result " + id));
  }

  private ObjectNode whole(Caller caller, Space space, String id) throws GenieProblem {
    Run running = open.get(id);
    if (running != null && running.belongsTo(caller, space)) {
      return running.json(clock.millis());
    }
    Optional<String> kept = space.conversations().flatMap(all -> all.evaluation(caller.name(), id));
    return MessageJson.read(
        kept.orElseThrow(
            () -> GenieProblem.unknown("There is no evaluation " + id + " of " + space.id())));
  }

  private static ObjectNode summary(ObjectNode run) {
    run.remove(RESULTS);
    return run;
  }

  /** Ends after the question that is being asked. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.shutdown();
    if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("A question is still being evaluated");
    }
  }
}

package dev.lodestar.server.genie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.semantic.exchange.GenieSpace;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.answer.TypeAhead;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.conversation.Conversation;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.server.conversation.Message;
import dev.lodestar.server.conversation.Remark;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Databricks' Genie API, a method for every address, over the domains that are served. */
public final class Genie implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Genie.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_CONTENT = 10_000;
  private static final long MOST_OF_A_PAGE = 1000;
  private static final int MOST_SUGGESTIONS = 8;

  /** What is longer is no question that somebody writes. */
  private static final int LONGEST_BEGUN = 500;

  private static final Set<String> RATINGS = Set.of("POSITIVE", "NEGATIVE", "NONE");

  private final Map<String, Space> spaces = new LinkedHashMap<>();
  private final StatementRoad road;
  private final Clock clock;
  private final Answering answering;
  private final EvalRuns evalRuns;
  private final long started;

  public Genie(StatementRoad road, Clock clock) {
    this(road, clock, Duration.ofSeconds(5));
  }

  Genie(StatementRoad road, Clock clock, Duration patience) {
    this.road = road;
    this.clock = clock;
    this.answering = new Answering(road, clock, patience);
    this.evalRuns = new EvalRuns(clock);
    this.started = clock.millis();
  }

  /** Serves a domain; before anything is asked. */
  public void serve(ServedDomain domain, QueryEngine engine) {
    spaces.put(domain.name(), new Space(domain, engine, clock));
  }

  /** Gets ready for the first questions, which would otherwise wait for that. */
  public void warmUp() {
    for (Space space : spaces.values()) {
      try {
        LOG.debug(
            "{} can be asked about {}", space.id(), space.open(Caller.ANYONE).asker().today());
      } catch (GenieProblem notYet) {
        LOG.debug("{} cannot be asked yet", space.id(), notYet);
      } catch (QueryFailed | IOException e) {
        LOG.warn("The domain {} cannot be asked", space.id(), e);
      }
    }
  }

  /** Which of a list is wanted. */
  public record Slice(long from, long most) {
    /** All of it, as far as one answer goes. */
    public static final Slice FIRST = new Slice(0, MOST_OF_A_PAGE);

    /** Reads {@code page_token} and {@code page_size}. */
    public static Slice of(Optional<String> token, Optional<String> size) throws GenieProblem {
      long most = size.isEmpty() ? MOST_OF_A_PAGE : number("page_size", size.get());
      return new Slice(
          token.isEmpty() ? 0 : number("page_token", token.get()),
          Math.min(most == 0 ? MOST_OF_A_PAGE : most, MOST_OF_A_PAGE));
    }

    private static long number(String field, String text) throws GenieProblem {
      if (!text.matches("\\d{1,9}")) {
        throw GenieProblem.wrong(field + " is not one of ours: " + text);
      }
      return Long.parseLong(text);
    }
  }

  /** {@code GET /spaces}. */
  public ObjectNode spaces(Caller caller, Slice slice) throws QueryFailed, IOException {
    ObjectNode json = object();
    List<ObjectNode> all = new ArrayList<>();
    for (Space space : spaces.values()) {
      if (caller.knows(space.id())) {
        all.add(SpaceJson.of(space, caller));
      }
    }
    page(json, "spaces", all.stream().skip(slice.from()).limit(slice.most() + 1).toList(), slice);
    return json;
  }

  /**
   * {@code GET /spaces/{s}}.
   *
   * @param whole whether its definition is wanted as well
   */
  public ObjectNode space(Caller caller, String space, boolean whole)
      throws GenieProblem, QueryFailed, IOException {
    Space asked = known(caller, space);
    ObjectNode json = SpaceJson.of(asked, caller);
    return whole
        ? json.put("serialized_space", GenieSpace.json(asked.files(caller), asked.id()))
        : json;
  }

  /**
   * {@code GET /spaces/{s}/suggestions}, which is ours: what can be said next.
   *
   * @param language its code; English where there is none
   */
  public ObjectNode suggestions(
      Caller caller, String space, String written, Optional<String> language)
      throws GenieProblem, QueryFailed, IOException {
    Language spoken = Language.EN;
    if (language.isPresent()) {
      spoken =
          Language.of(language.get())
              .orElseThrow(
                  () -> GenieProblem.wrong("language is neither en nor fr: " + language.get()));
    }
    ObjectNode json = object();
    ArrayNode all = json.putArray("suggestions");
    if (written.length() > LONGEST_BEGUN) {
      return json;
    }
    for (TypeAhead.Suggestion next :
        known(caller, space)
            .open(caller)
            .asker()
            .typeAhead()
            .after(written, spoken, MOST_SUGGESTIONS)) {
      all.addObject()
          .put("text", next.text())
          .put("kind", next.kind().name().toLowerCase(Locale.ROOT))
          .put("of", next.of())
          .put("replaces", next.replaces());
    }
    return json;
  }

  /** {@code GET /spaces/{s}/verified}, which is ours: the verified queries that read a table. */
  public ObjectNode verified(Caller caller, String space, TableName table)
      throws GenieProblem, QueryFailed, IOException {
    ObjectNode json = object();
    ArrayNode all = json.putArray("verified");
    for (Asker.Verified query : known(caller, space).open(caller).asker().verifiedOver(table)) {
      ObjectNode one = all.addObject();
      ObjectNode ask = one.putObject("ask");
      query.ask().forEach(ask::put);
      query.columns().forEach(one.putArray("columns")::add);
    }
    return json;
  }

  /** {@code POST /spaces/{s}/start-conversation}. */
  public ObjectNode start(Caller caller, String space, String body)
      throws GenieProblem, QueryFailed, IOException, InterruptedException {
    Space asked = known(caller, space);
    JsonNode request = request(body);
    String content = content(request);
    Optional<Language> language = language(request);
    asked.open(caller);
    Conversations kept = kept(asked);
    Conversation conversation = kept.start(caller.name(), content.strip());
    Message message;
    try {
      message = answering.ask(caller, asked, kept, conversation, content, language);
    } catch (GenieProblem problem) {
      kept.delete(conversation);
      throw problem;
    }
    ObjectNode json = object();
    json.put("conversation_id", conversation.id());
    json.put("message_id", message.id());
    json.set(
        "conversation",
        MessageJson.conversation(
            space, kept.conversation(caller.name(), conversation.id()).orElse(conversation)));
    json.set("message", json(asked, message));
    return json;
  }

  /** {@code POST /spaces/{s}/conversations/{c}/messages}. */
  public ObjectNode ask(Caller caller, String space, String conversation, String body)
      throws GenieProblem, QueryFailed, IOException, InterruptedException {
    Space asked = known(caller, space);
    Conversation goingOn = conversation(caller, asked, conversation);
    JsonNode request = request(body);
    return json(
        asked,
        answering.ask(caller, asked, kept(asked), goingOn, content(request), language(request)));
  }

  /** {@code GET /spaces/{s}/conversations/{c}/messages/{m}}. */
  public ObjectNode message(Caller caller, String space, String conversation, String message)
      throws GenieProblem {
    Space asked = known(caller, space);
    return json(asked, message(caller, asked, conversation, message));
  }

  /** {@code GET /spaces/{s}/conversations/{c}/messages}. */
  public ObjectNode messages(Caller caller, String space, String conversation, Slice slice)
      throws GenieProblem {
    Space asked = known(caller, space);
    Conversation said = conversation(caller, asked, conversation);
    ObjectNode json = object();
    page(
        json,
        "messages",
        kept(asked).messages(said, slice.from(), slice.most() + 1).stream()
            .map(message -> json(asked, settled(asked, message)))
            .toList(),
        slice);
    return json;
  }

  /** {@code GET /spaces/{s}/conversations}. */
  public ObjectNode conversations(Caller caller, String space, Slice slice) throws GenieProblem {
    ObjectNode json = object();
    List<ObjectNode> list =
        known(caller, space)
            .conversations()
            .map(kept -> kept.conversations(caller.name(), slice.from(), slice.most() + 1))
            .orElse(List.of())
            .stream()
            .map(conversation -> MessageJson.conversation(space, conversation))
            .toList();
    page(json, "conversations", list, slice);
    return json;
  }

  /** {@code DELETE /spaces/{s}/conversations/{c}}. */
  public void delete(Caller caller, String space, String conversation) throws GenieProblem {
    Space asked = known(caller, space);
    Conversation said = conversation(caller, asked, conversation);
    kept(asked).delete(said);
    answering.forget(said);
  }

  /** {@code DELETE /spaces/{s}/conversations/{c}/messages/{m}}. */
  public void delete(Caller caller, String space, String conversation, String message)
      throws GenieProblem {
    Space asked = known(caller, space);
    kept(asked).delete(message(caller, asked, conversation, message));
    answering.forget(conversation(caller, asked, conversation));
  }

  /**
   * The statement whose rows answer a message: {@code GET …/query-result}.
   *
   * @param attachment the one of the message; its only one unless given
   */
  public String result(
      Caller caller, String space, String conversation, String message, Optional<String> attachment)
      throws GenieProblem {
    Space asked = known(caller, space);
    Message answered = message(caller, asked, conversation, message);
    Answering.Running running = answering.running(answered);
    if (running != null) {
      return running.statement();
    }
    ObjectNode outcome = outcome(answered);
    ObjectNode query = query(outcome, attachment);
    String statement = query.path("statement_id").asText();
    if (road.remembers(caller, statement)) {
      return statement;
    }
    long release = outcome.path("lodestar").path("release").asLong();
    Catalog catalog;
    try {
      catalog = asked.asOf(caller, release);
    } catch (RuntimeException e) {
      GenieProblem problem =
          GenieProblem.notReady(
              "The rows of release "
                  + release
                  + " are gone; run the statement over the release of now: execute-query");
      problem.addSuppressed(e);
      throw problem;
    }
    return again(caller, asked, answered, outcome, query, catalog);
  }

  /** Runs the statement of an answer over the release of now: {@code POST …/execute-query}. */
  public String execute(
      Caller caller, String space, String conversation, String message, Optional<String> attachment)
      throws GenieProblem {
    Space asked = known(caller, space);
    Message answered = message(caller, asked, conversation, message);
    ObjectNode outcome = outcome(answered);
    ObjectNode query = query(outcome, attachment);
    return again(caller, asked, answered, outcome, query, asked.released(caller));
  }

  private String again(
      Caller caller,
      Space space,
      Message message,
      ObjectNode outcome,
      ObjectNode query,
      Catalog catalog)
      throws GenieProblem {
    String statement = road.submit(caller, space.id(), catalog, query.path("query").asText()).id();
    query.put("statement_id", statement);
    outcome.withObject("query_result").put("statement_id", statement);
    outcome.withObject("lodestar").put("release", catalog.release().id());
    kept(space).end(message, outcome.toString());
    return statement;
  }

  private static ObjectNode outcome(Message message) throws GenieProblem {
    if (message.state() != Message.State.ENDED) {
      throw GenieProblem.notReady("Message " + message.id() + " has no answer");
    }
    return MessageJson.outcome(message);
  }

  private static ObjectNode query(ObjectNode outcome, Optional<String> attachment)
      throws GenieProblem {
    for (JsonNode candidate : outcome.withArray("attachments")) {
      boolean meant =
          attachment.isEmpty() || attachment.get().equals(candidate.path("attachment_id").asText());
      if (meant && candidate.get("query") instanceof ObjectNode query) {
        return query;
      }
    }
    throw GenieProblem.unknown(
        attachment
            .map(id -> "The message has no attachment " + id + " with a query")
            .orElse("The message has no query, as the question was not answered"));
  }

  /** {@code POST …/messages/{m}/feedback}. */
  public void feedback(
      Caller caller, String space, String conversation, String message, String body)
      throws GenieProblem {
    Space asked = known(caller, space);
    Message rated = message(caller, asked, conversation, message);
    JsonNode request = request(body);
    String rating = request.path("rating").asText();
    if (!RATINGS.contains(rating)) {
      throw GenieProblem.wrong("rating is none of POSITIVE, NEGATIVE, NONE: " + rating);
    }
    String comment = request.path("comment").asText();
    kept(asked).rate(rated, rating, comment.isEmpty() ? "" : text("comment", comment));
  }

  /** {@code POST …/messages/{m}/comments}. */
  public ObjectNode comment(
      Caller caller, String space, String conversation, String message, String body)
      throws GenieProblem {
    Space asked = known(caller, space);
    Message about = message(caller, asked, conversation, message);
    Remark remark = kept(asked).remark(about, content(request(body)));
    return MessageJson.remark(space, remark);
  }

  /** {@code GET …/messages/{m}/comments}. */
  public ObjectNode comments(Caller caller, String space, String conversation, String message)
      throws GenieProblem {
    Space asked = known(caller, space);
    return MessageJson.remarks(
        space, kept(asked).remarks(message(caller, asked, conversation, message)));
  }

  /** {@code GET …/conversations/{c}/list-comments}. */
  public ObjectNode comments(Caller caller, String space, String conversation) throws GenieProblem {
    Space asked = known(caller, space);
    return MessageJson.remarks(
        space, kept(asked).remarks(conversation(caller, asked, conversation)));
  }

  /** {@code POST /spaces/{s}/eval-runs}. */
  public ObjectNode evaluate(Caller caller, String space, String body)
      throws GenieProblem, QueryFailed, IOException {
    Set<String> ids = new TreeSet<>();
    request(body).path("benchmark_question_ids").forEach(id -> ids.add(id.asText()));
    return evalRuns.start(caller, known(caller, space), ids);
  }

  /** {@code GET /spaces/{s}/eval-runs}. */
  public ObjectNode evaluations(Caller caller, String space, Slice slice) throws GenieProblem {
    ObjectNode json = object();
    page(json, "eval_runs", evalRuns.runs(caller, known(caller, space), slice), slice);
    return json;
  }

  /** {@code GET /spaces/{s}/eval-runs/{run}}. */
  public ObjectNode evaluation(Caller caller, String space, String run) throws GenieProblem {
    return evalRuns.run(caller, known(caller, space), run);
  }

  /** {@code GET /spaces/{s}/eval-runs/{run}/results}. */
  public ObjectNode evalResults(Caller caller, String space, String run, Slice slice)
      throws GenieProblem {
    ObjectNode json = object();
    page(
        json,
        "eval_results",
        evalRuns.results(caller, known(caller, space), run).stream()
            .skip(slice.from())
            .limit(slice.most() + 1)
            .toList(),
        slice);
    return json;
  }

  /** {@code GET /spaces/{s}/eval-runs/{run}/results/{result}}. */
  public ObjectNode evalResult(Caller caller, String space, String run, String result)
      throws GenieProblem {
    return evalRuns.result(caller, known(caller, space), run, result);
  }

  private ObjectNode json(Space space, Message message) {
    return MessageJson.message(space.id(), message, answering.running(message));
  }

  /** One of those that are there for a caller. */
  private Space known(Caller caller, String space) throws GenieProblem {
    Space known = spaces.get(space);
    if (known == null || !caller.knows(space)) {
      List<String> others = spaces.keySet().stream().filter(caller::knows).toList();
      throw GenieProblem.unknown(
          "There is no space \""
              + space
              + (others.isEmpty() ? "\"" : "\"; there are " + String.join(", ", others)));
    }
    return known;
  }

  private static Conversations kept(Space space) throws GenieProblem {
    return space
        .conversations()
        .orElseThrow(() -> GenieProblem.unknown("Nothing was asked of " + space.id() + " yet"));
  }

  /** One of a caller's own; those of others are not there. */
  private static Conversation conversation(Caller caller, Space space, String id)
      throws GenieProblem {
    return kept(space)
        .conversation(caller.name(), id)
        .orElseThrow(
            () -> GenieProblem.unknown("There is no conversation " + id + " in " + space.id()));
  }

  private Message message(Caller caller, Space space, String conversation, String id)
      throws GenieProblem {
    Message message =
        kept(space)
            .message(conversation(caller, space, conversation).id(), id)
            .orElseThrow(
                () ->
                    GenieProblem.unknown(
                        "There is no message " + id + " in conversation " + conversation));
    return settled(space, message);
  }

  /** What a server that was stopped left behind will not be answered any more. */
  private Message settled(Space space, Message message) {
    if (message.state() != Message.State.ASKED || message.created() >= started) {
      return message;
    }
    Conversations kept = space.conversations().orElseThrow();
    kept.fail(
        message,
        Answering.error(
            "UNEXPECTED_REPLY_PROCESS_EXCEPTION",
            "The server was stopped before it had an answer; ask again"));
    return kept.message(message.conversation(), message.id()).orElse(message);
  }

  private static JsonNode request(String body) throws GenieProblem {
    try {
      JsonNode request = MAPPER.readTree(body.isBlank() ? "{}" : body);
      if (request.isObject()) {
        return request;
      }
      throw GenieProblem.wrong("The body is not a JSON object");
    } catch (JsonProcessingException e) {
      GenieProblem problem = GenieProblem.wrong("The body is not JSON: " + e.getOriginalMessage());
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private static String content(JsonNode request) throws GenieProblem {
    String content = request.path("content").isTextual() ? request.get("content").textValue() : "";
    if (content.isBlank()) {
      throw GenieProblem.wrong("content is missing; write {\"content\": \"total revenue\"}");
    }
    return text("content", content);
  }

  private static String text(String field, String text) throws GenieProblem {
    if (text.length() > LONGEST_CONTENT) {
      throw GenieProblem.wrong(field + " has more than " + LONGEST_CONTENT + " characters");
    }
    // PostgreSQL keeps no text with it.
    return text.replace("\0", "");
  }

  private static Optional<Language> language(JsonNode request) throws GenieProblem {
    String code = request.path("language").asText();
    Optional<Language> language = Language.of(code);
    if (language.isEmpty() && !code.isEmpty()) {
      throw GenieProblem.wrong("language is neither en nor fr: " + code);
    }
    return language;
  }

  private static void page(ObjectNode json, String field, List<ObjectNode> found, Slice slice) {
    ArrayNode list = json.putArray(field);
    found.stream().limit(slice.most()).forEach(list::add);
    if (found.size() > slice.most()) {
      json.put("next_page_token", String.valueOf(slice.from() + slice.most()));
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Ends what is being answered; statements must have been cancelled before. */
  @Override
  public void close() throws InterruptedException {
    answering.close();
    evalRuns.close();
    spaces.values().forEach(Space::close);
  }
}

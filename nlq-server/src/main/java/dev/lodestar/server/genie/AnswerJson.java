package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Answer.Thought;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.spec.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as Genie tells it: attachments, and beside them what is ours. */
final class AnswerJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AnswerJson() {}

  /**
   * All of a message that is about its answer.
   *
   * @param statement the id of the statement that was run; null when none was
   * @param next what may be asked next
   * @param moment when it was answered
   */
  static ObjectNode of(
      Answer answer,
      @Nullable String statement,
      List<String> next,
      long release,
      String today,
      long moment) {
    ObjectNode outcome = JSON.objectNode();
    ArrayNode attachments = outcome.putArray("attachments");
    if (statement != null) {
      outcome.set("query_result", result(answer).put("statement_id", statement));
      String query = query(attachments.addObject(), answer, statement, moment);
      text(attachments.addObject(), answer, "TEXT_ATTACHMENT_PURPOSE_ANSWER");
      if (answer.chart().isPresent()) {
        ObjectNode attachment = attachments.addObject();
        attachment.put("attachment_id", Conversations.newId());
        attachment.putObject("viz").put("query_attachment_id", query).put("title", title(answer));
      }
    } else {
      boolean back = answer.status() == Answer.Status.ASKED_BACK;
      text(
          attachments.addObject(),
          answer,
          back ? "FOLLOW_UP_QUESTION" : "TEXT_ATTACHMENT_PURPOSE_ANSWER");
    }
    if (!next.isEmpty()) {
      ObjectNode attachment = attachments.addObject();
      attachment.put("attachment_id", Conversations.newId());
      ArrayNode questions = attachment.putObject("suggested_questions").putArray("questions");
      next.forEach(questions::add);
    }
    outcome.set("lodestar", ours(answer, release, today));
    return outcome;
  }

  private static ObjectNode result(Answer answer) {
    return JSON.objectNode()
        .put("row_count", answer.rows().size())
        .put("is_truncated", answer.truncated());
  }

  private static String query(ObjectNode attachment, Answer answer, String statement, long moment) {
    String id = Conversations.newId();
    attachment.put("attachment_id", id);
    ObjectNode query = attachment.putObject("query");
    query.put("id", id);
    query.put("title", title(answer));
    query.put("description", answer.text());
    query.put("query", answer.sql());
    query.put("statement_id", statement);
    query.put("last_updated_timestamp", moment);
    query.set("query_result_metadata", result(answer));
    ArrayNode thoughts = query.putArray("thoughts");
    for (Thought thought : answer.thoughts()) {
      thought(thoughts, type(thought.kind()), thought.text());
    }
    Steps.of(answer).ifPresent(steps -> thought(thoughts, "THOUGHT_TYPE_STEPS", steps));
    return id;
  }

  private static void thought(ArrayNode thoughts, String type, String content) {
    thoughts.addObject().put("thought_type", type).put("content", content);
  }

  private static String type(Thought.Kind kind) {
    return switch (kind) {
      case UNDERSTANDING -> "THOUGHT_TYPE_DESCRIPTION";
      case SOURCE -> "THOUGHT_TYPE_DATA_SOURCING";
      case ASSUMPTION, DRAFTED, REMARKED -> "THOUGHT_TYPE_UNDERSTANDING";
      case VERIFIED -> "THOUGHT_TYPE_INSTRUCTIONS";
    };
  }

  /** The question as it was understood. */
  private static String title(Answer answer) {
    return answer.thoughts().stream()
        .filter(thought -> thought.kind() == Thought.Kind.UNDERSTANDING)
        .map(thought -> thought.text().replaceFirst("\\.$", ""))
        .findFirst()
        .orElse(answer.question());
  }

  private static void text(ObjectNode attachment, Answer answer, String purpose) {
    String id = Conversations.newId();
    attachment.put("attachment_id", id);
    StringBuilder content = new StringBuilder(answer.text());
    for (int i = 0; i < answer.choices().size(); i++) {
      content.append('\n').append(i + 1).append(". ").append(answer.choices().get(i));
    }
    attachment
        .putObject("text")
        .put("id", id)
        .put("content", content.toString())
        .put("purpose", purpose);
  }

  private static ObjectNode ours(Answer answer, long release, String today) {
    ObjectNode ours = JSON.objectNode();
    ours.put("status", answer.status().word());
    ours.put("language", answer.language().code());
    ours.put("text", answer.text());
    if (answer.chart().isPresent()) {
      Answer.ChartHint chart = answer.chart().get();
      ours.putObject("chart").put("kind", chart.kind()).put("x", chart.x()).put("y", chart.y());
    } else {
      ours.putNull("chart");
    }
    ArrayNode columns = ours.putArray("columns");
    for (int i = 0; i < answer.columns().size(); i++) {
      Column column = answer.columns().get(i);
      ObjectNode one = columns.addObject();
      one.put("name", column.name()).put("type", column.type().toString());
      ObjectNode title = one.putObject("title");
      answer.titles().get(i).shown().forEach((language, t) -> title.put(language.code(), t));
    }
    ArrayNode choices = ours.putArray("choices");
    answer.choices().forEach(choices::add);
    ours.put(
        "verified",
        answer.thoughts().stream().anyMatch(thought -> thought.kind() == Thought.Kind.VERIFIED));
    ours.put("drafted", answer.isDrafted());
    ours.put("today", today);
    ours.put("release", release);
    ours.put("elapsed_ms", answer.elapsedMillis());
    return ours;
  }
}

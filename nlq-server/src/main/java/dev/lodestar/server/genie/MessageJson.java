package dev.lodestar.server.genie;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.conversation.Conversation;
import dev.lodestar.server.conversation.Message;
import dev.lodestar.server.conversation.Remark;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations and messages as Genie shows them. */
final class MessageJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONVERSATION = "conversation_id";
  private static final String MESSAGE = "message_id";
  private static final String SPACE = "space_id";
  private static final String CREATED = "created_timestamp";

  /** Nobody says who they are. */
  private static final long NOBODY = 0;

  private MessageJson() {}

  static ObjectNode conversation(String space, Conversation conversation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", conversation.id());
    json.put(CONVERSATION, conversation.id());
    json.put(SPACE, space);
    json.put("user_id", NOBODY);
    json.put("title", conversation.title());
    json.put(CREATED, conversation.created());
    json.put("last_updated_timestamp", conversation.updated());
    return json;
  }

  /**
   * A message.
   *
   * @param running the statement that will answer it; null when none runs
   */
  static ObjectNode message(String space, Message message, Answering.@Nullable Running running) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put(MESSAGE, message.id());
    json.put(CONVERSATION, message.conversation());
    json.put(SPACE, space);
    json.put("user_id", NOBODY);
    json.put("content", message.content());
    json.put("status", status(message, running));
    json.put(CREATED, message.created());
    json.put("last_updated_timestamp", message.updated());
    if (!message.rating().isEmpty()) {
      json.putObject("feedback")
          .put("rating", message.rating())
          .put("comment", message.ratingComment());
    }
    switch (message.state()) {
      case ENDED -> json.setAll(outcome(message));
      case FAILED -> json.set("error", read(message.error()));
      case ASKED -> {
        if (running != null) {
          running(json.putArray("attachments").addObject(), running);
        }
      }
    }
    return json;
  }

  private static String status(Message message, Answering.@Nullable Running running) {
    return switch (message.state()) {
      case ENDED -> "COMPLETED";
      case FAILED -> "FAILED";
      case ASKED -> running == null ? "SUBMITTED" : "EXECUTING_QUERY";
    };
  }

  private static void running(ObjectNode attachment, Answering.Running running) {
    attachment.put("attachment_id", running.statement());
    attachment
        .putObject("query")
        .put("query", running.sql())
        .put("statement_id", running.statement());
  }

  /** The answer of a message that has one. */
  static ObjectNode outcome(Message message) {
    return read(message.outcome());
  }

  /** The words in which the answer says a question again that a language model understood. */
  static Optional<String> drafted(Message message) {
    ObjectNode outcome = outcome(message);
    return outcome.path("lodestar").path("drafted").asBoolean()
        ? Optional.of(outcome.at("/attachments/0/query/title").asText())
        : Optional.empty();
  }

  /** What was kept. */
  static ObjectNode read(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Something was kept that is not JSON: " + json, e);
    }
  }

  static ObjectNode remark(String space, Remark remark) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("message_comment_id", remark.id())
        .put(MESSAGE, remark.message())
        .put(CONVERSATION, remark.conversation())
        .put(SPACE, space)
        .put("user_id", NOBODY)
        .put("content", remark.content())
        .put(CREATED, remark.created());
  }

  static ObjectNode remarks(String space, List<Remark> remarks) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("comments");
    remarks.forEach(remark -> list.add(remark(space, remark)));
    return json;
  }
}

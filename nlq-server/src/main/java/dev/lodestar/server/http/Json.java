package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads bodies of JSON, and answers with JSON that is written piece by piece. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final String ANSWERED = "dev.lodestar.answered";

  private Json() {}

  /** Writes a document. */
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static byte[] bytes(Writing document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      document.to(json);
    }
    return bytes.toByteArray();
  }

  static void answer(Context context, int status, Writing document) throws IOException {
    context.attribute(ANSWERED, true);
    byte[] bytes = bytes(document);
    context.status(status);
    if (status == 200
        && context.method().equals(HandlerType.GET)
        && Tag.isAnswer(context, Tag.of(bytes))) {
      return;
    }
    context.contentType("application/json");
    context.result(bytes);
  }

  /**
   * Reads the body of a request, which is to be one object.
   *
   * @param example what could be written in its place
   */
  static JsonNode object(String body, String example) throws ApiProblem {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      ApiProblem problem = ApiProblem.badRequest("The body is not JSON: " + e.getOriginalMessage());
      problem.addSuppressed(e);
      throw problem;
    }
    if (!node.isObject()) {
      throw ApiProblem.badRequest("The body is not a JSON object; write " + example);
    }
    return node;
  }

  /** Whether a request already has its answer from here. */
  static boolean answered(Context context) {
    return context.attribute(ANSWERED) != null;
  }

  static void problem(Context context, int status, String code, String message) throws IOException {
    answer(
        context,
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("error_code", code);
          json.writeStringField("message", message);
          json.writeEndObject();
        });
  }
}

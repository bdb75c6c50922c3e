package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Answers with JSON that is written piece by piece. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
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
    context.status(status);
    context.contentType("application/json");
    context.result(bytes(document));
    context.attribute(ANSWERED, true);
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

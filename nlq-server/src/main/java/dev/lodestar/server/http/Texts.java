package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.spec.Text;
import java.io.IOException;
import java.util.Map;

/** Words in JSON: an object by language. */
final class Texts {
  private Texts() {}

  static void write(JsonGenerator json, String field, Text text) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> words : text.byLanguage().entrySet()) {
      json.writeStringField(words.getKey(), words.getValue());
    }
    json.writeEndObject();
  }
}

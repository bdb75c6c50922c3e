package dev.lodestar.server.drafting;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A chat model behind OpenAI's API, held to the schema. */
final class ChatDrafter implements Drafter {
  private final ChatModel model;
  private final ResponseFormat format;
  private final LanguageModel called;

  ChatDrafter(LanguageModel called) {
    this.called = called;
    this.model =
        OpenAiChatModel.builder()
            .baseUrl(called.url().toString())
            .apiKey(called.key().orElse("none"))
            .modelName(called.model())
            .timeout(called.timeout())
            .temperature(0.0)
            .seed(0)
            .strictJsonSchema(true)
            .maxRetries(0)
            .build();
    this.format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(
                JsonSchema.builder()
                    .name("query")
                    .rootElement(JsonRawSchema.from(schema()))
                    .build())
            .build();
  }

  private static String schema() {
    try (InputStream file = ChatDrafter.class.getResourceAsStream("query.schema.json")) {
      if (file == null) {
        throw new IllegalStateException("Not on the class path: query.schema.json");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read query.schema.json from the class path", e);
    }
  }

  @Override
  public String draft(String instructions, String request) throws CannotDraft {
    try {
      String text =
          model
              .chat(
                  ChatRequest.builder()
                      .messages(SystemMessage.from(instructions), UserMessage.from(request))
                      .responseFormat(format)
                      .build())
              .aiMessage()
              .text();
      return text == null ? "" : text;
    } catch (RuntimeException e) {
      // A connection that breaks off comes as one of no type of its own.
      throw new CannotDraft("The language model " + called + " gave no answer", e);
    }
  }
}

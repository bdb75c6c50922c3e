package dev.lodestar.server.drafting;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** A chat model behind one of the APIs, held to the schema as far as that can be asked of it. */
final class ChatDrafter implements Drafter {
  private static final int LONGEST_ANSWER = 4096;

  private final ChatModel model;
  private final ResponseFormat format;
  private final LanguageModel called;

  /**
   * @param form what it is to write: {@code query} or {@code remark}, each with a schema of its own
   */
  ChatDrafter(LanguageModel called, String form) {
    this.called = called;
    this.model =
        switch (called.api()) {
          case OPENAI -> openAi(called);
          case OLLAMA -> ollama(called);
          case ANTHROPIC -> anthropic(called);
          case GEMINI -> gemini(called);
        };
    this.format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(
                JsonSchema.builder()
                    .name(form)
                    .rootElement(JsonRawSchema.from(schema(form + ".schema.json")))
                    .build())
            .build();
  }

  private static String key(LanguageModel called) {
    return called.key().orElse("none");
  }

  private static ChatModel openAi(LanguageModel called) {
    return OpenAiChatModel.builder()
        .baseUrl(called.url().toString())
        .apiKey(key(called))
        .modelName(called.model())
        .timeout(called.timeout())
        .temperature(0.0)
        .seed(0)
        .strictJsonSchema(true)
        .maxRetries(0)
        .build();
  }

  private static ChatModel ollama(LanguageModel called) {
    return OllamaChatModel.builder()
        .baseUrl(called.url().toString())
        .customHeaders(
            called.key().map(key -> Map.of("Authorization", "Bearer " + key)).orElse(Map.of()))
        .modelName(called.model())
        .timeout(called.timeout())
        .temperature(0.0)
        .seed(0)
        .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
        .maxRetries(0)
        .build();
  }

  private static ChatModel anthropic(LanguageModel called) {
    return AnthropicChatModel.builder()
        .baseUrl(called.url().toString())
        .apiKey(key(called))
        .modelName(called.model())
        .timeout(called.timeout())
        .maxTokens(LONGEST_ANSWER)
        .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
        .maxRetries(0)
        .build();
  }

  private static ChatModel gemini(LanguageModel called) {
    return GoogleAiGeminiChatModel.builder()
        .baseUrl(called.url().toString())
        .apiKey(key(called))
        .modelName(called.model())
        .timeout(called.timeout())
        .temperature(0.0)
        .seed(0)
        .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
        .maxRetries(0)
        .build();
  }

  private static String schema(String name) {
    try (InputStream file = ChatDrafter.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("Not on the class path: " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name + " from the class path", e);
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

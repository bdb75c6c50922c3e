package dev.lodestar.server.drafting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server in the form of one of the APIs that says what a test has written down for it. */
final class ScriptedModel implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Queue<Act> acts = new ConcurrentLinkedQueue<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();

  /** What the server does with a request. */
  private interface Act {
    void on(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final Api api;

  ScriptedModel(Api api) throws IOException {
    this.api = api;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/" + path(), this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    keys.add(
        switch (api) {
          case OPENAI, OLLAMA ->
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          case ANTHROPIC -> "Bearer " + exchange.getRequestHeaders().getFirst("x-api-key");
          case GEMINI -> "Bearer " + exchange.getRequestHeaders().getFirst("x-goog-api-key");
        });
    Act act = acts.poll();
    if (act == null) {
      throw new IOException("Nothing more was to be asked");
    }
    try {
      act.on(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  /** Where each is asked, as its maker documents it. */
  private String path() {
    return switch (api) {
      case OPENAI -> "v1/chat/completions";
      case OLLAMA -> "api/chat";
      case ANTHROPIC -> "v1/messages";
      case GEMINI -> "v1beta/models/scripted:generateContent";
    };
  }

  Api api() {
    return api;
  }

  URI url() {
    String base =
        switch (api) {
          case OPENAI, ANTHROPIC -> "/v1";
          case OLLAMA -> "";
          case GEMINI -> "/v1beta";
        };
    return URI.create("http://localhost:" + server.getAddress().getPort() + base);
  }

  /** What it was asked, whole. */
  List<String> heard() {
    return heard;
  }

  List<String> keys() {
    return keys;
  }

  /** Next, says something. */
  ScriptedModel says(String content) {
    acts.add(exchange -> send(exchange, 200, new ObjectMapper().writeValueAsString(said(content))));
    return this;
  }

  private Map<String, Object> said(String content) {
    return switch (api) {
      case OPENAI ->
          Map.of(
              "id",
              "1",
              "object",
              "chat.completion",
              "model",
              "scripted",
              "choices",
              List.of(
                  Map.of(
                      "index",
                      0,
                      "finish_reason",
                      "stop",
                      "message",
                      Map.of("role", "assistant", "content", content))));
      case OLLAMA ->
          Map.of(
              "model",
              "scripted",
              "message",
              Map.of("role", "assistant", "content", content),
              "done_reason",
              "stop",
              "done",
              true);
      case ANTHROPIC ->
          Map.of(
              "id",
              "1",
              "type",
              "message",
              "role",
              "assistant",
              "model",
              "scripted",
              "content",
              List.of(Map.of("type", "text", "text", content)),
              "stop_reason",
              "end_turn",
              "usage",
              Map.of("input_tokens", 1, "output_tokens", 1));
      case GEMINI ->
          Map.of(
              "candidates",
              List.of(
                  Map.of(
                      "index",
                      0,
                      "finishReason",
                      "STOP",
                      "content",
                      Map.of("role", "model", "parts", List.of(Map.of("text", content))))),
              "usageMetadata",
              Map.of("promptTokenCount", 1, "candidatesTokenCount", 1, "totalTokenCount", 2));
    };
  }

  /** Forgets what it was to do. */
  void forget() {
    acts.clear();
  }

  /** Next, refuses. */
  ScriptedModel refuses(int status) {
    acts.add(exchange -> send(exchange, status, "{\"error\": {\"message\": \"not now\"}}"));
    return this;
  }

  /** Next, says nothing before it is closed. */
  ScriptedModel sleeps() {
    acts.add(exchange -> end.await());
    return this;
  }

  /** Next, breaks off in the middle. */
  ScriptedModel breaksOff() {
    acts.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("{\"id\"".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        });
    return this;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

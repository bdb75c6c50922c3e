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

/** A server in the form of OpenAI's that says what a test has written down for it. */
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

  ScriptedModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
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

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
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
    acts.add(
        exchange ->
            send(
                exchange,
                200,
                new ObjectMapper()
                    .writeValueAsString(
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
                                    Map.of("role", "assistant", "content", content)))))));
    return this;
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

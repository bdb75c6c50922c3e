package dev.lodestar.server;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests, and gives up when nothing has come for some time: Java's own timeout ends where
 * an answer begins, and counts what a long answer takes over a slow line as well.
 */
final class PatientClient {
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * The answer to a request.
   *
   * @param patience how long nothing may come
   * @throws HttpTimeoutException when nothing has come for longer
   */
  HttpResponse<String> send(HttpRequest request, Duration patience)
      throws IOException, InterruptedException {
    Heard heard = new Heard();
    BodyHandler<String> handler = head -> heard;
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, handler);
    try {
      while (true) {
        long left = patience.toNanos() - (System.nanoTime() - heard.lastNanos);
        if (left <= 0) {
          throw new HttpTimeoutException("Nothing has come for " + patience);
        }
        try {
          return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          // Something may have come meanwhile.
          continue;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** A body as text, and when the last of it has come. */
  private static final class Heard implements BodySubscriber<String> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private volatile long lastNanos = System.nanoTime();

    @Override
    public CompletionStage<String> getBody() {
      return text.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      lastNanos = System.nanoTime();
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
      lastNanos = System.nanoTime();
      text.onNext(piece);
    }

    @Override
    public void onError(Throwable problem) {
      text.onError(problem);
    }

    @Override
    public void onComplete() {
      text.onComplete();
    }
  }
}

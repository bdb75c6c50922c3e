package dev.lodestar.tables.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests that are under way at the same time: small files take longer to ask for than to send.
 */
public final class SideBySide {
  private static final int AT_A_TIME = 8;

  private SideBySide() {}

  /**
   * Makes all requests, and returns the answers in their order. Whether or not one fails, all have
   * ended by then.
   */
  public static <T> List<T> all(List<Callable<T>> requests) throws IOException {
    if (requests.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_A_TIME, requests.size()));
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> request : threads.invokeAll(requests)) {
        answers.add(request.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while files were on their way", e);
    } finally {
      threads.shutdownNow();
    }
  }
}

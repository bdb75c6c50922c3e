package dev.lodestar.openlineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A server that takes events by POST, such as Marquez. It has some seconds for each.
 *
 * @param token for {@code Authorization: Bearer}; comes from the environment alone and is never
 *     shown
 */
record HttpTarget(URI address, Optional<String> token, HttpClient client) implements Target {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  static HttpTarget at(URI address, Map<String, String> environment) {
    Optional<String> token =
        Optional.ofNullable(environment.get("OPENLINEAGE_API_KEY")).filter(t -> !t.isBlank());
    return new HttpTarget(address, token, HttpClient.newBuilder().connectTimeout(CONNECT).build());
  }

  @Override
  public void send(String event) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    HttpResponse<Void> response =
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() / 100 != 2) {
      throw new IOException("the server answered " + response.statusCode());
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}

package dev.lodestar.server;

import dev.lodestar.server.security.SafeAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a server is, which of its domains is meant, and who asks: {@code
 * https://ann@host:8765/fmcg}. Secrets stand in the environment, or are typed: an address is shown
 * and kept.
 */
record ServerAddress(String server, Optional<String> domain, Optional<String> authorization) {
  static final String TOKEN = "LODESTAR_TOKEN";
  static final String PASSWORD = "LODESTAR_PASSWORD";

  /** Whether a word is the address of a server, and no folder. */
  static boolean isOne(String word) {
    return word.matches("(?i)[a-z][a-z0-9+.-]+://.*");
  }

  /**
   * Reads an address.
   *
   * @param password asks for the password of a user, where somebody can be asked
   */
  static ServerAddress of(
      String text, Map<String, String> environment, Function<String, Optional<String>> password)
      throws UsageProblem {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
    String scheme = uri.getScheme();
    String path = Optional.ofNullable(uri.getPath()).orElse("").replaceAll("^/|/$", "");
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http || uri.getHost() == null || path.contains("/") || uri.getQuery() != null) {
      throw wrong(text);
    }
    String user = Optional.ofNullable(uri.getUserInfo()).orElse("");
    if (user.contains(":")) {
      throw new UsageProblem(
          "Write no password into the address; put it into "
              + PASSWORD
              + ", or let it be asked for");
    }
    String server = scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    return new ServerAddress(
        server,
        Optional.of(path).filter(name -> !name.isEmpty()),
        authorization(user, environment, password));
  }

  private static UsageProblem wrong(String text) {
    return new UsageProblem(
        "Cannot read the address "
            + text.replaceFirst("//.*@", "//")
            + "; write it as http://HOST:PORT/DOMAIN, or https:// and with USER@ before the host");
  }

  private static Optional<String> authorization(
      String user, Map<String, String> environment, Function<String, Optional<String>> password)
      throws UsageProblem {
    // What is read from a file often ends with a line feed, which no header can have.
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (user.isEmpty()) {
      return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }
    String secret =
        Optional.ofNullable(environment.get(PASSWORD))
            .or(() -> password.apply(user))
            .orElseThrow(
                () -> new UsageProblem("Put the password of " + user + " into " + PASSWORD));
    byte[] both = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** What whoever sends a secret there has to know; empty when nobody on the way can read it. */
  Optional<String> warning() {
    return authorization.isEmpty() || SafeAddress.isSafe(server)
        ? Optional.empty()
        : Optional.of(
            "Warning: the "
                + (authorization.get().startsWith("Basic") ? "password" : "token")
                + " goes to "
                + server
                + " as it is, and whoever is on the way can read it; use https://");
  }

  String howToSignIn() {
    return authorization.isPresent()
        ? server + " does not know this user and password, or this token"
        : server
            + " wants to know who asks: write USER@ before the host, or put a token into "
            + TOKEN;
  }

  /** Without what must not be shown. */
  @Override
  public String toString() {
    return domain.map(name -> server + "/" + name).orElse(server);
  }
}

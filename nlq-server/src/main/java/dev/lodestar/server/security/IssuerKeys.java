package dev.lodestar.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer of tokens signs with, as it publishes them. They are asked for again when
 * they are an hour old, for which nobody waits before they are two, and when a token names one that
 * is not among them; but not time and again.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration FRESH_FOR = Duration.ofHours(1);
  private static final Duration GOOD_FOR = Duration.ofHours(2);
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST = 1_000_000;

  private final String issuer;
  private final Optional<String> published;
  private final LongSupplier nanos;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private volatile @Nullable Published known;
  private volatile @Nullable Asked asked;
  private final AtomicBoolean renewing = new AtomicBoolean();

  private record Published(List<JsonWebKey> keys, long at) {}

  /** When the issuer was asked last, and why in vain; null when not in vain. */
  private record Asked(long at, @Nullable String trouble) {}

  /** The issuer does not say which keys are its own. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }
  }

  /**
   * @param published where; where the issuer's discovery document says when empty
   */
  IssuerKeys(String issuer, Optional<String> published, LongSupplier nanos) {
    this.issuer = issuer;
    this.published = published;
    this.nanos = nanos;
  }

  /** What is found among the keys; empty when it is not, even in those of now. */
  Optional<JsonWebKey> find(Function<List<JsonWebKey>, Optional<JsonWebKey>> among) throws Unknown {
    Published before = known;
    if (before != null && !isOlder(before.at(), GOOD_FOR)) {
      Optional<JsonWebKey> found = among.apply(before.keys());
      if (found.isPresent()) {
        if (isOlder(before.at(), FRESH_FOR)) {
          renewBeside(before);
        }
        return found;
      }
    }
    return among.apply(renewed(before).keys());
  }

  /** Has one thread ask, unless one does or did a moment ago; nobody waits for it. */
  private void renewBeside(Published before) {
    Asked last = asked;
    if ((last != null && !isOlder(last.at(), BETWEEN)) || !renewing.compareAndSet(false, true)) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                renewed(before);
              } catch (Unknown e) {
                // Those who run the server were told; it is tried again, until the keys are too
                // old.
                LOG.debug("Those of before are used meanwhile", e);
              } finally {
                renewing.set(false);
              }
            },
            "lodestar-issuer-keys");
    thread.setDaemon(true);
    thread.start();
  }

  private boolean isOlder(long moment, Duration than) {
    return nanos.getAsLong() - moment > than.toNanos();
  }

  private synchronized Published renewed(@Nullable Published before) throws Unknown {
    Published now = known;
    if (now != null && !now.equals(before)) {
      return now;
    }
    Asked last = asked;
    if (last != null && !isOlder(last.at(), BETWEEN)) {
      if (last.trouble() == null && now != null) {
        return now;
      }
      throw new Unknown(String.valueOf(last.trouble()));
    }
    try {
      now = new Published(ask(), nanos.getAsLong());
      asked = new Asked(now.at(), null);
      known = now;
      return now;
    } catch (IOException | JoseException e) {
      String trouble =
          "Cannot learn the keys of " + issuer + (e instanceof IOException ? ": " + reason(e) : "");
      LOG.warn("{}", trouble, e);
      asked = new Asked(nanos.getAsLong(), trouble);
      throw new Unknown(trouble);
    }
  }

  private static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private List<JsonWebKey> ask() throws IOException, JoseException {
    String address = published.isPresent() ? published.get() : discovered();
    return new JsonWebKeySet(get(address)).getJsonWebKeys();
  }

  private String discovered() throws IOException, JoseException {
    String address = issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
    Map<String, Object> said = JsonUtil.parseJson(get(address));
    if (!issuer.equals(said.get("issuer"))) {
      throw new IOException(address + " is about another issuer");
    }
    if (!(said.get("jwks_uri") instanceof String keys) || !SafeAddress.isSafe(keys)) {
      throw new IOException(address + " has no jwks_uri that begins with https://");
    }
    return keys;
  }

  private String get(String address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException(address + " answers with status " + response.statusCode());
        }
        byte[] bytes = read(address, body);
        if (bytes.length == LARGEST) {
          throw new IOException(address + " answers with " + LARGEST + " bytes or more");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The server stops", e);
    }
  }

  /** The patience of a request ends with the headers, so the rest is closed after a while. */
  private static byte[] read(String address, InputStream body) throws IOException {
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> close(body));
    try {
      return body.readNBytes(LARGEST);
    } catch (IOException e) {
      throw new IOException(address + " does not end its answer", e);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

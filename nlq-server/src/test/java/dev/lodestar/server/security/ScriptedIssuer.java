package dev.lodestar.server.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An issuer of tokens on this machine. It signs with what the JDK has, so that what checks its
 * tokens is held to the standard, and not to itself.
 */
final class ScriptedIssuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, KeyPair> published = new HashMap<>();
  private volatile int status = 200;
  private volatile Optional<String> other = Optional.empty();
  private volatile boolean stalls;
  private volatile int asked;

  ScriptedIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String body = path.equals("/keys") ? keys() : discovery();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, stalls ? 0 : bytes.length);
          if (stalls) {
            return;
          }
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often the keys were asked for. */
  int asked() {
    return asked;
  }

  /** What it answers from now on. */
  void answers(int with) {
    status = with;
  }

  /** Begins its answers from now on, and never goes on. */
  void stalls() {
    stalls = true;
  }

  /** Speaks of itself under another name. */
  void calls(String itself) {
    other = Optional.of(itself);
  }

  /** Makes a key, and says that it is its own. */
  KeyPair publish(String id, String algorithm) throws GeneralSecurityException {
    KeyPair pair = key(algorithm);
    synchronized (published) {
      published.put(id, pair);
    }
    return pair;
  }

  void withdraw(String id) {
    synchronized (published) {
      published.remove(id);
    }
  }

  static KeyPair key(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private String discovery() throws IOException {
    return JSON.writeValueAsString(
        Map.of("issuer", other.orElse(address()), "jwks_uri", address() + "/keys"));
  }

  private String keys() throws IOException {
    asked++;
    List<Map<String, String>> keys = new ArrayList<>();
    synchronized (published) {
      published.forEach((id, pair) -> keys.add(jwk(id, pair.getPublic())));
    }
    return JSON.writeValueAsString(Map.of("keys", keys));
  }

  private static Map<String, String> jwk(String id, PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return Map.of(
          "kty",
          "RSA",
          "kid",
          id,
          "n",
          unsigned(rsa.getModulus()),
          "e",
          unsigned(rsa.getPublicExponent()));
    }
    ECPublicKey ec = (ECPublicKey) key;
    return Map.of(
        "kty",
        "EC",
        "kid",
        id,
        "crv",
        "P-256",
        "x",
        unsigned(ec.getW().getAffineX()),
        "y",
        unsigned(ec.getW().getAffineY()));
  }

  /** Of 32 bytes at least, as coordinates of that curve have to be. */
  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 32 && bytes[0] == 0 ? 1 : 0;
    int length = bytes.length <= 4 ? bytes.length : Math.max(32, bytes.length - from);
    byte[] padded = new byte[length];
    System.arraycopy(bytes, from, padded, length - (bytes.length - from), bytes.length - from);
    return base64(padded);
  }

  /** What a good token says, for a server that is called lodestar. */
  Map<String, Object> claims(String user) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", address());
    claims.put("aud", "lodestar");
    claims.put("sub", user);
    claims.put("iat", now - 600);
    claims.put("exp", now + 600);
    return claims;
  }

  /** A token. */
  static String token(String algorithm, String keyId, KeyPair key, Map<String, Object> claims)
      throws GeneralSecurityException, JsonProcessingException {
    Map<String, String> header = new HashMap<>(Map.of("alg", algorithm));
    if (!keyId.isEmpty()) {
      header.put("kid", keyId);
    }
    String said =
        base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
    return said + "." + base64(signed(algorithm, key, said.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] signed(String algorithm, KeyPair key, byte[] text)
      throws GeneralSecurityException {
    switch (algorithm) {
      case "none":
        return new byte[0];
      case "HS256":
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
        return mac.doFinal(text);
      default:
        Signature signature =
            Signature.getInstance(
                switch (algorithm) {
                  case "RS256" -> "SHA256withRSA";
                  case "RS512" -> "SHA512withRSA";
                  default -> "SHA256withECDSAinP1363Format";
                });
        signature.initSign(key.getPrivate());
        signature.update(text);
        return signature.sign();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

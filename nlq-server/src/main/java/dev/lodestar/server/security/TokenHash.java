package dev.lodestar.server.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Tokens: long and random, so that it is enough to keep their SHA-256. */
public final class TokenHash {
  private static final String PREFIX = "lodestar-";
  private static final int BYTES = 32;

  private TokenHash() {}

  /** A new token. */
  public static String newToken() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of a token: {@code sha256:…}. */
  public static String of(String token) {
    return "sha256:"
        + HexFormat.of().formatHex(ScramVerifier.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  static boolean isOne(String text) {
    return text.matches("sha256:[0-9a-f]{64}");
  }
}

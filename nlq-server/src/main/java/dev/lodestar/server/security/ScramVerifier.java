package dev.lodestar.server.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password (RFC 5802, RFC 7677): enough to recognise it, and not enough to sign
 * in with. Written as PostgreSQL does: {@code SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY}.
 */
public final class ScramVerifier {
  private static final int ITERATIONS = 4096;
  private static final int KEY_BYTES = 32;
  private static final Pattern WRITTEN =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{4,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt.clone();
    this.storedKey = storedKey.clone();
    this.serverKey = serverKey.clone();
  }

  /** Of a new password. */
  public static ScramVerifier of(String password) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  static ScramVerifier of(String password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    return new ScramVerifier(
        iterations, salt, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
  }

  /** One that no password fits, for users that there are not: they are asked like any other. */
  static ScramVerifier ofNobody(byte[] salt) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new ScramVerifier(ITERATIONS, salt, key, key);
  }

  /** Reads the written form; empty when it is none. */
  public static Optional<ScramVerifier> parse(String text) {
    Matcher parts = WRITTEN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      byte[] stored = base64.decode(parts.group(3));
      byte[] server = base64.decode(parts.group(4));
      return stored.length == KEY_BYTES && server.length == KEY_BYTES
          ? Optional.of(
              new ScramVerifier(
                  Integer.parseInt(parts.group(1)), base64.decode(parts.group(2)), stored, server))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  int iterations() {
    return iterations;
  }

  String salt() {
    return Base64.getEncoder().encodeToString(salt);
  }

  /** Whether this is the password. */
  boolean accepts(String password) {
    byte[] salted = salted(password, salt, iterations);
    return MessageDigest.isEqual(sha256(hmac(salted, "Client Key")), storedKey);
  }

  /** Whether a client that sent this proof knows the password. */
  boolean accepts(String authMessage, byte[] proof) {
    byte[] signature = hmac(storedKey, authMessage);
    if (proof.length != signature.length) {
      return false;
    }
    byte[] clientKey = new byte[proof.length];
    for (int i = 0; i < proof.length; i++) {
      clientKey[i] = (byte) (proof[i] ^ signature[i]);
    }
    return MessageDigest.isEqual(sha256(clientKey), storedKey);
  }

  /** Shows the client that the server knew the password as well. */
  String serverSignature(String authMessage) {
    return Base64.getEncoder().encodeToString(hmac(serverKey, authMessage));
  }

  private static byte[] salted(String password, byte[] salt, int iterations) {
    char[] normal = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    try {
      KeySpec spec =
          new PBEKeySpec(
              normal.length == 0 ? new char[1] : normal, salt, iterations, KEY_BYTES * 8);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no PBKDF2 with SHA-256", e);
    } finally {
      Arrays.fill(normal, ' ');
    }
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no HMAC with SHA-256", e);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no SHA-256", e);
    }
  }

  /** The written form. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }
}

package dev.lodestar.server.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's half of a sign-in by SCRAM-SHA-256: two messages come, two are answered. */
public final class ScramExchange {
  private static final int NONCE_BYTES = 18;

  private final ScramVerifier verifier;
  private final String nonce;
  private @Nullable String gs2Header;
  private @Nullable String clientFirstBare;
  private @Nullable String serverFirst;

  /** What a client sent is no message of SCRAM. */
  public static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  ScramExchange(ScramVerifier verifier) {
    this(verifier, nonce());
  }

  ScramExchange(ScramVerifier verifier, String nonce) {
    this.verifier = verifier;
    this.nonce = nonce;
  }

  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Answers the first message with salt and iterations. */
  public String first(String message) throws Violation {
    String[] parts = message.split(",", 3);
    if (parts.length < 3 || !parts[0].matches("[ny]|p=.*")) {
      throw new Violation("This is no first message of SCRAM");
    }
    if (parts[0].startsWith("p")) {
      throw new Violation("Channel binding was not offered");
    }
    Map<Character, String> attributes = attributes(parts[2]);
    String clientNonce = attributes.get('r');
    if (attributes.containsKey('m') || clientNonce == null || clientNonce.isEmpty()) {
      throw new Violation("This is no first message of SCRAM");
    }
    gs2Header = parts[0] + "," + parts[1] + ",";
    clientFirstBare = parts[2];
    String answer =
        "r=" + clientNonce + nonce + ",s=" + verifier.salt() + ",i=" + verifier.iterations();
    serverFirst = answer;
    return answer;
  }

  /** Whether {@link #first} was answered. */
  public boolean begun() {
    return serverFirst != null;
  }

  /** Answers the last message; empty when its proof is that of another password. */
  public Optional<String> last(String message) throws Violation {
    String first = serverFirst;
    if (first == null) {
      throw new Violation("The first message of SCRAM has not come yet");
    }
    int end = message.lastIndexOf(",p=");
    if (end < 0) {
      throw new Violation("This is no last message of SCRAM");
    }
    String withoutProof = message.substring(0, end);
    Map<Character, String> attributes = attributes(withoutProof);
    String header = gs2Header == null ? "" : gs2Header;
    String binding =
        Base64.getEncoder()
            .encodeToString(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (!binding.equals(attributes.get('c'))) {
      throw new Violation("The channel is bound in another way than it was begun");
    }
    if (!attributes(first).getOrDefault('r', "").equals(attributes.get('r'))) {
      throw new Violation("The nonce is another one");
    }
    byte[] proof;
    try {
      proof = Base64.getDecoder().decode(message.substring(end + 3));
    } catch (IllegalArgumentException e) {
      Violation violation = new Violation("The proof is not Base64");
      violation.addSuppressed(e);
      throw violation;
    }
    String authMessage = clientFirstBare + "," + first + "," + withoutProof;
    return verifier.accepts(authMessage, proof)
        ? Optional.of("v=" + verifier.serverSignature(authMessage))
        : Optional.empty();
  }

  private static Map<Character, String> attributes(String message) throws Violation {
    Map<Character, String> attributes = new LinkedHashMap<>();
    for (String part : message.split(",", -1)) {
      if (part.length() < 2 || part.charAt(1) != '=') {
        throw new Violation("A part of a message of SCRAM has no name");
      }
      attributes.putIfAbsent(part.charAt(0), part.substring(2));
    }
    return attributes;
  }
}

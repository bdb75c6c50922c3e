package dev.lodestar.server.security;

import dev.lodestar.spec.Position;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that somebody else issues, as OpenID Connect has them: what must hold of one, and what its
 * claims say of a user.
 *
 * @param audiences of which a token must name one
 * @param userClaim which claim is the user's name
 * @param rolesClaim which claim names groups; empty when none does
 * @param rolesOf the roles by group; empty when groups are called as roles are
 * @param attributes the claims for each attribute of the user
 */
record Oidc(
    String issuer,
    List<String> audiences,
    String userClaim,
    Optional<String> rolesClaim,
    Map<String, List<String>> rolesOf,
    Map<String, List<String>> attributes,
    IssuerKeys keys,
    Position at) {
  private static final int CLOCKS_DIFFER_BY_SECONDS = 60;
  private static final int LONGEST_NAME = 200;

  /** What an issuer signs with and only it can: no shared secret, and never nothing at all. */
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

  Oidc {
    audiences = List.copyOf(audiences);
    rolesOf = Map.copyOf(rolesOf);
    attributes = Map.copyOf(attributes);
  }

  /** What a token is good for. Nothing that stands in a refused one is in any of these. */
  sealed interface Checked {
    /** It speaks of this user. */
    record Says(Users.User user) implements Checked {}

    /** It was good once. */
    record Expired() implements Checked {}

    /** It is good for nothing, for a reason that those who run the server may know. */
    record Refused(String reason) implements Checked {}

    /** Nobody can tell while the issuer does not say which keys are its own. */
    record CannotTell() implements Checked {}
  }

  /** Whether a text can be such a token at all. */
  static boolean isOne(String token) {
    return token.chars().filter(character -> character == '.').count() == 2;
  }

  Checked check(String token) {
    try {
      Optional<JsonWebKey> key = key(token);
      if (key.isEmpty()) {
        return new Checked.Refused("it is signed with a key that the issuer does not publish");
      }
      return says(
          new JwtConsumerBuilder()
              .setJwsAlgorithmConstraints(ALGORITHMS)
              .setVerificationKey(key.get().getKey())
              .setExpectedIssuer(true, issuer)
              .setExpectedAudience(true, audiences.toArray(String[]::new))
              .setRequireExpirationTime()
              .setAllowedClockSkewInSeconds(CLOCKS_DIFFER_BY_SECONDS)
              .build()
              .processToClaims(token));
    } catch (InvalidJwtException e) {
      return refused(e);
    } catch (JoseException | ClassCastException e) {
      // The exception would tell what stands in the token. A header that is no text is only cast.
      return new Checked.Refused("it is no token that is signed with RS256 or ES256");
    } catch (IssuerKeys.Unknown e) {
      // The keys' own room has told those who run the server.
      return new Checked.CannotTell();
    }
  }

  private Optional<JsonWebKey> key(String token) throws JoseException, IssuerKeys.Unknown {
    JsonWebSignature signed = new JsonWebSignature();
    signed.setCompactSerialization(token);
    ALGORITHMS.checkConstraint(signed.getAlgorithmHeaderValue());
    VerificationJwkSelector selector = new VerificationJwkSelector();
    return keys.find(
        published -> {
          try {
            return Optional.ofNullable(selector.select(signed, published));
          } catch (JoseException e) {
            return Optional.empty();
          }
        });
  }

  private static Checked refused(InvalidJwtException problem) {
    // An expired token of somebody else is not told from any other.
    List<Integer> codes =
        problem.getErrorDetails().stream().map(error -> error.getErrorCode()).toList();
    if (codes.equals(List.of(ErrorCodes.EXPIRED))) {
      return new Checked.Expired();
    }
    return new Checked.Refused(
        codes.stream().map(Oidc::reason).distinct().collect(Collectors.joining(", ")));
  }

  private static String reason(int code) {
    return switch (code) {
      case ErrorCodes.SIGNATURE_INVALID -> "its signature is wrong";
      case ErrorCodes.EXPIRED -> "it has expired";
      case ErrorCodes.EXPIRATION_MISSING -> "it does not say when it expires";
      case ErrorCodes.NOT_YET_VALID -> "it is not valid yet";
      case ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING -> "it is for another audience";
      case ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING -> "it is of another issuer";
      default -> "it is no token";
    };
  }

  private Checked says(JwtClaims claims) {
    List<String> names = texts(claims, userClaim);
    if (names.size() != 1 || !isName(names.get(0))) {
      return new Checked.Refused("its claim " + userClaim + " names no user");
    }
    List<String> groups = rolesClaim.map(claim -> texts(claims, claim)).orElse(List.of());
    List<String> roles =
        rolesOf.isEmpty()
            ? groups
            : groups.stream()
                .flatMap(group -> rolesOf.getOrDefault(group, List.of()).stream())
                .distinct()
                .toList();
    Map<String, List<String>> values = new LinkedHashMap<>();
    attributes.forEach(
        (attribute, from) ->
            values.put(
                attribute, from.stream().flatMap(claim -> texts(claims, claim).stream()).toList()));
    return new Checked.Says(user(names.get(0), roles, values));
  }

  private Users.User user(
      String name, Collection<String> itsRoles, Map<String, List<String>> values) {
    return new Users.User(
        name, Optional.empty(), Map.of(), true, List.copyOf(itsRoles), values, Map.of(), at);
  }

  /** One who stands for all whom tokens name, and has all that tokens can give. */
  Users.User anyone(Set<String> all) {
    Set<String> roles =
        rolesOf.isEmpty()
            ? all
            : rolesOf.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    Map<String, List<String>> values = new LinkedHashMap<>();
    attributes.keySet().forEach(attribute -> values.put(attribute, List.of("any")));
    return user(
        "whom a token of " + issuer + " names", rolesClaim.isEmpty() ? Set.of() : roles, values);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** The values of a claim: {@code a.b} is one of that name, or {@code b} in the object a. */
  private static List<String> texts(JwtClaims claims, String claim) {
    Object value = value(claims.getClaimsMap(), claim);
    Stream<?> values = value instanceof List<?> some ? some.stream() : Stream.ofNullable(value);
    return values
        .filter(one -> one instanceof String || one instanceof Number || one instanceof Boolean)
        .map(String::valueOf)
        .toList();
  }

  private static @Nullable Object value(Map<?, ?> of, String claim) {
    Object whole = of.get(claim);
    int dot = claim.indexOf('.');
    if (whole == null && dot > 0 && of.get(claim.substring(0, dot)) instanceof Map<?, ?> below) {
      return value(below, claim.substring(dot + 1));
    }
    return whole;
  }
}

package dev.lodestar.server.http;

import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.SignIn;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who makes a request: whoever has the token, or the name and password, in its header {@code
 * Authorization}.
 */
public final class Callers {
  private static final String DOOR = "http";
  private static final String CALLER = "dev.lodestar.caller";
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private Callers() {}

  /** Who makes a request that was let in. */
  public static Caller of(Context context) {
    Caller caller = context.attribute(CALLER);
    if (caller == null) {
      throw new IllegalStateException("Nobody was let in: " + context.path());
    }
    return caller;
  }

  /** Whether a request was let in, whatever became of it then. */
  static boolean isIn(Context context) {
    return context.attribute(CALLER) != null;
  }

  /** Lets a request in, or says what is missing. */
  static void letIn(Context context, SignIn signIn) throws ApiProblem {
    if (!signIn.isNeeded()) {
      context.attribute(CALLER, Caller.ANYONE);
      return;
    }
    String header = Optional.ofNullable(context.header("Authorization")).orElse("");
    SignIn.Outcome outcome = outcome(header, context.ip(), signIn);
    if (outcome instanceof SignIn.Outcome.Later later) {
      throw ApiProblem.busy(
          "Too many tries to sign in failed; try again in "
              + (later.time().toSeconds() + 1)
              + " seconds");
    }
    if (outcome instanceof SignIn.Outcome.CannotTell) {
      throw ApiProblem.unavailable(
          "Tokens cannot be checked now: their issuer does not say which keys are its own; try again"
              + " in a few seconds");
    }
    if (outcome instanceof SignIn.Outcome.Expired) {
      throw ApiProblem.notSignedIn("The token has expired; get a new one from its issuer");
    }
    if (!(outcome instanceof SignIn.Outcome.Is known)) {
      throw ApiProblem.notSignedIn(
          header.isEmpty()
              ? "Sign in: send a name and password (Basic), or a token (Bearer)"
              : "Cannot sign in with this; send a name and password (Basic), or a token (Bearer)");
    }
    context.attribute(CALLER, known.caller());
  }

  private static SignIn.Outcome outcome(String header, String from, SignIn signIn) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return signIn.byToken(DOOR, header.substring(BEARER.length()).strip(), from);
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      Optional<String> both = decoded(header.substring(BASIC.length()).strip());
      int colon = both.map(text -> text.indexOf(':')).orElse(-1);
      if (both.isPresent() && colon > 0) {
        String name = both.get().substring(0, colon);
        return signIn.byPassword(DOOR, name, both.get().substring(colon + 1), from);
      }
    }
    return new SignIn.Outcome.Refused();
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

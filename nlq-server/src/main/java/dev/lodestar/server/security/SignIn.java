package dev.lodestar.server.security;

import dev.lodestar.server.catalog.LastUsed;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who a client is. Safe to share between threads. */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final int REMEMBERED = 1_000;

  private final Optional<Supplier<Users>> users;
  private final AuditLog audit;
  private final Throttle byUser;

  /** A machine behind which many people sit may fail more often than one person. */
  private final Throttle byAddress;

  private final byte[] secret = new byte[32];

  /** Passwords that were right, as fingerprints: a page asks for many files with the same one. */
  private final Map<String, byte[]> right = new LastUsed<>(REMEMBERED);

  private @Nullable Users rightFor;

  /** Tokens that were written down, so that each is once: a program brings one every time. */
  private final Map<String, Boolean> met = new LastUsed<>(REMEMBERED);

  private SignIn(Optional<Supplier<Users>> users, AuditLog audit, LongSupplier nanos) {
    this.users = users;
    this.audit = audit;
    this.byUser = new Throttle(5, nanos);
    this.byAddress = new Throttle(50, nanos);
    new SecureRandom().nextBytes(secret);
  }

  /** Everyone may do everything, and nothing is written down. */
  public static SignIn notNeeded() {
    return new SignIn(Optional.empty(), AuditLog.NONE, System::nanoTime);
  }

  /** The same, and what is asked is written down. */
  public static SignIn notNeeded(AuditLog audit) {
    return new SignIn(Optional.empty(), audit, System::nanoTime);
  }

  /** Those sign in who are known when they do. */
  public static SignIn of(Supplier<Users> users, AuditLog audit) {
    return new SignIn(Optional.of(users), audit, System::nanoTime);
  }

  static SignIn of(Supplier<Users> users, AuditLog audit, LongSupplier nanos) {
    return new SignIn(Optional.of(users), audit, nanos);
  }

  /** What came of a try to sign in. */
  public sealed interface Outcome {
    /** It is this one. */
    record Is(Caller caller) implements Outcome {}

    /** It is nobody, and why is not said. */
    record Refused() implements Outcome {}

    /** There were too many tries. */
    record Later(Duration time) implements Outcome {}

    /** The token was good once. */
    record Expired() implements Outcome {}

    /** Nobody can tell, while the issuer of tokens does not answer. */
    record CannotTell() implements Outcome {}
  }

  /** Whether anybody has to sign in. */
  public boolean isNeeded() {
    return users.isPresent();
  }

  /** Where everything that is asked is written down. */
  public AuditLog audit() {
    return audit;
  }

  /**
   * Tries a password.
   *
   * @param from the address of the client, which is made to wait after failures
   */
  public Outcome byPassword(String door, String user, String password, String from) {
    Optional<Duration> wait = wait(user, from);
    if (wait.isPresent()) {
      return new Outcome.Later(wait.get());
    }
    Users known = known();
    if (isKnownRight(known, user, password)) {
      return new Outcome.Is(known.caller(user).orElseThrow());
    }
    if (!verifier(user).accepts(password)) {
      return refused(door, user, from);
    }
    synchronized (right) {
      right.put(user, fingerprint(user, password));
    }
    return accepted(door, user, from);
  }

  private boolean isKnownRight(Users known, String user, String password) {
    byte[] given = fingerprint(user, password);
    synchronized (right) {
      if (rightFor != known) {
        right.clear();
        rightFor = known;
      }
      byte[] before = right.get(user);
      return before != null && Arrays.equals(before, given);
    }
  }

  private byte[] fingerprint(String user, String password) {
    return ScramVerifier.hmac(secret, user + "\0" + password);
  }

  /** Tries a token. */
  public Outcome byToken(String door, String token, String from) {
    Optional<Duration> wait = byAddress.wait(from);
    if (wait.isPresent()) {
      return new Outcome.Later(wait.get());
    }
    Users known = known();
    Optional<Caller> caller = known.callerWith(TokenHash.of(token));
    if (caller.isPresent()) {
      return new Outcome.Is(caller.get());
    }
    Optional<Oidc> issuer = known.oidc().filter(any -> Oidc.isOne(token));
    return issuer.isPresent()
        ? byIssuer(issuer.get(), known, door, token, from)
        : noToken(door, from);
  }

  private Outcome byIssuer(Oidc issuer, Users known, String door, String token, String from) {
    Oidc.Checked checked = issuer.check(token);
    if (checked instanceof Oidc.Checked.CannotTell) {
      return new Outcome.CannotTell();
    }
    if (checked instanceof Oidc.Checked.Expired) {
      if (isNew("expired " + door + " " + from + " " + token)) {
        audit.signIn(door, "", from, false);
      }
      return new Outcome.Expired();
    }
    if (checked instanceof Oidc.Checked.Refused refused) {
      LOG.warn("A token from {} is refused: {}", from, refused.reason());
      return noToken(door, from);
    }
    Users.User user = ((Oidc.Checked.Says) checked).user();
    Optional<Caller> caller = known.callerOf(user);
    if (caller.isEmpty()) {
      LOG.warn(
          "A token from {} is refused: the file has a user of that name without oidc: true", from);
      return noToken(door, from);
    }
    if (isNew(token)) {
      audit.signIn(door, user.name(), from, true);
    }
    return new Outcome.Is(caller.get());
  }

  private boolean isNew(String token) {
    synchronized (met) {
      return met.put(TokenHash.of(token), true) == null;
    }
  }

  private Outcome noToken(String door, String from) {
    byAddress.failed(from);
    audit.signIn(door, "", from, false);
    return new Outcome.Refused();
  }

  /** Begins SCRAM, for a user who may not be there: the client is not told so before the end. */
  public ScramExchange scram(String user) {
    return new ScramExchange(verifier(user));
  }

  private ScramVerifier verifier(String user) {
    return known()
        .verifier(user)
        .orElseGet(
            () ->
                ScramVerifier.ofNobody(
                    Arrays.copyOf(ScramVerifier.hmac(secret, "salt of " + user), 16)));
  }

  /** How long a client has to wait before its next try; empty when it need not. */
  public Optional<Duration> wait(String user, String from) {
    return byUser.wait(key(user, from)).or(() -> byAddress.wait(from));
  }

  /** Notes a failed try, and says no. */
  public Outcome refused(String door, String user, String from) {
    byUser.failed(key(user, from));
    byAddress.failed(from);
    audit.signIn(door, user, from, false);
    return new Outcome.Refused();
  }

  /** Notes that a user has shown who they are. */
  public Outcome accepted(String door, String user, String from) {
    Optional<Caller> caller = known().caller(user);
    if (caller.isEmpty()) {
      // The file of users has changed since the password was looked up.
      return refused(door, user, from);
    }
    byUser.succeeded(key(user, from));
    audit.signIn(door, user, from, true);
    return new Outcome.Is(caller.get());
  }

  /** One who has signed in, as they are known by now; empty when they no longer are. */
  public Optional<Caller> still(Caller caller) {
    return users.isEmpty() ? Optional.of(caller) : known().caller(caller.name());
  }

  private static String key(String user, String from) {
    return from + " as " + user;
  }

  private Users known() {
    return users.orElseThrow(() -> new IllegalStateException("Nobody has to sign in")).get();
  }
}

package dev.lodestar.server.pgwire;

import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.ScramExchange;
import dev.lodestar.server.security.SignIn;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a password by SCRAM-SHA-256: it is shown to be known, and not sent. */
final class ScramLogin implements Login {
  static final String DOOR = "postgresql";
  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final int ASK = 10;
  private static final int GO_ON = 11;
  private static final int FINAL = 12;

  private final SignIn signIn;
  private final String user;
  private final String from;
  private final ScramExchange exchange;
  private @Nullable Caller caller;

  ScramLogin(SignIn signIn, String user, String from) {
    this.signIn = signIn;
    this.user = user;
    this.from = from;
    this.exchange = signIn.scram(user);
  }

  @Override
  public boolean begin(Output output) throws PgError, IOException {
    Optional<Duration> wait = signIn.wait(user, from);
    if (wait.isPresent()) {
      throw PgError.fatal(
          "28000",
          "Too many tries to sign in failed; try again in "
              + (wait.get().toSeconds() + 1)
              + " seconds");
    }
    ByteBuf to = output.begin('R');
    to.writeInt(ASK);
    Output.text(to, MECHANISM);
    to.writeByte(0);
    output.end();
    return false;
  }

  @Override
  public boolean answer(Message message, Output output) throws PgError, IOException {
    try {
      return exchange.begun() ? last(message, output) : first(message, output);
    } catch (ScramExchange.Violation e) {
      throw PgError.violation(String.valueOf(e.getMessage()));
    }
  }

  private boolean first(Message message, Output output)
      throws PgError, IOException, ScramExchange.Violation {
    String mechanism = message.text();
    if (!mechanism.equals(MECHANISM)) {
      throw PgError.fatal("28000", "There is no mechanism " + mechanism + "; use " + MECHANISM);
    }
    byte[] data = message.bytes();
    String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
    send(output, GO_ON, exchange.first(text));
    return false;
  }

  private boolean last(Message message, Output output)
      throws PgError, IOException, ScramExchange.Violation {
    Optional<String> answer = exchange.last(new String(message.rest(), StandardCharsets.UTF_8));
    SignIn.Outcome outcome =
        answer.isEmpty() ? signIn.refused(DOOR, user, from) : signIn.accepted(DOOR, user, from);
    if (answer.isEmpty() || !(outcome instanceof SignIn.Outcome.Is known)) {
      throw PgError.fatal("28P01", "password authentication failed for user \"" + user + "\"");
    }
    send(output, FINAL, answer.get());
    caller = known.caller();
    return true;
  }

  private static void send(Output output, int kind, String text) throws IOException {
    ByteBuf to = output.begin('R');
    to.writeInt(kind);
    to.writeCharSequence(text, StandardCharsets.UTF_8);
    output.end();
  }

  @Override
  public Caller caller() {
    Caller known = caller;
    if (known == null) {
      throw new IllegalStateException("Nobody has signed in yet");
    }
    return known;
  }
}

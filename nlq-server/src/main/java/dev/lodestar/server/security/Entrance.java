package dev.lodestar.server.security;

import java.util.Optional;

/**
 * How clients come in, at every door.
 *
 * @param tls empty when what they say can be read on its way
 */
public record Entrance(SignIn signIn, Optional<Tls> tls) {

  /** For clients on this machine, who need not say who they are. */
  public static final Entrance OPEN = new Entrance(SignIn.notNeeded(), Optional.empty());
}

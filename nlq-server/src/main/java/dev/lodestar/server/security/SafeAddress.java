package dev.lodestar.server.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;

/** Addresses to which a secret may be sent, and from which an answer may be believed. */
public final class SafeAddress {
  private SafeAddress() {}

  /** Whether nobody on the way to an address can listen, or answer in its place. */
  public static boolean isSafe(String address) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      return host != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || ("http".equalsIgnoreCase(uri.getScheme()) && isHere(host)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** No name but this one is looked up: who answers for others can say that they are here. */
  private static boolean isHere(String host) {
    try {
      return host.equalsIgnoreCase("localhost")
          || (host.matches("[0-9.]+|\\[.*\\]") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.lodestar.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other people's pages out. A browser on this machine lets any page send requests to
 * loopback; such a request names the page in Origin, or, where a foreign name was made to point
 * here, that name in Host.
 */
final class LocalNames {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private LocalNames() {}

  /** For a server of many names, whose callers sign in: a page may ask the server it came from. */
  static void checkOrigin(@Nullable String host, @Nullable String origin) throws ApiProblem {
    if (origin != null && !isAt(origin, host)) {
      throw ApiProblem.forbidden("This server answers no page of another site: " + origin);
    }
  }

  private static boolean isAt(String origin, @Nullable String host) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static void check(@Nullable String host, @Nullable String origin) throws ApiProblem {
    if (host == null || !isLocal("http://" + host)) {
      throw ApiProblem.forbidden(
          "This server answers only requests to localhost, not to \"" + host + "\"");
    }
    if (origin != null && !isLocal(origin)) {
      throw ApiProblem.forbidden("This server answers no page of another site: " + origin);
    }
  }

  private static boolean isLocal(String address) {
    try {
      String name = new URI(address).getHost();
      return name != null && NAMES.contains(name.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

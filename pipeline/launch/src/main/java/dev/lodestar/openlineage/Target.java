package dev.lodestar.openlineage;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where events go. */
interface Target {

  /** Hands an event over, or says in its message why it cannot. */
  void send(String event) throws IOException, InterruptedException;

  /**
   * Finds a target by what is asked for, else by what the environment says, as other tools do.
   *
   * @param asked {@code console}, the address of a server, or a file
   */
  static Optional<Target> of(
      Optional<String> asked, Map<String, String> environment, PrintStream console) {
    Optional<String> where =
        asked.or(
            () ->
                Optional.ofNullable(environment.get("OPENLINEAGE_URL"))
                    .filter(url -> !url.isBlank())
                    .filter(
                        url ->
                            !environment.getOrDefault("OPENLINEAGE_DISABLED", "").equals("true")));
    return where.map(
        to -> {
          if (to.equals("console")) {
            return new Console(console);
          }
          String lower = to.toLowerCase(Locale.ROOT);
          return lower.startsWith("http://") || lower.startsWith("https://")
              ? HttpTarget.at(address(to, environment), environment)
              : new File(Path.of(to));
        });
  }

  private static URI address(String url, Map<String, String> environment) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "Cannot send events there: the address needs a host and nothing before it; a token is"
                + " read from the environment variable OPENLINEAGE_API_KEY");
      }
      boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      String endpoint = environment.getOrDefault("OPENLINEAGE_ENDPOINT", "api/v1/lineage");
      return bare ? uri.resolve("/" + endpoint.replaceFirst("^/", "")) : uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Cannot send events there: not an address: " + url, e);
    }
  }

  /** Standard error, an event a line. */
  record Console(PrintStream out) implements Target {
    @Override
    public void send(String event) {
      out.println(event);
    }

    @Override
    public String toString() {
      return "the console";
    }
  }

  /** A file that grows by a line for each event. */
  record File(Path path) implements Target {
    @Override
    public void send(String event) throws IOException {
      Files.writeString(path, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }
}

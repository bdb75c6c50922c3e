package dev.lodestar.spark;

import dev.lodestar.launch.ClusterException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark cluster with masters of its own, as in {@code spark://host:7077,other:7077}.
 *
 * <p>Spark itself would try for a minute, and then report what came of it in a hundred lines.
 */
record SparkCluster(String master) {

  private static final int PATIENCE_MILLIS = 10_000;

  private static final Pattern STANDALONE =
      Pattern.compile("spark://(?<masters>[^,:/]+:\\d+(,[^,:/]+:\\d+)*)");

  private static final Pattern MANAGED = Pattern.compile("yarn|k8s://.+");

  /** Refuses addresses where no master listens. */
  void check() {
    if (MANAGED.matcher(master).matches()) {
      return;
    }
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      throw new ClusterException(
          "\""
              + master
              + "\" is no address of a Spark cluster: --sparkMaster takes spark://HOST:PORT,"
              + " or local[N] to run in this process");
    }
    IOException refused = new IOException("There is no master in " + master);
    for (String address : standalone.group("masters").split(",")) {
      int colon = address.indexOf(':');
      int port = Integer.parseInt(address.substring(colon + 1));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address.substring(0, colon), port), PATIENCE_MILLIS);
        return;
      } catch (IOException e) {
        refused = e;
      }
    }
    throw new ClusterException(
        "Cannot reach a Spark cluster at "
            + master
            + ": check that the master runs, and that --sparkMaster is the address that its page"
            + " shows, spark://HOST:PORT (7077 unless set)",
        refused);
  }
}

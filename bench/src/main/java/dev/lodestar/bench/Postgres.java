package dev.lodestar.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of its own, with as much of what is read in memory as it likes. */
final class Postgres implements AutoCloseable {
  private final Process process;
  private final int port;

  private Postgres(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where PostgreSQL's programs are on this machine; empty when it has none. */
  static Optional<Path> installed() throws IOException {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      Path found = Path.of(folder, "postgres");
      if (Files.isExecutable(found)) {
        return Optional.ofNullable(found.toRealPath().getParent());
      }
    }
    return Optional.empty();
  }

  /** Starts an empty one, in a folder that is emptied first. */
  static Postgres start(Path programs, Path folder) throws Exception {
    Bench.delete(folder);
    Files.createDirectories(folder);
    Path data = folder.resolve("data");
    Path log = folder.resolve("log");
    Meter.measure(
        command(programs.resolve("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-N"),
        log);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                command(
                    programs.resolve("postgres"),
                    "-D",
                    data,
                    "-p",
                    port,
                    "-h",
                    "127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "shared_buffers=1GB",
                    "-c",
                    "work_mem=256MB"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Postgres postgres = new Postgres(process, port);
    for (int tries = 0; process.isAlive() && tries < 300; tries++) {
      try (Connection works = postgres.connect()) {
        return postgres;
      } catch (SQLException notYet) {
        Thread.sleep(100);
      }
    }
    postgres.close();
    throw new IllegalStateException("PostgreSQL does not start; see " + log);
  }

  /** It refuses to run as root, unless that is one in a space of its own. */
  private static List<String> command(Object... words) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    Stream.of(words).map(String::valueOf).forEach(command::add);
    return command;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}

package dev.lodestar.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of one domain, in a process of its own, as a user starts it. */
final class Served implements AutoCloseable {
  private static final Pattern HTTP = Pattern.compile("Open http://[^:]+:(\\d+)/.*");
  private static final Pattern POSTGRESQL = Pattern.compile(".* connect to port (\\d+).*");

  private final Process process;
  private int httpPort;
  private int pgPort;

  private Served(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it answers. */
  static Served start(Path home, String domain, Path warehouse, Path log, List<String> options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("lodestar").toString(),
                "serve",
                home.resolve(domain).toString(),
                "--warehouse=" + warehouse,
                "--port=0",
                "--pg-port=0"));
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    Served served = new Served(process);
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher postgresql = POSTGRESQL.matcher(line);
      if (postgresql.matches()) {
        served.pgPort = Integer.parseInt(postgresql.group(1));
      }
      Matcher http = HTTP.matcher(line);
      if (http.matches()) {
        served.httpPort = Integer.parseInt(http.group(1));
        return served;
      }
    }
    throw new IllegalStateException("The server ended at once; see " + log);
  }

  int httpPort() {
    return httpPort;
  }

  int pgPort() {
    return pgPort;
  }

  /** Seconds of processor time that it has taken so far. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** The most memory that it has held. */
  long peakMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}

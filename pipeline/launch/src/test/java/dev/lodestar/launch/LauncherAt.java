package dev.lodestar.launch;

import dev.lodestar.tables.CrashPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A launcher in a process of its own, which ends at a crash point, or waits there. */
final class LauncherAt {
  private static final String WAITS = "waits";

  private LauncherAt() {}

  static ProcessBuilder crashing(String point, TestDomain domain, String command, String... more) {
    return process(domain, "-DLODESTAR_CRASH_AT=" + point, Lodestar.class, command, more)
        .redirectErrorStream(true)
        .redirectOutput(log(domain).toFile());
  }

  /** A launcher that has come to a point and stays there until it is told to go on. */
  record Waiting(Process process, BufferedReader out, Path log) implements AutoCloseable {

    /** It gets no time from the system any more, and no thread of it moves. */
    void suspend() throws IOException, InterruptedException {
      signal("STOP");
    }

    /** Returns its exit code. */
    int wakeAndGoOn() throws IOException, InterruptedException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      signal("CONT");
      while (out.readLine() != null) {
        continue;
      }
      return process.waitFor();
    }

    String said() throws IOException {
      return Files.readString(log);
    }

    private void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Returns when it has come there. */
  static Waiting waiting(String point, TestDomain domain, String command, String... more)
      throws IOException {
    Process process =
        process(domain, "-Dtest.wait-at=" + point, LauncherAt.class, command, more)
            .redirectError(log(domain).toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (!WAITS.equals(line)) {
      if (line == null) {
        throw new AssertionError(
            "Did not come to " + point + ":\n" + Files.readString(log(domain)));
      }
      line = out.readLine();
    }
    return new Waiting(process, out, log(domain));
  }

  private static Path log(TestDomain domain) {
    return domain.warehouse().resolveSibling("launcher.txt");
  }

  private static ProcessBuilder process(
      TestDomain domain, String property, Class<?> main, String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                property,
                main.getName(),
                command,
                domain.folder().toString()));
    arguments.addAll(domain.place());
    arguments.addAll(List.of(more));
    return new ProcessBuilder(arguments);
  }

  /** Runs a command and waits at the point, the first time it is reached, for a line to be read. */
  public static void main(String[] arguments) {
    String waitAt = System.getProperty("test.wait-at");
    CrashPoint.watch(
        point -> {
          if (point.equals(waitAt)) {
            CrashPoint.watch(null);
            System.out.println(WAITS);
            try {
              if (System.in.read() < 0) {
                throw new IllegalStateException("Nobody says how to go on");
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    System.exit(Lodestar.execute(arguments));
  }
}

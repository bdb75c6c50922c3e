package dev.lodestar.contract;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Another Java, with its own class path and what it prints kept in a file; killed on close. */
public final class JavaProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a main class.
   *
   * @param log where standard output and error go
   * @param environment added to this process's own
   * @param options of the JVM
   */
  public static JavaProcess start(
      Path log,
      Map<String, String> environment,
      List<String> options,
      List<String> classPath,
      String main,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = builder.start();
      // Nobody else ends it when this Java is told to stop amid a test.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> destroy(process)));
      return new JavaProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + main, e);
    }
  }

  /** The entries of this JVM's class path whose file name or folder matches. */
  public static List<String> classPath(Pattern pattern) {
    return classPath(pattern.asPredicate());
  }

  /** The entries of this JVM's class path that a test accepts. */
  public static List<String> classPath(Predicate<String> test) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(test)
        .toList();
  }

  /** The {@code --add-opens} this JVM was started with. */
  public static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .toList();
  }

  /** A port of the loopback address that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }

  /** Waits until the text of an address matches. */
  public JavaProcess awaitText(URI address, Pattern pattern, Duration patience) {
    return await(
        () -> pattern.matcher(textOf(address)).find(), address + " shows " + pattern, patience);
  }

  /** Waits until what was printed matches. */
  public JavaProcess awaitLog(Pattern pattern, Duration patience) {
    return await(() -> pattern.matcher(log()).find(), "it prints " + pattern, patience);
  }

  /** Waits until a folder has a file with a name that ends like that, at any depth. */
  public JavaProcess awaitFile(Path folder, String ending, Duration patience) {
    return await(() -> hasFile(folder, ending), "there is a " + ending + " in " + folder, patience);
  }

  private static boolean hasFile(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(ending));
    } catch (IOException | UncheckedIOException notThereOrJustGone) {
      return false;
    }
  }

  private JavaProcess await(BooleanSupplier ready, String what, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            (process.isAlive() ? "Not within " + patience : "Ended before")
                + " that "
                + what
                + ":\n"
                + log());
      }
      sleep();
    }
    return this;
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode(Duration patience) {
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("Still running after " + patience + ":\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process", e);
    }
  }

  /** What it has printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    destroy(process);
    exitCode(Duration.ofSeconds(30));
  }

  private static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  /** What an address answers; empty while nobody does. */
  public static String textOf(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException nobodyYet) {
      return "";
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process", e);
    }
  }
}

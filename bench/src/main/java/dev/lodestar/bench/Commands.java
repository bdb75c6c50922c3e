package dev.lodestar.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How each of the programs that are compared is started. */
final class Commands {
  private static final List<String> OPENED_FOR_SPARK =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private Commands() {}

  /** A run of a domain, with the settings that every user gets. */
  static List<String> lodestar(Path home, String domain, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(home.resolve("lodestar").toString(), "run", home.resolve(domain).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program with Spark in its own process and a heap of 4 GB. */
  static List<String> spark(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(java(), "-Xms4g", "-Xmx4g", "-XX:+UseParallelGC", "-Xlog:disable"));
    for (String opened : OPENED_FOR_SPARK) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program with nothing but DuckDB. */
  static List<String> duckDb(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-cp",
                lean(),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Our class path without Spark's. */
  private static String lean() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.contains("duckdb") || entry.contains("lodestar-bench"))
        .reduce((a, b) -> a + ":" + b)
        .orElseThrow(() -> new IllegalStateException("DuckDB is not on the class path"));
  }
}

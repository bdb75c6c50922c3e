package dev.lodestar.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One way to do the job, and how it is started. */
enum Contender {
  DIRECT("direct", "Lodestar, Beam on Direct") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      return lodestar("direct", home, data, out);
    }
  },
  FLINK("flink", "Lodestar, Beam on Flink") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      return lodestar("flink", home, data, out);
    }
  },
  SPARK("spark", "Lodestar, Beam on Spark") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      return lodestar("spark", home, data, out);
    }
  },
  SPARK_NATIVE("spark-native", "native Spark SQL") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      List<String> command =
          new ArrayList<>(
              List.of(java(), "-Xms4g", "-Xmx4g", "-XX:+UseParallelGC", "-Xlog:disable"));
      for (String opened : OPENED_FOR_SPARK) {
        command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
      }
      command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(SparkJob.class.getName(), data.toString(), out.toString()));
      return command;
    }
  },
  DUCKDB("duckdb", "DuckDB alone") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      return List.of(
          java(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:disable",
          "-cp",
          lean(),
          DuckDbJob.class.getName(),
          data.toString(),
          out.toString());
    }
  };

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

  final String id;
  final String title;

  Contender(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The command that reads {@code data} and leaves tables below {@code out}. */
  abstract List<String> command(Path home, Path data, Path out);

  boolean isLodestar() {
    return this == DIRECT || this == FLINK || this == SPARK;
  }

  private static List<String> lodestar(String runner, Path home, Path data, Path out) {
    return List.of(
        home.resolve("lodestar").toString(),
        "run",
        home.resolve("bench/domain").toString(),
        "--runner=" + runner,
        "--warehouse=" + out,
        "--var",
        "data=" + data);
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

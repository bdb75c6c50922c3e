package dev.lodestar.bench;

import java.nio.file.Path;
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
      return Commands.spark(SparkJob.class, data.toString(), out.toString());
    }
  },
  DUCKDB("duckdb", "DuckDB alone") {
    @Override
    List<String> command(Path home, Path data, Path out) {
      return Commands.duckDb(DuckDbJob.class, data.toString(), out.toString());
    }
  };

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
    return Commands.lodestar(
        home, "bench/domain", "--runner=" + runner, "--warehouse=" + out, "--var", "data=" + data);
  }
}

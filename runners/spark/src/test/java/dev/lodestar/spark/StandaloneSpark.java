package dev.lodestar.spark;

import dev.lodestar.contract.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Spark master and a worker on loopback, each a JVM of its own. */
final class StandaloneSpark implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Spark and what it needs: nothing of Beam and nothing of ours. */
  private static final Pattern NOT_SPARK =
      Pattern.compile(
          "/(dev/lodestar|org/(apache/(beam|calcite|iceberg)|duckdb|junit|assertj|xerial/sqlite)"
              + "|lodestar-[^/]*\\.jar$|runners/|pipeline/)");

  private final List<JavaProcess> processes = new ArrayList<>();
  private final Path folder;
  private final String master;
  private final URI state;

  private StandaloneSpark(Path folder, int port, int page) {
    this.folder = folder;
    this.master = "spark://localhost:" + port;
    this.state = URI.create("http://localhost:" + page + "/json/");
  }

  /** Starts a cluster with two cores and waits until it takes applications. */
  static StandaloneSpark start(Path folder) throws IOException {
    int port = JavaProcess.freePort();
    int page = JavaProcess.freePort();
    StandaloneSpark spark = new StandaloneSpark(Files.createDirectories(folder), port, page);
    spark.install();
    JavaProcess master =
        spark.run(
            "master",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "localhost", "--port", "" + port, "--webui-port", "" + page));
    master.awaitText(spark.state, Pattern.compile("\"status\"\\s*:\\s*\"ALIVE\""), PATIENCE);
    spark
        .run(
            "worker",
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                "localhost",
                "--cores",
                "2",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work").toString(),
                spark.master))
        .awaitText(spark.state, Pattern.compile("\"aliveworkers\"\\s*:\\s*1"), PATIENCE);
    return spark;
  }

  /** What {@code --sparkMaster} takes. */
  String master() {
    return master;
  }

  /** How many applications it has been given. */
  int jobs() {
    return (int)
        Pattern.compile("\"id\"\\s*:\\s*\"app-")
            .matcher(JavaProcess.textOf(state))
            .results()
            .count();
  }

  /** {@code spark-submit} with a jar and its arguments. */
  JavaProcess submit(Path log, Path jar, List<String> arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--master",
                master,
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=localhost"));
    all.add(jar.toString());
    all.addAll(arguments);
    return java(log, "org.apache.spark.deploy.SparkSubmit", all);
  }

  /** The folder that a worker starts executors from: a jars folder and a release file. */
  private void install() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("home/jars"));
    for (String jar : jars()) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    Files.writeString(folder.resolve("home/RELEASE"), "Spark from Maven\n");
  }

  private static List<String> jars() {
    return JavaProcess.classPath(
        entry -> entry.endsWith(".jar") && !NOT_SPARK.matcher(entry).find());
  }

  private JavaProcess run(String name, String main, List<String> arguments) {
    JavaProcess process = java(folder.resolve(name + ".log"), main, arguments);
    processes.add(process);
    return process;
  }

  private JavaProcess java(Path log, String main, List<String> arguments) {
    List<String> options = new ArrayList<>(JavaProcess.opens());
    options.addAll(
        List.of("-Xmx1g", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
    return JavaProcess.start(
        log,
        Map.of(
            "SPARK_HOME", folder.resolve("home").toString(),
            "SPARK_SCALA_VERSION", "2.12",
            "SPARK_LOCAL_IP", "127.0.0.1",
            "SPARK_LOCAL_HOSTNAME", "localhost"),
        options,
        jars(),
        main,
        arguments);
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}

package dev.lodestar.flink;

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

/** A Flink session cluster on loopback: a job manager and a task manager, each a JVM of its own. */
final class StandaloneFlink implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Flink and what it needs: nothing of Beam and nothing of ours. */
  private static final Pattern JARS =
      Pattern.compile(
          "/(flink-|commons-cli|commons-collections|commons-compress|commons-io|commons-lang3"
              + "|commons-math3|commons-text|chill-java|javassist|jsr305|kryo|lz4-java|minlog"
              + "|objenesis|slf4j-|snakeyaml-engine|snappy-java|async-profiler)[^/]*\\.jar$");

  private static final List<String> OPENS =
      List.of(
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

  private final List<JavaProcess> processes = new ArrayList<>();
  private final Path folder;
  private final String address;
  private JavaProcess worker;

  private StandaloneFlink(Path folder, int restPort) {
    this.folder = folder;
    this.address = "localhost:" + restPort;
  }

  /** Starts a cluster with two slots and waits until it takes jobs. */
  static StandaloneFlink start(Path folder) throws IOException {
    int rest = JavaProcess.freePort();
    StandaloneFlink cluster = new StandaloneFlink(Files.createDirectories(folder), rest);
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("config.yaml"),
        String.join(
            "\n",
            "jobmanager.rpc.address: localhost",
            "jobmanager.rpc.port: " + JavaProcess.freePort(),
            "jobmanager.bind-host: localhost",
            "jobmanager.memory.process.size: 1024m",
            "rest.address: localhost",
            "rest.bind-address: localhost",
            "rest.port: " + rest,
            "rest.bind-port: " + rest,
            "taskmanager.host: localhost",
            "taskmanager.bind-host: localhost",
            "taskmanager.numberOfTaskSlots: 2",
            // A task manager that was killed is missed after two of these.
            "heartbeat.interval: 1000",
            "io.tmp.dirs: " + folder.resolve("tmp"),
            ""));
    cluster.run(
        "jobmanager",
        "-Xmx512m",
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        List.of("--configDir", conf.toString()));
    cluster
        .startsWorker()
        .awaitText(
            URI.create("http://" + cluster.address + "/overview"),
            Pattern.compile("\"slots-total\":2"),
            PATIENCE);
    return cluster;
  }

  /** Kills the one task manager; returns when another one has taken its place. */
  void replaceWorker() {
    worker.close();
    startsWorker()
        .awaitLog(Pattern.compile("Successful registration at resource manager"), PATIENCE);
  }

  private JavaProcess startsWorker() {
    List<String> arguments =
        new ArrayList<>(List.of("--configDir", folder.resolve("conf").toString()));
    for (String setting :
        List.of(
            "cpu.cores=2.0",
            "memory.task.heap.size=1024mb",
            "memory.task.off-heap.size=0b",
            "memory.managed.size=256mb",
            "memory.network.min=128mb",
            "memory.network.max=128mb",
            "memory.framework.heap.size=128mb",
            "memory.framework.off-heap.size=128mb",
            "memory.jvm-metaspace.size=256mb",
            "memory.jvm-overhead.min=200mb",
            "memory.jvm-overhead.max=200mb")) {
      arguments.addAll(List.of("-D", "taskmanager." + setting));
    }
    worker =
        run(
            "taskmanager-" + processes.size(),
            "-Xmx1152m",
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            arguments);
    return worker;
  }

  /** The REST address, as {@code --flinkMaster} takes it. */
  String address() {
    return address;
  }

  /** How many jobs it has been given. */
  int jobs() {
    String jobs = JavaProcess.textOf(URI.create("http://" + address + "/jobs"));
    return (int) Pattern.compile("\"id\":").matcher(jobs).results().count();
  }

  /** {@code flink run} with a jar and its arguments. */
  JavaProcess submit(Path log, Path jar, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("run", "-m", address, "-p", "2"));
    all.add(jar.toString());
    all.addAll(arguments);
    return java(log, "-Xmx512m", "org.apache.flink.client.cli.CliFrontend", all);
  }

  private JavaProcess run(String name, String heap, String main, List<String> arguments) {
    JavaProcess process = java(folder.resolve(name + ".log"), heap, main, arguments);
    processes.add(process);
    return process;
  }

  private JavaProcess java(Path log, String heap, String main, List<String> arguments) {
    List<String> options = new ArrayList<>(OPENS);
    options.addAll(
        List.of(heap, "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
    return JavaProcess.start(
        log,
        Map.of("FLINK_CONF_DIR", folder.resolve("conf").toString()),
        options,
        JavaProcess.classPath(JARS),
        main,
        arguments);
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}

package dev.lodestar.tables;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A launcher in a process of its own, to be killed, starved or raced. */
final class LauncherProcess {
  private static final TableName COUNTED = TableName.parse("silver.counted");

  private LauncherProcess() {}

  /** How a process ended, and what it said. */
  record Ended(int status, String said) {}

  static Process start(List<String> before, Map<String, String> properties, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-XX:TieredStopAtLevel=1");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(LauncherProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static Ended await(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), "UTF-8");
    return new Ended(process.waitFor(), said);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    try (Warehouse warehouse = Warehouse.openExisting(folder)) {
      switch (arguments[0]) {
        case "run" -> {
          try (Lease lease = warehouse.acquire("child")) {
            lease.begin(arguments[2], "test", "direct", "plan");
            lease.recordOutcome(
                arguments[2], OutcomeJson.read(Files.readString(Path.of(arguments[3]))));
            lease.carryOut(arguments[2]);
          }
        }
        case "resume" -> {
          try (Lease lease = warehouse.acquire("child")) {
            lease.carryOut(arguments[2]);
          }
        }
        case "count" -> count(warehouse, arguments[2], Integer.parseInt(arguments[3]));
        case "hold" -> {
          Lease lease = warehouse.acquire("child");
          System.out.println("holds " + lease.token());
          TimeUnit.MINUTES.sleep(5);
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  /** Appends one file to one table in each of so many runs, waiting for the lease each time. */
  private static void count(Warehouse warehouse, String name, int runs) throws Exception {
    for (int i = 0; i < runs; i++) {
      try (Lease lease = patiently(warehouse, name)) {
        String runId = name + "-" + i;
        List<Column> columns = List.of(new Column("id", ColumnType.INTEGER));
        Path file = Path.of(warehouse.dataFolder(COUNTED, runId), "file");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
        lease.begin(runId, "test", "direct", "plan");
        lease.recordOutcome(
            runId,
            Bench.outcome(
                new TableCommit(
                    COUNTED,
                    columns,
                    warehouse.fieldIds(COUNTED, columns),
                    TableCommit.Mode.APPEND,
                    List.of(new DataFile(file.toString(), 1, 1, Map.of())),
                    "f",
                    List.of(),
                    Optional.empty(),
                    Map.of())));
        lease.carryOut(runId);
      }
    }
  }

  private static Lease patiently(Warehouse warehouse, String name) throws InterruptedException {
    while (true) {
      try {
        return warehouse.acquire(name);
      } catch (WarehouseException.Held e) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}

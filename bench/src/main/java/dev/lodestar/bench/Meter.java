package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command and measures it with all processes that it starts, by what Linux tells in {@code
 * /proc}.
 *
 * <p>Processor time is exact: the kernel adds that of every process which has ended to its parent.
 * Memory is the resident set, looked at often; a process's own peak is kept by the kernel and is
 * never missed.
 */
final class Meter {
  private static final Path SELF = Path.of("/proc/self/stat");
  private static final long LOOK_EVERY_MILLIS = 50;

  /** Linux counts processor time for users in hundredths of a second. */
  private static final double TICKS = 100;

  private Meter() {}

  static Cost measure(List<String> command, Path log) throws IOException, InterruptedException {
    double cpuBefore = childrensCpu();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long peak = 0;
    do {
      peak = Math.max(peak, Math.max(together(process, "VmRSS:"), highest(process)));
    } while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    double wall = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "Exit code " + process.exitValue() + " of " + String.join(" ", command) + "; see " + log);
    }
    return new Cost(wall, childrensCpu() - cpuBefore, peak / 1024);
  }

  /** Seconds in user and in kernel of all children that have ended: fields 16 and 17. */
  private static double childrensCpu() throws IOException {
    String stat = Files.readString(SELF);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS;
  }

  private static long together(Process process, String what) throws IOException {
    long sum = 0;
    for (ProcessHandle one : tree(process)) {
      sum += kilobytes(one, what);
    }
    return sum;
  }

  private static long highest(Process process) throws IOException {
    long highest = 0;
    for (ProcessHandle one : tree(process)) {
      highest = Math.max(highest, kilobytes(one, "VmHWM:"));
    }
    return highest;
  }

  private static List<ProcessHandle> tree(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static long kilobytes(ProcessHandle process, String what) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(what)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return 0;
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      if (!process.isAlive()) {
        return 0;
      }
      throw e;
    }
  }
}

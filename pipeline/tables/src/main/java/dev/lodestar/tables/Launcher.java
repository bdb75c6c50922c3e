package dev.lodestar.tables;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that may hold the lease.
 *
 * @param host the machine, and with it what tells one boot and one container from another: only
 *     between equal hosts does a process id mean the same process
 * @param startedMillis when the process started, which tells it from a later one of the same id
 */
record Launcher(String owner, String host, long pid, long startedMillis) {

  static Launcher current(String owner) {
    ProcessHandle process = ProcessHandle.current();
    return new Launcher(owner, hostOfThisProcess(), process.pid(), started(process));
  }

  /** Whether it certainly ended: it ran on this host, and no such process runs here. */
  boolean isDead() {
    if (!host.equals(hostOfThisProcess())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || started(process.get()) != startedMillis;
  }

  /** The machine's name alone. */
  String machine() {
    int space = host.indexOf(' ');
    return space < 0 ? host : host.substring(0, space);
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostOfThisProcess() {
    return Host.NAME;
  }

  /** Found out once, when first asked for. */
  private static final class Host {
    static final String NAME = (name() + " " + boot() + " " + processNamespace()).strip();

    private static String name() {
      String fromEnvironment = System.getenv("HOSTNAME");
      if (fromEnvironment != null && !fromEnvironment.isBlank()) {
        return fromEnvironment;
      }
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }

    private static String boot() {
      Path id = Path.of("/proc/sys/kernel/random/boot_id");
      try {
        return Files.isReadable(id) ? Files.readString(id).strip() : "";
      } catch (IOException e) {
        return "";
      }
    }

    private static String processNamespace() {
      Path namespace = Path.of("/proc/self/ns/pid");
      try {
        return Files.isSymbolicLink(namespace) ? Files.readSymbolicLink(namespace).toString() : "";
      } catch (IOException e) {
        return "";
      }
    }
  }
}

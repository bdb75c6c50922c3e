package dev.lodestar.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A launcher in a process of its own, which ends at a crash point. */
final class LauncherAt {
  private LauncherAt() {}

  static ProcessBuilder crashing(String point, TestDomain domain, String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "-DLODESTAR_CRASH_AT=" + point,
                Lodestar.class.getName(),
                command,
                domain.folder().toString(),
                "--warehouse=" + domain.warehouse()));
    arguments.addAll(List.of(more));
    return new ProcessBuilder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(domain.warehouse().resolveSibling("launcher.txt").toFile());
  }
}

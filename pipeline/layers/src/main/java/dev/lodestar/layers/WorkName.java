package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A name for some work on what arrived for it, which neither other work has nor the same work on
 * other files. Files of tables never change, so all that has the name makes the same rows.
 */
final class WorkName {
  private WorkName() {}

  /**
   * The name of some work.
   *
   * @param work all that is known of it before something arrives
   * @param number of the one that does it, among those that share the work
   * @param arrived the files of each input
   */
  static String of(Object work, int number, Map<String, List<String>> arrived) {
    List<String> parts = new ArrayList<>();
    parts.add(Fingerprint.GENERATION);
    parts.add(work.toString());
    parts.add(String.valueOf(number));
    new TreeMap<>(arrived)
        .forEach(
            (input, files) -> {
              parts.add(input + ":");
              files.stream().sorted().forEach(parts::add);
            });
    return Fingerprint.of(parts);
  }
}

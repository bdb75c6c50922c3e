package dev.lodestar.layers;

import dev.lodestar.tables.DataFile;
import java.util.List;
import java.util.Map;

/**
 * What a fragment has done for one table; several fragments may report of one.
 *
 * @param kept files with rows of the table
 * @param quarantined files with rows of its quarantine
 * @param rowsIn rows that came into the rules; zero for a fragment that only writes what another
 *     has checked
 * @param dropped rows that a rule left out
 * @param broken how many rows broke each rule
 * @param millis how long it took
 */
public record Written(
    String table,
    List<DataFile> kept,
    List<DataFile> quarantined,
    long rowsIn,
    long dropped,
    Map<String, Long> broken,
    long millis) {

  public Written {
    kept = List.copyOf(kept);
    quarantined = List.copyOf(quarantined);
    broken = Map.copyOf(broken);
  }
}

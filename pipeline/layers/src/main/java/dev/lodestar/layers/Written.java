package dev.lodestar.layers;

import dev.lodestar.tables.DataFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param rewritten empty where the files that were there all stay or all go
 */
public record Written(
    String table,
    List<DataFile> kept,
    List<DataFile> quarantined,
    long rowsIn,
    long dropped,
    Map<String, Long> broken,
    long millis,
    Optional<Rewritten> rewritten) {

  /**
   * How a table was changed whose rows stay as far as they can.
   *
   * @param removed the paths of the files that leave the table; rows of theirs that stay are in new
   *     ones
   * @param deletes files with deletes to remember
   * @param applied how many of the rows that came in had an effect
   * @param aside what becomes of the rows that were set aside before
   */
  public record Rewritten(List<String> removed, List<DataFile> deletes, long applied, Aside aside) {
    public Rewritten {
      removed = List.copyOf(removed);
      deletes = List.copyOf(deletes);
    }
  }

  /**
   * Rows that were set aside before.
   *
   * @param removed the paths of the files that leave the quarantine
   * @param rest files with rows of theirs that stay
   */
  public record Aside(List<String> removed, List<DataFile> rest) {
    /** All of them stay. */
    static final Aside STAYS = new Aside(List.of(), List.of());

    public Aside {
      removed = List.copyOf(removed);
      rest = List.copyOf(rest);
    }
  }

  /** For a table whose rows all stay, or all go. */
  public Written(
      String table,
      List<DataFile> kept,
      List<DataFile> quarantined,
      long rowsIn,
      long dropped,
      Map<String, Long> broken,
      long millis) {
    this(table, kept, quarantined, rowsIn, dropped, broken, millis, Optional.empty());
  }

  /** All files that were written, for whatever table. */
  public List<DataFile> files() {
    return Stream.of(
            kept,
            quarantined,
            rewritten.map(Rewritten::deletes).orElse(List.of()),
            rewritten.map(r -> r.aside().rest()).orElse(List.of()))
        .flatMap(List::stream)
        .toList();
  }

  /** The same for a table of which some files leave. */
  Written rewriting(Rewritten how) {
    return new Written(table, kept, quarantined, rowsIn, dropped, broken, millis, Optional.of(how));
  }

  public Written {
    kept = List.copyOf(kept);
    quarantined = List.copyOf(quarantined);
    broken = Map.copyOf(broken);
  }
}

package dev.lodestar.tables;

import java.util.List;

/** Which files a table gained and lost between two snapshots. */
public record FileChanges(List<DataFile> added, List<DataFile> removed) {

  public FileChanges {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** Whether every row of the earlier snapshot is still there, in the same file. */
  public boolean onlyAdds() {
    return removed.isEmpty();
  }
}

package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.util.Optional;

/**
 * What a run found when it asked whether a rule holds of a table.
 *
 * @param asks the kind of the rule: condition, references, not-null, unique, rows, fresh, …
 * @param otherwise what happens to those who break it: warn, quarantine, drop, stop
 * @param rowsChecked how many rows were looked at
 * @param rowsBroken how many break it; for a rule of a table as a whole, at least 1
 * @param found what was found instead, in words; where there is more to tell than a number
 */
public record ExpectationResult(
    TableName table,
    String rule,
    String asks,
    String otherwise,
    long rowsChecked,
    long rowsBroken,
    Optional<String> found) {

  public boolean holds() {
    return rowsBroken == 0;
  }
}

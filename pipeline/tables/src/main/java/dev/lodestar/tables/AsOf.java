package dev.lodestar.tables;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which release is meant by a text: a release's number, a snapshot of one of its tables, the run
 * that made it, or a moment in UTC.
 */
public final class AsOf {
  private final List<Release> oldestFirst;

  public AsOf(List<Release> releases) {
    this.oldestFirst = releases.stream().sorted(Comparator.comparingLong(Release::id)).toList();
  }

  /**
   * The release that is meant.
   *
   * @throws WarehouseException.NoSuchRelease when there is none; the message says which there are
   */
  public Release find(String text) {
    String asked = text.strip();
    Optional<Release> byRun = first(release -> release.runId().equals(asked));
    if (byRun.isPresent()) {
      return byRun.get();
    }
    if (asked.matches("\\d{1,19}")) {
      return byNumber(asked);
    }
    Instant moment = moment(asked);
    Release last = null;
    for (Release release : oldestFirst) {
      if (release.releasedMillis() <= moment.toEpochMilli()) {
        last = release;
      }
    }
    if (last == null) {
      throw new WarehouseException.NoSuchRelease(
          "Nothing was released by " + moment + " yet; " + known());
    }
    return last;
  }

  private Release byNumber(String digits) {
    Optional<Release> byId = first(release -> Long.toString(release.id()).equals(digits));
    Optional<Release> bySnapshot =
        first(
            release ->
                release.snapshots().values().stream()
                    .anyMatch(snapshot -> snapshot.toString().equals(digits)));
    return byId.or(() -> bySnapshot)
        .orElseThrow(
            () ->
                new WarehouseException.NoSuchRelease(
                    "There is no release "
                        + digits
                        + ", and no release has a snapshot "
                        + digits
                        + "; "
                        + known()));
  }

  /** A day means the end of it, as what was released on that day is meant too. */
  private Instant moment(String text) {
    String iso = text.replace(' ', 'T');
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso)
            .plusDays(1)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC)
            .minusMillis(1);
      }
      boolean zoned = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:?\\d\\d");
      return zoned
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      WarehouseException.NoSuchRelease problem =
          new WarehouseException.NoSuchRelease(
              "There is no run \""
                  + text
                  + "\" that was released, and it is not a moment; give a"
                  + " release, a snapshot, a run, or a moment like 2025-01-31 or"
                  + " 2025-01-31T18:00:00 (UTC); "
                  + known());
      problem.addSuppressed(e);
      throw problem;
    }
  }

  private Optional<Release> first(Predicate<Release> test) {
    return oldestFirst.stream().filter(test).findFirst();
  }

  private String known() {
    if (oldestFirst.isEmpty()) {
      return "nothing was released so far";
    }
    Release first = oldestFirst.get(0);
    Release last = oldestFirst.get(oldestFirst.size() - 1);
    return "there are the releases "
        + first.id()
        + " ("
        + Instant.ofEpochMilli(first.releasedMillis())
        + ") to "
        + last.id()
        + " ("
        + Instant.ofEpochMilli(last.releasedMillis())
        + ")";
  }
}

package dev.lodestar.server.dashboard;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.answers.AnswerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dashboard of a domain, read again when its files or its release change. */
public final class Dashboards {
  private final Domain domain;
  private final QueryEngine engine;
  private @Nullable Known known;

  public Dashboards(Domain domain, QueryEngine engine) {
    this.domain = domain;
    this.engine = engine;
  }

  /** What was read, and what it was read from. */
  private record Known(Catalog catalog, List<FileTime> written, Found found) {}

  /**
   * The dashboard, or what is amiss.
   *
   * @param note why there is none; empty where there is one
   */
  public record Found(Optional<ServedDashboard> dashboard, String note) {}

  /** The dashboard as its files are now, over the tables of a release. */
  public synchronized Found over(Catalog catalog) throws IOException {
    List<FileTime> written = written();
    Known before = known;
    if (before == null || before.catalog() != catalog || !before.written().equals(written)) {
      before = new Known(catalog, written, read(catalog));
      known = before;
    }
    return before.found();
  }

  private Found read(Catalog catalog) {
    AnswerFiles files = AnswerFiles.of(domain);
    if (!files.problems().isEmpty()) {
      return new Found(
          Optional.empty(),
          "The dashboard cannot be read; lodestar check "
              + domain.folder()
              + " shows the problems of its files");
    }
    return files
        .dashboard()
        .map(
            dashboard ->
                new Found(
                    Optional.of(
                        new ServedDashboard(dashboard, files.modelOf(domain), catalog, engine)),
                    ""))
        .orElseGet(
            () ->
                new Found(
                    Optional.empty(),
                    "The domain "
                        + domain.name()
                        + " has no dashboard; write one into "
                        + AnswerFiles.DASHBOARD));
  }

  private List<FileTime> written() throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (String name : List.of(AnswerFiles.DASHBOARD, AnswerFiles.SEMANTIC)) {
      Path file = domain.folder().resolve(name);
      times.add(Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0));
    }
    return times;
  }
}

package dev.lodestar.server.dashboard;

import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.LastUsed;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.semantic.SeenModel;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.SemanticModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dashboard of a domain, read again when its files or its release change. */
public final class Dashboards {
  private static final int KEPT = 32;

  private final Domain domain;
  private final QueryEngine engine;

  /** By what callers may see; those who asked last stand last. */
  private final Map<Access, Known> known = new LastUsed<>(KEPT);

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

  /**
   * The dashboard as its files are now, over the tables of a release as somebody sees them: what
   * needs others is left out.
   */
  public synchronized Found over(Catalog catalog) throws IOException {
    List<FileTime> written = written();
    Known before = known.get(catalog.access());
    if (before == null || before.catalog() != catalog || !before.written().equals(written)) {
      before = new Known(catalog, written, read(catalog));
      known.put(catalog.access(), before);
    }
    return before.found();
  }

  private Found read(Catalog catalog) {
    AnswerFiles files = AnswerFiles.of(domain);
    if (!files.problems().isEmpty()) {
      return new Found(
          Optional.empty(),
          catalog.access().isEverything()
              ? "The dashboard cannot be read; lodestar check "
                  + domain.folder()
                  + " shows the problems of its files"
              : "The dashboard cannot be read until its owner has mended its files");
    }
    SemanticModel model = SeenModel.of(files.modelOf(domain), catalog, value -> false);
    return files
        .dashboard()
        .map(dashboard -> SeenDashboard.of(dashboard, model, catalog))
        .map(
            dashboard ->
                new Found(Optional.of(new ServedDashboard(dashboard, model, catalog, engine)), ""))
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

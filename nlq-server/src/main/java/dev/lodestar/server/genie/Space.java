package dev.lodestar.server.genie;

import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.server.drafting.LanguageModel;
import dev.lodestar.server.drafting.LanguageModelFile;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A domain that can be asked. Safe to share between threads. */
final class Space implements AutoCloseable {
  private final ServedDomain domain;
  private final QueryEngine engine;
  private final Clock clock;
  private @Nullable Conversations conversations;
  private @Nullable Open open;
  private @Nullable Said said;

  Space(ServedDomain domain, QueryEngine engine, Clock clock) {
    this.domain = domain;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * What a question is answered from.
   *
   * @param since what it was made of; it is made anew when that changes
   */
  record Open(Catalog catalog, Asker asker, Since since) {}

  /** The release, the day, and when the files that say how it is asked were last written. */
  record Since(Catalog catalog, LocalDate day, List<FileTime> files) {}

  /** What the files say, and when each of them was written. */
  private record Said(AnswerFiles files, List<FileTime> written) {}

  String id() {
    return domain.name();
  }

  ServedDomain domain() {
    return domain;
  }

  QueryEngine engine() {
    return engine;
  }

  /** What the domain's files say of how it is asked, as they are now. */
  synchronized AnswerFiles files() throws IOException {
    List<FileTime> written =
        List.of(
            written(AnswerFiles.SEMANTIC),
            written(AnswerFiles.QUESTIONS),
            written(AnswerFiles.DASHBOARD));
    Said known = said;
    if (known == null || !known.written().equals(written)) {
      known = new Said(AnswerFiles.of(domain.domain()), written);
      said = known;
    }
    return known.files();
  }

  /**
   * The tables and the words as they are now: the one place where a question's catalogue is opened.
   */
  synchronized Open open() throws GenieProblem, QueryFailed, IOException {
    Catalog catalog = released();
    Since since =
        new Since(
            catalog,
            LocalDate.now(clock.withZone(ZoneOffset.UTC)),
            List.of(written(AnswerFiles.SEMANTIC), written(LanguageModelFile.NAME)));
    Open known = open;
    if (known == null || !known.since().equals(since)) {
      AnswerFiles files = readable();
      known =
          new Open(
              catalog,
              Asker.over(
                  files.model().orElseThrow(), catalog, engine, since.day(), false, helper()),
              since);
      open = known;
    }
    return known;
  }

  private FileTime written(String name) throws IOException {
    Path file = domain.domain().folder().resolve(name);
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  private Optional<LanguageModel> helper() throws GenieProblem {
    LanguageModelFile file = LanguageModelFile.of(domain.domain(), System.getenv());
    if (!file.problems().isEmpty()) {
      Problem first = file.problems().get(0);
      throw GenieProblem.notReady(
          "The domain "
              + id()
              + " cannot be asked: "
              + LanguageModelFile.NAME
              + ", line "
              + first.at().line()
              + ": "
              + first.message()
              + "; "
              + first.advice());
    }
    return file.model();
  }

  /** The tables of an earlier release. */
  Catalog asOf(long release) throws GenieProblem {
    Catalog catalog = released();
    return catalog.release().id() == release ? catalog : domain.asOf(String.valueOf(release));
  }

  /** The tables of now. */
  Catalog released() throws GenieProblem {
    return domain.current().orElseThrow(() -> GenieProblem.notReady(nothingReleased()));
  }

  private AnswerFiles readable() throws GenieProblem, IOException {
    AnswerFiles files = files();
    String amiss = amiss(files);
    if (!amiss.isEmpty()) {
      throw GenieProblem.notReady(amiss);
    }
    return files;
  }

  /** Why it cannot be asked; else empty. */
  String note(AnswerFiles files) {
    return domain.current().isEmpty() ? nothingReleased() : amiss(files);
  }

  private String nothingReleased() {
    return "The domain "
        + id()
        + " has released nothing yet; run it: lodestar run "
        + domain.domain().folder();
  }

  private String amiss(AnswerFiles files) {
    if (!files.problems().isEmpty()) {
      return "The domain "
          + id()
          + " cannot be asked, as its files have problems; see them: lodestar check "
          + domain.domain().folder()
          + ". The first: "
          + files.problems().get(0).message();
    }
    return files.model().isPresent()
        ? ""
        : "The domain "
            + id()
            + " has no semantic.yaml, which says what its tables mean; make a first one: lodestar"
            + " semantic "
            + domain.domain().folder();
  }

  /** What was asked and answered; nothing can have been before there is a warehouse. */
  synchronized Optional<Conversations> conversations() {
    Conversations known = conversations;
    if (known == null && Warehouse.exists(domain.warehouse())) {
      known = Conversations.of(domain.warehouse(), clock);
      conversations = known;
    }
    return Optional.ofNullable(known);
  }

  @Override
  public synchronized void close() {
    Conversations known = conversations;
    if (known != null) {
      known.close();
      conversations = null;
    }
  }
}

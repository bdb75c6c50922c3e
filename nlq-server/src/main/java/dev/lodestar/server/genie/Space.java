package dev.lodestar.server.genie;

import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.LastUsed;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.server.drafting.LanguageModel;
import dev.lodestar.server.drafting.LanguageModelFile;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.semantic.SeenModel;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A domain that can be asked. Safe to share between threads. */
final class Space implements AutoCloseable {
  private static final int KEPT = 32;

  private final ServedDomain domain;
  private final QueryEngine engine;
  private final Clock clock;
  private @Nullable Conversations conversations;
  private @Nullable Said said;

  /** By what its callers may see; those who asked last stand last. */
  private final Map<Access, Open> open = new LastUsed<>(KEPT);

  Space(ServedDomain domain, QueryEngine engine, Clock clock) {
    this.domain = domain;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * What the questions of some callers are answered from, all of whom see the same.
   *
   * @param files what the domain's files say, as far as it is about what they see
   * @param since what it was made of; it is made anew when that changes
   */
  record Open(Catalog catalog, AnswerFiles files, Asker asker, Since since) {}

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
  private synchronized AnswerFiles files() throws IOException {
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

  /** The same as far as it is about what a caller sees. */
  AnswerFiles files(Caller caller) throws GenieProblem, QueryFailed, IOException {
    return caller.seesAllOf(id()) ? files() : open(caller).files();
  }

  /**
   * The tables and the words as they are now for a caller: the one place where a question's
   * catalogue is opened.
   */
  synchronized Open open(Caller caller) throws GenieProblem, QueryFailed, IOException {
    Catalog catalog = released(caller);
    Since since =
        new Since(
            catalog,
            LocalDate.now(clock.withZone(ZoneOffset.UTC)),
            List.of(
                written(AnswerFiles.SEMANTIC),
                written(AnswerFiles.QUESTIONS),
                written(LanguageModelFile.NAME)));
    Open known = open.get(catalog.access());
    if (known == null || !known.since().equals(since)) {
      known = opened(caller, since);
      open.put(catalog.access(), known);
    }
    return known;
  }

  private Open opened(Caller caller, Since since) throws GenieProblem, QueryFailed, IOException {
    Catalog catalog = since.catalog();
    AnswerFiles files = readable(caller);
    SemanticModel model = files.model().orElseThrow();
    Optional<LanguageModel> helper = helper(caller);
    if (caller.seesAllOf(id())) {
      Asker asker = Asker.over(model, catalog, engine, since.day(), false, helper);
      return new Open(catalog, files, asker, since);
    }
    SemanticModel fitting = SeenModel.of(model, catalog, value -> false);
    Asker asker = Asker.over(fitting, catalog, engine, since.day(), false, helper);
    Predicate<String> keptBack = keptBack(asker);
    SemanticModel seen = SeenModel.of(model, catalog, keptBack);
    if (!seen.equals(fitting)) {
      asker = Asker.over(seen, catalog, engine, since.day(), false, helper);
    }
    return new Open(catalog, SeenFiles.of(files, seen, asker, catalog, keptBack), asker, since);
  }

  /** Tells values that others see and these callers do not: those may stand in what is written. */
  private Predicate<String> keptBack(Asker asker) throws GenieProblem, QueryFailed, IOException {
    Set<String> others = lowerCase(open(Caller.ANYONE).asker().values());
    others.removeAll(lowerCase(asker.values()));
    return text -> others.contains(text.toLowerCase(Locale.ROOT));
  }

  private static Set<String> lowerCase(Collection<String> values) {
    return values.stream()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private FileTime written(String name) throws IOException {
    Path file = domain.domain().folder().resolve(name);
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  private Optional<LanguageModel> helper(Caller caller) throws GenieProblem {
    LanguageModelFile file = LanguageModelFile.of(domain.domain(), System.getenv());
    if (!file.problems().isEmpty()) {
      if (!caller.seesAllOf(id())) {
        throw GenieProblem.notReady(cannotBeAsked());
      }
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

  /** The tables of an earlier release, as a caller sees them. */
  Catalog asOf(Caller caller, long release) throws GenieProblem {
    Catalog catalog = released(caller);
    return catalog.release().id() == release
        ? catalog
        : caller
            .tablesAsOf(domain, String.valueOf(release))
            .orElseThrow(() -> GenieProblem.notReady(nothingReleased(caller)));
  }

  /** The tables of now, as a caller sees them. */
  Catalog released(Caller caller) throws GenieProblem {
    return caller.tables(domain).orElseThrow(() -> GenieProblem.notReady(nothingReleased(caller)));
  }

  private AnswerFiles readable(Caller caller) throws GenieProblem, IOException {
    AnswerFiles files = files();
    String amiss = amiss(caller, files);
    if (!amiss.isEmpty()) {
      throw GenieProblem.notReady(amiss);
    }
    return files;
  }

  /** Why it cannot be asked; else empty. */
  String note(Caller caller) throws IOException {
    return caller.tables(domain).isEmpty() ? nothingReleased(caller) : amiss(caller, files());
  }

  private String nothingReleased(Caller caller) {
    String said = "The domain " + id() + " has released nothing yet";
    return caller.seesAllOf(id())
        ? said + "; run it: lodestar run " + domain.domain().folder()
        : said;
  }

  private String cannotBeAsked() {
    return "The domain " + id() + " cannot be asked until its owner has mended its files";
  }

  private String amiss(Caller caller, AnswerFiles files) {
    if (files.problems().isEmpty() && files.model().isPresent()) {
      return "";
    }
    if (!caller.seesAllOf(id())) {
      return cannotBeAsked();
    }
    return files.problems().isEmpty()
        ? "The domain "
            + id()
            + " has no semantic.yaml, which says what its tables mean; make a first one: lodestar"
            + " semantic "
            + domain.domain().folder()
        : "The domain "
            + id()
            + " cannot be asked, as its files have problems; see them: lodestar check "
            + domain.domain().folder()
            + ". The first: "
            + files.problems().get(0).message();
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

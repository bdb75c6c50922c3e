package dev.lodestar.layers.plan;

import dev.lodestar.layers.FileIngest;
import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.layers.Fingerprint;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Work;
import dev.lodestar.layers.plan.RunPlan.Action;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.Source.ChangedFiles;
import dev.lodestar.spec.Source.Increment;
import dev.lodestar.spec.Source.NoFiles;
import dev.lodestar.spec.Source.SchemaChange;
import dev.lodestar.spec.SourceField;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what a run reads of a source: compares its files with those that the table has. */
final class PlanSource {
  private final Path folder;
  private final Warehouse warehouse;
  private final Planner.Request request;

  /** One for the sources of the domain in a folder. */
  PlanSource(Path folder, Warehouse warehouse, Planner.Request request) {
    this.folder = folder;
    this.warehouse = warehouse;
    this.request = request;
  }

  /**
   * The plan of a source's table.
   *
   * @param fields the columns as they will be written; empty when the table stays
   * @param bytes how large the table will be, roughly
   */
  record Planned(TablePlan plan, Optional<List<Field>> fields, long bytes) {}

  /** A source, what the table has of it, and what there is. */
  record Look(
      Source source,
      Optional<TableState> state,
      Map<String, InputFile> remembered,
      List<InputFile> found) {}

  Planned plan(Source source) {
    Map<String, InputFile> remembered = new HashMap<>();
    warehouse.inputFiles(source.table()).forEach(f -> remembered.put(f.path(), f));
    Optional<TableState> state = warehouse.state(source.table());
    if (source.database().isPresent()) {
      Look look = new Look(source, state, remembered, List.of());
      return new PlanDatabase(this, request.full()).plan(look, source.database().get());
    }
    List<InputFile> now = SourceFiles.of(source, remembered);
    if (now.isEmpty() && source.noFiles() == NoFiles.FAIL) {
      throw new PlanException(
          "No file matches "
              + source.files()
              + ", where "
              + source.table()
              + " reads from; put files there, mend the pattern in "
              + source.at().file().getFileName()
              + (Files.exists(folder.resolve("generate.sql"))
                  ? ", make sample files with lodestar generate"
                  : "")
              + ", or declare no-files: wait if none may be there yet");
    }
    Look look = new Look(source, state, remembered, now);
    if (source.increment() == Increment.NEW_FILES && !request.full()) {
      return request.anew(source.table()) ? again(look) : newFiles(look);
    }
    List<InputFile> found = look.found();
    boolean same =
        remembered.size() == found.size()
            && found.stream().allMatch(f -> isSame(f, remembered.get(f.path())));
    boolean asBefore =
        look.state().filter(s -> s.fingerprint().equals(fingerprint(source))).isPresent();
    return same && asBefore && !request.anew(source.table())
        ? keep(look, List.of("no file has changed"))
        : everything(look);
  }

  private Planned everything(Look look) {
    List<String> why = List.of(files(look.found().size()) + ", all read again");
    return ingest(look, look.found(), look.found(), TableCommit.Mode.REPLACE, why);
  }

  private Planned newFiles(Look look) {
    List<InputFile> fresh = new ArrayList<>();
    List<InputFile> changed = new ArrayList<>();
    for (InputFile file : look.found()) {
      InputFile before = look.remembered().get(file.path());
      if (before == null) {
        fresh.add(file);
      } else if (!isSame(file, before)) {
        changed.add(file);
      }
    }
    List<String> why = new ArrayList<>();
    if (!changed.isEmpty()) {
      ChangedFiles handling = look.source().changedFiles();
      if (handling == ChangedFiles.FAIL) {
        throw hasChanged(look, changed.get(0));
      }
      if (handling == ChangedFiles.REREAD) {
        return reread(look, changed);
      }
      why.add(names(changed) + " changed and ignored");
    }
    if (fresh.isEmpty() && look.state().isPresent() && !changesColumns(look)) {
      why.add(0, "no new file");
      return keep(look, why);
    }
    Map<String, InputFile> all = new TreeMap<>(look.remembered());
    fresh.forEach(f -> all.put(f.path(), f));
    why.add(
        0,
        fresh.isEmpty()
            ? look.state().isEmpty() ? "no file yet" : "other columns are declared"
            : fresh.size() + " new of " + files(look.found().size()));
    return ingest(look, fresh, List.copyOf(all.values()), TableCommit.Mode.APPEND, why);
  }

  private static PlanException hasChanged(Look look, InputFile file) {
    InputFile before = look.remembered().get(file.path());
    return new PlanException(
        file.path()
            + " has changed since "
            + look.source().table()
            + " has read it ("
            + (before == null ? 0 : before.size())
            + " bytes then, "
            + file.size()
            + " now); with reads: new-files each file is read once."
            + " Give the new version a new name, say with changed-files what to do,"
            + " declare reads: everything, or run with --full");
  }

  /** All files are read again for the sake of those that changed. */
  private Planned reread(Look look, List<InputFile> changed) {
    checkNoneIsGone(look, names(changed) + " again for " + look.source().table());
    List<String> why =
        List.of(names(changed) + " changed", files(look.found().size()) + ", all read again");
    return ingest(look, look.found(), look.found(), TableCommit.Mode.REPLACE, why);
  }

  /** All files are read again for the sake of lines that could not be read. */
  private Planned again(Look look) {
    checkNoneIsGone(look, "lines of " + look.source().table() + " again");
    for (InputFile file : look.found()) {
      InputFile before = look.remembered().get(file.path());
      if (before != null
          && !isSame(file, before)
          && look.source().changedFiles() != ChangedFiles.REREAD) {
        throw hasChanged(look, file);
      }
    }
    List<String> why =
        List.of(
            "lines that were set aside are tried again",
            files(look.found().size()) + ", all read again");
    return ingest(look, look.found(), look.found(), TableCommit.Mode.REPLACE, why);
  }

  /** Reading all files again must not cost the rows of files that are gone. */
  private static void checkNoneIsGone(Look look, String what) {
    Set<String> gone = new LinkedHashSet<>(new TreeMap<>(look.remembered()).keySet());
    look.found().forEach(f -> gone.remove(f.path()));
    if (!gone.isEmpty()) {
      throw new PlanException(
          "Cannot read "
              + what
              + ": the table would lose the rows of "
              + gone.iterator().next()
              + (gone.size() > 1 ? " and " + (gone.size() - 1) + " more" : "")
              + ", which is no longer there. Put it back, give the new version a new name,"
              + " or run with --full to do without");
    }
  }

  private static String names(List<InputFile> files) {
    String path = files.get(0).path();
    String first = path.substring(path.lastIndexOf('/') + 1);
    return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
  }

  private static String files(int count) {
    return count == 1 ? "1 file" : count + " files";
  }

  private static boolean isSame(InputFile file, @Nullable InputFile before) {
    return before != null
        && before.size() == file.size()
        && before.fingerprint().equals(file.fingerprint());
  }

  private static String fingerprint(Source source) {
    List<String> parts =
        new ArrayList<>(
            List.of(
                Fingerprint.GENERATION,
                source.format().toString(),
                source.fields().stream()
                    .map(PlanSource::columnName)
                    .collect(Collectors.joining(",")),
                source.system()));
    if (source.schemaChange() != SchemaChange.FAIL) {
      parts.add(source.schemaChange().name());
    }
    return Fingerprint.of(parts);
  }

  private static String columnName(SourceField field) {
    return field.column().equals(field.from()) && field.type().equals(ColumnType.VARCHAR)
        ? field.column()
        : field.toString();
  }

  // Columns

  private boolean changesColumns(Look look) {
    List<Column> columns = columns(look, List.of(), TableCommit.Mode.APPEND);
    return look.state().filter(s -> s.columns().equals(columns)).isEmpty();
  }

  /**
   * The columns that the table will have: those declared, those that files brought along, and, when
   * its rows stay, those it has.
   */
  private List<Column> columns(Look look, Iterable<FileLayout> layouts, TableCommit.Mode mode) {
    Source source = look.source();
    Set<String> declared =
        source.tableColumns().stream()
            .map(Column::name)
            .filter(n -> !n.equals(Source.RESCUED.name()))
            .collect(Collectors.toSet());
    Map<String, Column> more = new LinkedHashMap<>();
    if (mode == TableCommit.Mode.APPEND) {
      look.state().stream().flatMap(s -> s.columns().stream()).forEach(c -> more.put(c.name(), c));
    }
    for (FileLayout layout : layouts) {
      for (FileField field : layout.fields()) {
        String column = field.column();
        if (column != null) {
          more.putIfAbsent(column, new Column(column, ColumnType.VARCHAR));
        }
      }
    }
    more.keySet().removeAll(declared);
    return source.tableColumns(List.copyOf(more.values()));
  }

  /** Rows that stay are read by the new columns, so these must hold what the old ones do. */
  private void checkThatRowsMayStay(Look look, List<Field> fields) {
    TableName table = look.source().table();
    if (look.state().isEmpty()) {
      return;
    }
    Map<String, Integer> now = new HashMap<>();
    fields.forEach(f -> now.put(f.column().name(), f.id()));
    warehouse
        .columns(table, look.state().get().snapshot())
        .forEach(
            before -> {
              Integer id = now.get(before.name());
              if (id != null && id != before.fieldId()) {
                throw new PlanException(
                    "Cannot add rows to %s: its column %s is %s and cannot become what %s declares; give the column its type or another name, or run with --full to read all files again"
                        .formatted(
                            table,
                            before.name(),
                            before.type(),
                            look.source().at().file().getFileName()));
              }
            });
  }

  // Work

  Planned keep(Look look, List<String> why) {
    TablePlan plan = Planner.keep(look.source().table(), List.of(), String.join(", ", why));
    return new Planned(plan, Optional.empty(), look.state().map(TableState::bytes).orElse(0L));
  }

  private Planned ingest(
      Look look,
      List<InputFile> files,
      List<InputFile> contained,
      TableCommit.Mode mode,
      List<String> why) {
    Map<String, FileLayout> layoutOf = FileLayouts.of(look.source(), files);
    List<FileLayout> layouts = layoutOf.values().stream().distinct().toList();
    Map<String, String> numberOf = new HashMap<>();
    layoutOf.forEach((path, l) -> numberOf.put(path, String.valueOf(layouts.indexOf(l))));
    List<Map<String, List<String>>> tasks = tasks(files, numberOf);
    List<String> reasons = new ArrayList<>(why);
    reasons.add(tasks.size() == 1 ? "one worker reads them" : tasks.size() + " shares");
    long bytes = files.stream().mapToLong(InputFile::size).sum();
    Map<String, InputFile> remote = new HashMap<>();
    if (look.source().isInS3()) {
      files.forEach(f -> remote.put(f.path(), f));
    }
    return planned(
        look,
        layouts,
        mode,
        contained,
        reasons,
        bytes,
        ingest -> new Work.Ingest(ingest.reading(contents(files)).fetching(remote), tasks));
  }

  private static String contents(List<InputFile> files) {
    return Fingerprint.of(
        files.stream().map(f -> f.path() + " " + f.size() + " " + f.fingerprint()).toList());
  }

  /** The plan of a table whose rows have these layouts. */
  Planned planned(
      Look look,
      List<FileLayout> layouts,
      TableCommit.Mode mode,
      List<InputFile> contained,
      List<String> why,
      long bytes,
      Function<FileIngest, Work> work) {
    Source source = look.source();
    TableName table = source.table();
    List<Column> columns = columns(look, layouts, mode);
    List<Field> fields = Planner.fieldsToWrite(warehouse, table, columns);
    if (mode == TableCommit.Mode.APPEND) {
      checkThatRowsMayStay(look, fields);
    }
    FileIngest ingest =
        new FileIngest(
            table.toString(),
            source.format(),
            layouts,
            fields,
            warehouse.dataFolder(table, request.runId()),
            Planner.quarantine(
                warehouse, request, table, mode == TableCommit.Mode.REPLACE, List.of()),
            source.system(),
            "",
            Map.of());
    List<String> reasons = new ArrayList<>(why);
    newColumns(look, columns).ifPresent(reasons::add);
    TablePlan plan =
        new TablePlan(
            table,
            Action.INGEST,
            List.of(),
            source.database().isPresent() ? "database" : "files",
            reasons,
            Optional.of(work.apply(ingest)),
            Optional.of(
                new TableCommit(
                    table,
                    columns,
                    warehouse.fieldIds(table, columns),
                    mode,
                    List.of(),
                    fingerprint(source),
                    List.of(),
                    Optional.of(contained),
                    Planner.docs(source.columns()))),
            source.database().isEmpty(),
            List.of());
    return new Planned(
        plan, Optional.of(fields), bytes + look.state().map(TableState::bytes).orElse(0L));
  }

  /** Says which columns nobody declared. */
  private static Optional<String> newColumns(Look look, List<Column> columns) {
    Set<String> known =
        look.source().tableColumns().stream().map(Column::name).collect(Collectors.toSet());
    look.state().ifPresent(s -> s.columns().forEach(c -> known.add(c.name())));
    String names =
        columns.stream()
            .map(Column::name)
            .filter(n -> !known.contains(n))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of("files bring new columns: " + names);
  }

  /** Shares files out so that each task has about the same number of bytes. */
  private List<Map<String, List<String>>> tasks(
      List<InputFile> files, Map<String, String> layoutOf) {
    if (files.isEmpty()) {
      // The table changes all the same, and what changes has one who reports of it.
      return List.of(Map.of("0", List.of()));
    }
    int count =
        request.oneProcess() ? 1 : Math.max(1, Math.min(files.size(), request.workers() * 2));
    record Share(int number, long[] bytes, Map<String, List<String>> paths) {}
    PriorityQueue<Share> lightest =
        new PriorityQueue<>(
            Comparator.comparingLong((Share s) -> s.bytes()[0]).thenComparing(Share::number));
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new Share(i, new long[] {0}, new TreeMap<>()));
    }
    lightest.addAll(shares);
    List<InputFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(
        Comparator.comparingLong(InputFile::size).reversed().thenComparing(InputFile::path));
    for (InputFile file : largestFirst) {
      Share share = lightest.remove();
      share
          .paths()
          .computeIfAbsent(layoutOf.getOrDefault(file.path(), "0"), l -> new ArrayList<>())
          .add(file.path());
      share.bytes()[0] += file.size();
      lightest.add(share);
    }
    return shares.stream().map(Share::paths).toList();
  }
}

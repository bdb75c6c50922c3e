package dev.lodestar.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lodestar.tables.files.SharedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a run tells those who watch it, also from another process: at its start which tables it will
 * make, then what has been written of each. The notes are there until the run is released, and
 * those of a run that failed until a later one is.
 *
 * @param path of the run's folder: a path, or an address in S3
 */
public record RunNotes(String path) implements Serializable {
  private static final String PLAN = "plan";
  private static final String NOTE = "note~";
  private static final String STORY = "failure.txt";
  private static final String ERRAND = "errand";

  /**
   * A table that a run will make.
   *
   * @param reads what it is made from
   */
  public record Planned(String table, List<String> reads) {
    public Planned {
      reads = List.copyOf(reads);
    }
  }

  /**
   * What a worker has written of a table; several may write of one.
   *
   * @param before whether it was there already, as when a run that failed is tried again
   */
  public record Note(String table, long rows, long millis, boolean before) {
    /** What a worker has just written. */
    public Note(String table, long rows, long millis) {
      this(table, rows, millis, false);
    }
  }

  /** The notes of a run of a warehouse. */
  public static RunNotes of(String warehouseFolder, String runId) {
    return new RunNotes(warehouseFolder + "/_runs/" + runId);
  }

  private SharedFolder folder() {
    return SharedFolder.at(path);
  }

  /** Tells which tables will be made, in the order of dependence. */
  public void plan(List<Planned> tables) throws IOException {
    String lines =
        tables.stream()
            .map(planned -> (planned.table() + " " + String.join(" ", planned.reads())).strip())
            .collect(Collectors.joining("\n"));
    folder().write(PLAN, lines.getBytes(UTF_8));
  }

  /** The tables that will be made; empty while that is not known, or any more. */
  public List<Planned> planned() throws IOException {
    return text(PLAN)
        .map(
            lines ->
                lines
                    .lines()
                    .map(line -> List.of(line.split(" ", -1)))
                    .map(names -> new Planned(names.get(0), names.subList(1, names.size())))
                    .toList())
        .orElse(List.of());
  }

  /** Tells what has been written of a table. */
  public void write(Note note) throws IOException {
    String name =
        String.join(
            "~",
            NOTE + note.table(),
            String.valueOf(note.rows()),
            String.valueOf(note.millis()),
            String.valueOf(note.before()),
            String.valueOf(UUID.randomUUID()));
    folder().write(name, new byte[0]);
  }

  /** The notes so far; of fragments that an engine repeated there may be two. */
  public List<Note> notes() throws IOException {
    return folder().names(NOTE).stream()
        .map(name -> name.split("~", -1))
        .map(p -> new Note(p[1], Long.parseLong(p[2]), Long.parseLong(p[3]), p[4].equals("true")))
        .toList();
  }

  /** Forgets what was noted of a run that is tried again. */
  public void clear() throws IOException {
    SharedFolder folder = folder();
    for (String note : folder.names(NOTE)) {
      folder.delete(note);
    }
    folder.delete(STORY);
  }

  /** Notes of a run that failed, once all is kept that it had written, what it was to do. */
  public void keepErrand(String errand) throws IOException {
    folder().write(ERRAND, errand.getBytes(UTF_8));
  }

  /** What a run that failed was to do, and can go on with; empty when it cannot. */
  public Optional<String> errand() throws IOException {
    return text(ERRAND);
  }

  /** Keeps all that an engine said when it failed, and returns where. */
  public String keepStory(String story) throws IOException {
    folder().write(STORY, story.getBytes(UTF_8));
    return path + "/" + STORY;
  }

  /**
   * All that the engine said when it failed; empty when it did not, or nobody wants it any more.
   */
  public Optional<String> story() throws IOException {
    return text(STORY);
  }

  private Optional<String> text(String name) throws IOException {
    try (InputStream file = folder().read(name)) {
      return Optional.of(new String(file.readAllBytes(), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}

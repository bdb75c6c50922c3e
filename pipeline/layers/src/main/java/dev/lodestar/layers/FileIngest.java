package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.spec.FileFormat;
import dev.lodestar.tables.InputFile;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What it takes to bring files into a bronze table.
 *
 * @param layouts the fields that the files have; a parcel names its layout by number
 * @param fields the table's columns: those of the files, then the technical ones
 * @param system the value of {@code _source_system}
 * @param contents tells the bytes of all files from others that they have had under the same names
 * @param remote the files that are not on this machine, as they were when the run was planned; by
 *     their paths
 */
public record FileIngest(
    String table,
    FileFormat format,
    List<FileLayout> layouts,
    List<Field> fields,
    String folder,
    Quarantine quarantine,
    String system,
    String contents,
    Map<String, InputFile> remote)
    implements Serializable {

  public FileIngest {
    layouts = List.copyOf(layouts);
    fields = List.copyOf(fields);
    remote = Map.copyOf(remote);
  }

  /** The same of files with these contents. */
  public FileIngest reading(String bytes) {
    return new FileIngest(
        table, format, layouts, fields, folder, quarantine, system, bytes, remote);
  }

  /** The same of files that are not on this machine. */
  public FileIngest fetching(Map<String, InputFile> files) {
    return new FileIngest(
        table, format, layouts, fields, folder, quarantine, system, contents, files);
  }

  /**
   * All that the rows depend on but the files that arrive; these stand for those in {@link
   * #remote}.
   */
  List<Object> recipe() {
    return List.of(table, format, layouts, fields, folder, quarantine, system, contents);
  }

  /** The columns whose values stand in the files. */
  List<String> ownColumns() {
    return fields.stream().map(f -> f.column().name()).filter(n -> !Provenance.has(n)).toList();
  }
}

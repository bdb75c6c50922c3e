package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.spec.CsvFormat;
import java.io.Serializable;
import java.util.List;

/**
 * What it takes to bring CSV files into a bronze table.
 *
 * @param layouts the orders of columns that the files have; a parcel names its layout by number
 * @param fields the table's columns: those of the files, then the technical ones
 * @param system the value of {@code _source_system}
 */
public record CsvIngest(
    String table,
    CsvFormat format,
    List<CsvLayout> layouts,
    List<Field> fields,
    String folder,
    Quarantine quarantine,
    String system)
    implements Serializable {

  public CsvIngest {
    layouts = List.copyOf(layouts);
    fields = List.copyOf(fields);
  }
}

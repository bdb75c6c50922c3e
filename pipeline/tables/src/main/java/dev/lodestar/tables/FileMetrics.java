package dev.lodestar.tables;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** A data file with what is known of its columns, as Iceberg's manifests keep it. */
final class FileMetrics {
  private FileMetrics() {}

  static org.apache.iceberg.DataFile describe(DataFile file, Schema schema, PartitionSpec spec) {
    return DataFiles.builder(spec)
        .withPath(file.path())
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(file.bytes())
        .withPartition(Partitioning.values(spec, file))
        .withMetrics(metrics(file, schema))
        .build();
  }

  static Metrics metrics(DataFile file, Schema schema) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    file.statistics()
        .forEach(
            (name, known) -> {
              Types.NestedField field = schema.findField(name);
              if (field == null) {
                throw new IllegalStateException(
                    "Statistics of a column " + name + " that " + file.path() + " should not have");
              }
              int id = field.fieldId();
              sizes.put(id, known.bytes());
              values.put(id, known.values());
              nulls.put(id, known.nulls());
              if (known.minimum() != null) {
                Bounds.lower(field.type(), known.minimum()).ifPresent(b -> lower.put(id, b));
              }
              if (known.maximum() != null) {
                Bounds.upper(field.type(), known.maximum()).ifPresent(b -> upper.put(id, b));
              }
            });
    return new Metrics(file.rows(), sizes, values, nulls, Map.of(), lower, upper);
  }
}

package dev.lodestar.layers;

import dev.lodestar.layers.Written.Aside;
import dev.lodestar.layers.Written.Rewritten;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.DataFile.Statistics;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/** Writes what fragments report, field by field. */
final class WrittenCoder extends CustomCoder<Written> {
  private static final long serialVersionUID = 1L;

  static final WrittenCoder INSTANCE = new WrittenCoder();

  private WrittenCoder() {}

  @Override
  public void encode(Written written, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    Text.write(out, written.table());
    writeFiles(out, written.kept());
    writeFiles(out, written.quarantined());
    out.writeLong(written.rowsIn());
    out.writeLong(written.dropped());
    out.writeInt(written.broken().size());
    for (Map.Entry<String, Long> rule : new TreeMap<>(written.broken()).entrySet()) {
      Text.write(out, rule.getKey());
      out.writeLong(rule.getValue());
    }
    out.writeLong(written.millis());
    out.writeBoolean(written.rewritten().isPresent());
    if (written.rewritten().isPresent()) {
      Rewritten rewritten = written.rewritten().get();
      Text.writeAll(out, rewritten.removed());
      writeFiles(out, rewritten.deletes());
      out.writeLong(rewritten.applied());
      Text.writeAll(out, rewritten.aside().removed());
      writeFiles(out, rewritten.aside().rest());
    }
    out.flush();
  }

  @Override
  public Written decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    String table = Text.read(in);
    List<DataFile> kept = readFiles(in);
    List<DataFile> quarantined = readFiles(in);
    long rowsIn = in.readLong();
    long dropped = in.readLong();
    int rules = in.readInt();
    Map<String, Long> broken = new HashMap<>();
    for (int i = 0; i < rules; i++) {
      String rule = Text.read(in);
      broken.put(rule, in.readLong());
    }
    long millis = in.readLong();
    Optional<Rewritten> rewritten =
        in.readBoolean()
            ? Optional.of(
                new Rewritten(
                    Text.readAll(in),
                    readFiles(in),
                    in.readLong(),
                    new Aside(Text.readAll(in), readFiles(in))))
            : Optional.empty();
    return new Written(table, kept, quarantined, rowsIn, dropped, broken, millis, rewritten);
  }

  private static void writeFiles(DataOutputStream out, List<DataFile> files) throws IOException {
    out.writeInt(files.size());
    for (DataFile file : files) {
      Text.write(out, file.path());
      out.writeLong(file.rows());
      out.writeLong(file.bytes());
      out.writeInt(file.statistics().size());
      for (Map.Entry<String, Statistics> column : new TreeMap<>(file.statistics()).entrySet()) {
        Text.write(out, column.getKey());
        out.writeLong(column.getValue().bytes());
        out.writeLong(column.getValue().values());
        out.writeLong(column.getValue().nulls());
        writeBound(out, column.getValue().minimum());
        writeBound(out, column.getValue().maximum());
      }
      out.writeInt(file.partition().size());
      for (Map.Entry<String, String> value : new TreeMap<>(file.partition()).entrySet()) {
        Text.write(out, value.getKey());
        Text.write(out, value.getValue());
      }
    }
  }

  private static List<DataFile> readFiles(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<DataFile> files = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String path = Text.read(in);
      long rows = in.readLong();
      long bytes = in.readLong();
      int columns = in.readInt();
      Map<String, Statistics> statistics = new HashMap<>();
      for (int c = 0; c < columns; c++) {
        String column = Text.read(in);
        statistics.put(
            column,
            new Statistics(
                in.readLong(), in.readLong(), in.readLong(), readBound(in), readBound(in)));
      }
      int values = in.readInt();
      Map<String, String> partition = new HashMap<>();
      for (int v = 0; v < values; v++) {
        String name = Text.read(in);
        partition.put(name, Text.read(in));
      }
      files.add(new DataFile(path, rows, bytes, statistics, partition));
    }
    return files;
  }

  private static void writeBound(DataOutputStream out, @Nullable String bound) throws IOException {
    out.writeBoolean(bound != null);
    if (bound != null) {
      Text.write(out, bound);
    }
  }

  private static @Nullable String readBound(DataInputStream in) throws IOException {
    return in.readBoolean() ? Text.read(in) : null;
  }

  @Override
  public void verifyDeterministic() {}
}

package dev.lodestar.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/**
 * The smallest pipeline with everything a run has in it: values that spread, DuckDB in a worker, an
 * exchange by key, and files written by workers. It counts the numbers 0 to 999 by remainder of 7.
 */
public final class CountByKey {

  private CountByKey() {}

  /** Runs the pipeline with Beam's options and leaves one file a key in a folder that all see. */
  public static void run(Map<String, String> options, Path folder) {
    String[] args =
        options.entrySet().stream()
            .map(option -> "--" + option.getKey() + "=" + option.getValue())
            .toArray(String[]::new);
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(args).create());
    pipeline
        .apply("Number the chunks", Create.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L))
        .apply("Compute", ParDo.of(new Compute()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Bring keys together", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder.toString())));
    pipeline.run().waitUntilFinish();
  }

  /** What {@link #run} leaves in the folder: a count for each remainder, as text. */
  public static Map<String, String> expected() {
    return Map.of(
        "0", "143", "1", "143", "2", "143", "3", "143", "4", "143", "5", "143", "6", "142");
  }

  private static final class Compute extends DoFn<Long, KV<String, Long>> {
    @ProcessElement
    public void process(@Element Long chunk, OutputReceiver<KV<String, Long>> counts)
        throws SQLException {
      String sql =
          "SELECT n % 7, count(*) FROM range("
              + chunk * 100
              + ", "
              + (chunk + 1) * 100
              + ") AS r(n) GROUP BY 1";
      try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
          ResultSet rows = duckdb.createStatement().executeQuery(sql)) {
        while (rows.next()) {
          counts.output(KV.of(rows.getString(1), rows.getLong(2)));
        }
      }
    }
  }

  private static final class Write extends DoFn<KV<String, Iterable<Long>>, Void> {
    private final String folder;

    Write(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Long>> counts) throws IOException {
      long sum = 0;
      for (long count : counts.getValue()) {
        sum += count;
      }
      Files.writeString(Path.of(folder, counts.getKey()), Long.toString(sum));
    }
  }
}

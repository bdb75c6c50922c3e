package dev.lodestar.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark in a warm process of its own, over the Parquet files of a warehouse: {@code SparkDoor
 * WAREHOUSE}. It reads statements, a line each, and writes their rows, a line each with a tab
 * between two values, and an empty line at the end.
 */
public final class SparkDoor implements Door, AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter statements;

  private SparkDoor(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.statements = process.outputWriter(StandardCharsets.UTF_8);
  }

  static SparkDoor open(Path warehouse, Path log) throws IOException {
    return new SparkDoor(
        new ProcessBuilder(Commands.spark(SparkDoor.class, warehouse.toString()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkJob.session();
        BufferedReader statements =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter answers =
            new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      for (String table : Star.TABLES) {
        spark
            .read()
            .option("recursiveFileLookup", true)
            .parquet(Path.of(arguments[0], "gold", table, "data").toString())
            .createOrReplaceTempView(table);
      }
      for (String sql = statements.readLine(); sql != null; sql = statements.readLine()) {
        for (Row row : spark.sql(sql).collectAsList()) {
          answers.write(row.mkString("\t"));
          answers.newLine();
        }
        answers.newLine();
        answers.flush();
      }
    }
  }

  @Override
  public List<List<String>> rows(String sql) throws IOException {
    statements.write(sql.replace("\n", " "));
    statements.newLine();
    statements.flush();
    List<List<String>> rows = new ArrayList<>();
    for (String line = answers.readLine();
        line == null || !line.isEmpty();
        line = answers.readLine()) {
      if (line == null) {
        throw new IOException("Spark ended, asked " + sql);
      }
      rows.add(List.of(line.split("\t", -1)));
    }
    return rows;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    statements.close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}

package dev.lodestar.server.avatica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sqlline.SqlLine;

/** sqlline, the shell that Calcite's projects share, over the thin driver. */
final class SqllineTest {
  @TempDir Path directory;

  @Test
  void listsTablesAndColumnsAndAsks() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("script.sql"),
            """
            !tables
            !columns SALES
            select kind, sum(pieces) as pieces from sales group by kind order by kind;
            select nothing from sales;
            """);
    try (BuiltDomain shop = BuiltDomain.in(directory, "shop")) {
      shop.table(
              "gold.sales",
              "SELECT i AS sale_id, i % 2 = 0 AS paid, 'kind ' || i % 3 AS kind, i AS pieces"
                  + " FROM range(9) t(i)")
          .release("first");
      try (HttpServer server =
          new HttpServer(List.of(shop.served()), EngineSettings.FOR_A_FEW_QUERIES)
              .start("127.0.0.1", 0)) {
        String url = "jdbc:avatica:remote:url=http://localhost:" + server.port() + "/avatica";
        assertThat(sqlline(url, script))
            .contains(
                "'TABLE_CAT','TABLE_SCHEM','TABLE_NAME','TABLE_TYPE'",
                "'shop','gold','sales','TABLE'",
                "'gold','sales','paid','16','BOOLEAN'",
                "'gold','sales','kind','12','VARCHAR'",
                "'kind','pieces'\n'kind 0','9'\n'kind 1','12'\n'kind 2','15'\n",
                "nothing");
      }
    }
  }

  private static String sqlline(String url, Path script) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    SqlLine sqlline = new SqlLine();
    sqlline.setOutputStream(stream);
    sqlline.setErrorStream(stream);
    String[] arguments = {
      "-d",
      "org.apache.calcite.avatica.remote.Driver",
      "-u",
      url,
      "-n",
      "ann",
      "-p",
      "",
      "--outputFormat=csv",
      "-f",
      script.toString()
    };
    sqlline.begin(arguments, InputStream.nullInputStream(), false);
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }
}

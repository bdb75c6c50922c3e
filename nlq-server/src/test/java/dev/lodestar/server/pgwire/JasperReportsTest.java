package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperRunManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JasperReports fills a report from gold over PostgreSQL's driver, and prints it. */
final class JasperReportsTest {
  @TempDir Path directory;

  @Test
  void aReportWithAParameterBecomesAPdfWithItsFigures() throws Exception {
    try (Fruit fruit = new Fruit(directory);
        Connection connection = fruit.connect();
        InputStream report = JasperReportsTest.class.getResourceAsStream("sales.jrxml")) {
      byte[] pdf =
          JasperRunManager.runReportToPdf(
              JasperCompileManager.compileReport(report),
              new HashMap<>(Map.of("least", new BigDecimal("20.50"))),
              connection);

      // Of the 100 sales those from 20.50 on are numbers 82 to 99, six of each product.
      assertThat(new PdfTextExtractor(new PdfReader(pdf)).getTextFromPage(1))
          .containsSubsequence(
              "Sales from 20.50 on",
              "fruit 1",
              "6 sales",
              "137.25",
              "fruit 2",
              "6 sales",
              "134.25",
              "fruit 3",
              "6 sales",
              "135.75",
              "407.25");
    }
  }
}

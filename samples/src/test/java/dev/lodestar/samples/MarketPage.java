package dev.lodestar.samples;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.lodestar.server.http.HttpServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the page share: {@link Market} made and served, and a page of its own for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MarketPage {
  private static final double PATIENCE_MILLIS = 60_000;

  Path directory;
  HttpServer server;
  Chromium chromium;
  Chromium.Seen seen;
  Page page;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    this.directory = directory;
    Path warehouse = directory.resolve("warehouse");
    Market.run(warehouse);
    server = serve(warehouse);
    chromium = Chromium.open();
  }

  HttpServer serve(Path warehouse) throws Exception {
    return Market.serve(warehouse);
  }

  @AfterAll
  void stop() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    open(Chromium.Reader.ENGLISH);
  }

  /** Another page in the place of the one that is open. */
  final void open(Chromium.Reader reader) {
    close();
    seen = chromium.page(reader, "http://localhost:" + server.port());
    page = seen.page();
  }

  @AfterEach
  void close() {
    if (page != null && !page.isClosed()) {
      seen.close();
    }
  }

  /** Goes to a place, and waits until what is there has come. */
  final void show(String address) {
    page.navigate(address);
    page.locator("h1").first().waitFor();
    page.waitForFunction("() => !document.querySelector('[aria-busy]')");
  }
}

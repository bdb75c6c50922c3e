package dev.lodestar.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.lodestar.launch.Lodestar;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has nothing but the page makes the tables, sees a run fail, and replays rows. */
class RunsPageTest {
  private static final Path MARKET = Path.of("src/test/resources/dev/lodestar/samples/market");
  private static final double PATIENCE_MILLIS = 60_000;

  @TempDir Path directory;

  private Path domain() throws Exception {
    Path copy = directory.resolve("market");
    try (Stream<Path> files = Files.walk(MARKET)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(MARKET.relativize(file).toString()));
      }
    }
    Files.writeString(
        copy.resolve("domain.yaml"), "schedule: \"30 4 * * 1\"\n", StandardOpenOption.APPEND);
    return copy;
  }

  /** The launcher of this build, as the script lodestar starts it. */
  private Path script() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path script =
        Files.writeString(
            directory.resolve("lodestar"),
            """
            #!/bin/sh
            exec '%s' -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
            """
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    classPath,
                    Lodestar.class.getName()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void aRunIsStartedFailsIsRepeatedAndRowsAreReplayed() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Path folder = domain();
    String warehouse = directory.resolve("warehouse").toString();
    ServedDomain served =
        DomainReader.readDomainFile(folder, Map.of())
            .match(
                good -> new ServedDomain(good, WarehouseAddress.of(Path.of(warehouse))),
                problems -> {
                  throw new AssertionError(problems);
                });
    Launcher launcher =
        new Launcher(script(), List.of("direct", "flink"), List.of("--warehouse=" + warehouse));
    try (HttpServer server =
            new HttpServer(
                    List.of(served),
                    EngineSettings.FOR_A_FEW_QUERIES,
                    Entrance.OPEN,
                    Optional.of(launcher))
                .start("127.0.0.1", 0);
        Chromium chromium = Chromium.open();
        Chromium.Seen seen =
            chromium.page(Chromium.Reader.ENGLISH, "http://localhost:" + server.port())) {
      Page page = seen.page();
      isToldThatAnEngineIsMissing(page);
      runsToGreen(page);
      failsAndTellsWhy(page, folder);
      goesOnFromTheFailedStep(page, folder);
      replays(page, folder);
      assertThat(seen.complaints()).isEmpty();
    }
  }

  private static void isToldThatAnEngineIsMissing(Page page) {
    page.navigate("/runs");
    assertThat(page.locator(".empty")).containsText("Nothing has been released here yet");
    page.getByLabel("Engine").selectOption("flink");
    button(page, "Run now").click();
    assertThat(page.locator(".live > .heading .state")).hasText("failed");
    assertThat(page.locator(".live .wrong"))
        .containsText("No engine \"flink\" here; --runner takes direct");
  }

  private static void runsToGreen(Page page) throws Exception {
    page.getByLabel("Engine").selectOption("direct");
    button(page, "Run again").click();
    Locator live = page.locator(".live");
    assertThat(live.locator("> .heading .state")).hasText("finished");
    assertThat(live.locator("tbody th"))
        .hasText(new String[] {"bronze.sales", "silver.sales", "gold.fact_sales"});
    assertThat(live.locator("tbody .state")).hasText(new String[] {"done", "done", "done"});
    live.locator(".log summary").click();
    assertThat(live.locator(".log pre")).containsText("3 of 3 tables to make");
    live.locator(".log select").selectOption("gold.fact_sales");
    assertThat(live.locator(".log pre")).not().containsText("silver.sales  ");
    assertThat(page.locator("p").getByText("Release 1,")).isVisible();
    page.locator(".schedule summary").click();
    assertThat(page.locator(".schedule li")).hasCount(5);
    assertThat(page.locator(".schedule li").first()).containsText("Monday");
    assertThat(Chromium.barriers(page)).isEmpty();
  }

  private static void failsAndTellsWhy(Page page, Path folder) throws Exception {
    Path more = folder.resolve("data/more.csv");
    Files.writeString(
        more, "sale_id,sold_on,city,product,amount,pieces\n7,2025-03-03,Lyon,pear,2.00,900\n");
    button(page, "Run now").click();
    assertThat(page.locator(".live > .heading .state")).hasText("failed");
    assertThat(page.locator(".live .wrong")).containsText("pieces_are_few");
    assertThat(page.locator(".live .log pre")).containsText("pieces_are_few");
    assertThat(button(page, "Run again")).isVisible();
    page.locator(".live > .heading a").click();
    assertThat(page.locator("h1")).containsText("Run of");
    page.locator(".log summary").click();
    assertThat(page.locator(".log pre")).containsText("pieces_are_few");
    assertThat(Chromium.barriers(page)).isEmpty();
    Files.delete(more);
  }

  private static void goesOnFromTheFailedStep(Page page, Path folder) throws Exception {
    Files.writeString(
        folder.resolve("data/more.csv"),
        "sale_id,sold_on,city,product,amount,pieces\n7,2025-03-03,Lyon,pear,2.00,9\n");
    Path model = folder.resolve("gold/fact_sales.sql");
    String good = Files.readString(model);
    Files.writeString(
        model, "SELECT s.*, CAST(s.city AS integer) AS wrong FROM (" + good + ") AS s\n");
    page.navigate("/runs");
    button(page, "Run now").or(button(page, "Run again")).click();
    assertThat(page.locator(".live > .heading .state")).hasText("failed");
    Files.writeString(model, good);
    page.locator(".live > .heading a").click();
    assertThat(page.locator("h1")).containsText("Run of");
    assertThat(Chromium.barriers(page)).isEmpty();

    button(page, "Retry from the failed step").click();

    assertThat(page.locator("main > .heading .state, .heading .state").first()).hasText("finished");
    page.locator(".log summary").click();
    assertThat(page.locator(".log pre")).containsText("rows, kept");
    assertThat(page.locator(".log pre")).containsText("not there yet: gold.fact_sales");
    assertThat(page.locator(".log pre"))
        .containsText(
            "Kept as they were written before the run failed: bronze.sales, silver.sales");
  }

  private static void replays(Page page, Path folder) throws Exception {
    Path rules = folder.resolve("silver/sales.yaml");
    Files.writeString(rules, Files.readString(rules).replace("amount > 0", "amount > -5"));
    page.navigate("/quality");
    button(page, "Replay silver.sales").click();
    assertThat(page.locator(".outcome"))
        .hasText(
            "silver.sales: 1 row tried again; 1 passed, 0 set aside again, 0 newly set aside.");
    assertThat(page.locator(".live > .heading .state")).hasText("finished");
    button(page, "Français").click();
    assertThat(page.locator("h1")).hasText("Qualité");
    assertThat(Chromium.barriers(page)).isEmpty();
  }
}

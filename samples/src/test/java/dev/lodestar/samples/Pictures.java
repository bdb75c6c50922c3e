package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.lodestar.launch.Lodestar;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.Users;
import dev.lodestar.server.security.UsersFile;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of the manual: every view in light and dark colours, on a desktop and on a
 * phone, and looks for barriers in each. It is run by its name alone:
 *
 * <pre>mvn -pl samples -am test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class Pictures {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path TO = HERE.resolveSibling("docs").resolve("images");
  private static final Path BUILT = HERE.resolve("target").resolve("pictures");
  private static final int LARGEST_BYTES = 100_000;
  private static final String QUESTION = "Top 5 customers by quantity";

  /**
   * A view.
   *
   * @param address where it is
   * @param then what is done there before the picture is taken
   */
  private record View(String name, String address, Consumer<Page> then) {}

  private static final List<View> VIEWS =
      List.of(
          new View("ask", "/ask?domain=fmcg", Pictures::ask),
          new View("dashboard", "/dashboards?domain=fmcg", page -> {}),
          new View("dashboard-techmart", "/dashboards?domain=techmart", page -> {}),
          new View("catalogue", "/catalogue?domain=fmcg&table=gold.dim_products", page -> {}),
          new View(
              "exploration",
              "/catalogue?domain=fmcg&table=gold.fact_orders",
              page -> open(page, "Statistics of the columns")),
          new View(
              "lineage",
              "/catalogue?domain=fmcg&table=gold.fact_orders&column=sold_quantity",
              page -> page.locator("svg.lineage, .lineage svg").first().scrollIntoViewIfNeeded()),
          new View("runs", "/runs?domain=fmcg", page -> {}),
          new View("run", "/runs?domain=fmcg", page -> page.locator("tbody th a").first().click()),
          new View("quality", "/quality?domain=fmcg", page -> {}),
          new View(
              "sql",
              "/sql?domain=fmcg&statement="
                  + "select+category%2C+sum(sold_quantity)+as+sold%0Afrom+vw_fact_orders_enriched"
                  + "%0Agroup+by+category%0Aorder+by+sold+desc",
              page -> page.locator("output").filter(withText("rows")).waitFor()));

  @Test
  void ofEveryView() throws Exception {
    List<String> findings = new ArrayList<>();
    try (HttpServer server =
            new HttpServer(
                    List.of(built("fmcg"), built("techmart")),
                    EngineSettings.FOR_A_FEW_QUERIES,
                    Entrance.OPEN,
                    Optional.of(
                        new Launcher(
                            HERE.resolveSibling("lodestar"),
                            List.of("direct", "flink", "spark"),
                            List.of())))
                .start("127.0.0.1", 0);
        HttpServer strict = serverThatKnowsNobody();
        Chromium chromium = Chromium.open()) {
      for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : new int[] {1280, 390}) {
          Chromium.Reader reader = new Chromium.Reader("en-GB", colours, width);
          try (Chromium.Seen seen = chromium.page(reader, "http://localhost:" + server.port())) {
            for (View view : VIEWS) {
              findings.addAll(picture(seen.page(), reader, view));
            }
            assertThat(seen.complaints()).isEmpty();
          }
          try (Chromium.Seen stranger =
              chromium.page(reader, "http://localhost:" + strict.port(), "nobody", "nothing")) {
            findings.addAll(picture(stranger.page(), reader, new View("sign-in", "/", page -> {})));
          }
        }
      }
    }
    assertThat(findings).isEmpty();
  }

  /** Takes one picture, and tells what is wrong with the view. */
  private static List<String> picture(Page page, Chromium.Reader reader, View view)
      throws Exception {
    String name =
        view.name()
            + (reader.colours() == ColorScheme.DARK ? "-dark" : "")
            + (reader.width() < 600 ? "-phone" : "");
    page.setViewportSize(reader.width(), reader.width() < 600 ? 844 : 860);
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    page.navigate(view.address());
    settle(page);
    view.then().accept(page);
    settle(page);
    Path file = TO.resolve(name + ".png");
    byte[] taken =
        page.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
    Files.write(file, FewColours.of(taken));
    List<String> findings = new ArrayList<>();
    Chromium.barriers(page).forEach(barrier -> findings.add(name + ": " + barrier));
    if (Files.size(file) > LARGEST_BYTES) {
      findings.add(name + " has " + Files.size(file) + " bytes");
    }
    Object wider =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (((Number) wider).intValue() > 0) {
      findings.add(name + " is " + wider + " pixels too wide");
    }
    return findings;
  }

  /** Waits until nothing is asked for and nothing is yet to be drawn. */
  private static void settle(Page page) {
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.waitForFunction("() => document.querySelectorAll('[aria-busy=true]').length === 0");
  }

  private static void ask(Page page) {
    page.locator("#question").fill(QUESTION);
    page.locator("form.ask button.main").click();
    page.locator("article.answer canvas").first().waitFor();
    page.locator("article.answer").first().scrollIntoViewIfNeeded();
  }

  private static void open(Page page, String summary) {
    Locator details = page.getByText(summary);
    details.click();
    details.scrollIntoViewIfNeeded();
    page.locator(".spread").first().waitFor();
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** A sample with its tables, which are made once. */
  static ServedDomain built(String sample) {
    Path folder = HERE.resolve(sample);
    Path warehouse = BUILT.resolve(sample);
    if (!Files.exists(warehouse)) {
      assertThat(Lodestar.execute("generate", folder.toString())).isZero();
      assertThat(Lodestar.execute("run", folder.toString(), "--warehouse=" + warehouse)).isZero();
    }
    return DomainReader.readDomainFile(folder, Map.of())
        .match(
            good -> new ServedDomain(good, WarehouseAddress.of(warehouse)),
            problems -> {
              throw new AssertionError(problems);
            });
  }

  private static HttpServer serverThatKnowsNobody() throws Exception {
    Path file = Files.createTempFile("users", ".yaml");
    Files.writeString(file, "users: {}\nroles: {}\n");
    Users users = UsersFile.read(file).users().orElseThrow();
    Files.delete(file);
    Entrance entrance = new Entrance(SignIn.of(() -> users, AuditLog.NONE), Optional.empty());
    return new HttpServer(List.of(built("fmcg")), EngineSettings.FOR_A_FEW_QUERIES, entrance)
        .start("127.0.0.1", 0);
  }
}

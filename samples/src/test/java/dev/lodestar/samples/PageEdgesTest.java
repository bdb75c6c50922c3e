package dev.lodestar.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.RequestOptions;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on paper, without its server, with an address that is none, and with unlikely data. */
class PageEdgesTest extends MarketPage {
  private static final Chromium.Reader FRENCH_PHONE =
      new Chromium.Reader("fr-FR", ColorScheme.DARK, 360);

  @Override
  HttpServer serve(Path warehouse) throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Files.writeString(empty.resolve("domain.yaml"), "name: empty\n");
    return new HttpServer(
            List.of(
                Market.served(Market.FOLDER, warehouse),
                Market.served(empty, directory.resolve("nothing"))),
            EngineSettings.FOR_A_FEW_QUERIES)
        .start("127.0.0.1", 0);
  }

  private Locator wrong() {
    return page.getByRole(AriaRole.ALERT);
  }

  @Test
  void onPaperADashboardIsLightAndWholeAndTellsItsFilters() {
    open(new Chromium.Reader("en-GB", ColorScheme.DARK, 1280));
    show("/dashboards?domain=market&f.city=Lyon");
    page.locator(".tile canvas").first().waitFor();
    page.evaluate(
        """
        () => {
          window.grounds = [];
          const note = () => window.grounds.push(getComputedStyle(document.querySelector(".tile")).backgroundColor);
          note();
          addEventListener("beforeprint", note);
          addEventListener("afterprint", note);
        }
        """);
    String pdf =
        new String(
            page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true)),
            StandardCharsets.ISO_8859_1);
    assertThat(pdf).startsWith("%PDF").contains("/Image");
    assertThat(page.evaluate("window.grounds"))
        .isEqualTo(List.of("rgb(30, 30, 27)", "rgb(255, 255, 255)", "rgb(30, 30, 27)"));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.setViewportSize(1032, 730);
    assertThat(page.locator("nav.views")).isHidden();
    assertThat(page.locator(".tile .actions").first()).isHidden();
    assertThat(page.locator("[data-filter=city] summary")).hasText("City Lyon");
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll(".tile, .tile *")]
                  .filter((one) => one.scrollHeight > one.clientHeight + 2 && getComputedStyle(one).overflowY !== "visible")
                  .map((one) => one.className)
                """))
        .as("what would have to be scrolled")
        .isEqualTo(List.of());
  }

  @Test
  void anAddressIsTheSameForSomebodyElse() {
    show("/dashboards?domain=market");
    page.locator("[data-filter=product] summary").click();
    page.locator("[data-filter=product] label").getByText("pear").click();
    page.locator("nav.tabs a").last().click();
    assertThat(page.locator("nav.tabs [aria-current]")).hasText("Every chart");
    String address = page.url();
    open(FRENCH_PHONE);
    show(address);
    assertThat(page.locator("nav.tabs [aria-current]")).hasText("Tous les graphiques");
    assertThat(page.locator("[data-filter=product] summary")).hasText("Produit pear");
  }

  @Test
  void withoutItsServerThePageSaysSoAndGoesOnAfterwards() {
    open(FRENCH_PHONE);
    show("/ask?domain=market");
    page.context().setOffline(true);
    page.locator("#question").fill("chiffre d'affaires par ville");
    page.locator("#question").press("Enter");
    String away = "Le serveur ne répond pas. Il a peut-être été arrêté, ou le réseau est coupé.";
    assertThat(wrong().locator("p")).hasText(away);
    page.context().setOffline(false);
    page.getByText("Réessayer").click();
    assertThat(page.locator("article.answer .sentence")).containsText("par ville");
    assertThat(page.locator(".question")).hasCount(1);
    page.route("**/api/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
    page.getByText("Qualité").click();
    assertThat(wrong().locator("p"))
        .hasText("Vous n'êtes plus connecté. Rechargez la page pour vous reconnecter.");
    page.unroute("**/api/**");
    page.route(
        "**/api/**",
        route -> route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("<p>Away</p>")));
    page.getByText("Réessayer").click();
    assertThat(wrong().locator("p"))
        .hasText("Ce qui est revenu n'est pas une réponse du serveur (statut 502).");
    page.unroute("**/api/**");
    page.getByText("Réessayer").click();
    assertThat(page.locator("h1")).hasText("Qualité");
  }

  @Test
  void aTileThatFailsSaysWhyWithinItsPlaceAndIsTriedAgain() {
    String message = "unknown column; there are " + "a_long_name, ".repeat(30);
    page.route(
        "**/api/dashboard/tile?*tile=0*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(400)
                    .setBody("{\"message\": \"" + message + "\"}")));
    show("/dashboards?domain=market");
    assertThat(wrong().locator("p")).containsText("unknown column");
    page.unroute("**/api/dashboard/tile?*tile=0*");
    page.getByText("Try again").click();
    assertThat(page.locator("section.tile").first().locator(".figure")).hasText("€25.00");
  }

  @Test
  void theFirstReleaseIsSeenWithoutOpeningThePageAnew() {
    page.route(
        "**/api/catalog",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setBody(
                        route
                            .fetch()
                            .text()
                            .replaceAll("\"release\"\\s*:\\s*\\{[^{}]*}", "\"release\":null"))));

    page.navigate("/dashboards?domain=market");
    assertThat(page.locator(".empty")).containsText("Nothing has been released here yet.");
    page.unroute("**/api/catalog");
    page.locator("nav.views").getByText("Ask").click();
    assertThat(page.locator("#question")).isVisible();
    page.waitForFunction("() => !document.querySelector('[aria-busy]')");
    assertThat(page.locator(".empty")).hasCount(0);
    page.locator("nav.views").getByText("Dashboards").click();
    assertThat(page.locator("section.tile").first().locator(".figure")).hasText("€25.00");
  }

  @Test
  void whatAReaderChoseInAPictureStaysOnPaperAndInAnotherSize() {
    page.navigate("/sql?domain=market");
    Object found =
        page.evaluate(
            """
            async () => {
              const { chart, redrawAll } = await import("/page/chart.js");
              const { getInstanceByDom } = await import("/lib/echarts.js");
              const columns = [{ name: "name", type: "varchar" }, { name: "kind", type: "varchar" }, { name: "amount", type: "bigint" }];
              const rows = Array.from({ length: 80 }, (_, i) => [`name ${i >> 1}`, `kind ${i % 2}`, "1"]);
              const picture = chart({ label: "Many" });
              picture.element.style.cssText = "width: 500px; height: 300px";
              document.body.append(picture.element);
              await picture.redraw({ chart: "bar" }, { columns, rows });
              const drawn = getInstanceByDom(picture.element);
              const state = () => {
                const { dataZoom: [{ startValue, endValue }], legend: [{ selected }] } = drawn.getOption();
                return `${startValue}-${endValue} ${selected["kind 0"] !== false} ${selected["kind 1"] !== false}`;
              };
              drawn.dispatchAction({ type: "dataZoom", startValue: 20, endValue: 25 });
              drawn.dispatchAction({ type: "legendToggleSelect", name: "kind 1" });
              const told = [state()];
              redrawAll();
              told.push(state());
              picture.element.style.width = "420px";
              while (drawn.getWidth() !== 420) {
                await new Promise(requestAnimationFrame);
              }
              told.push(state());
              await picture.redraw({ chart: "bar" }, { columns, rows: rows.slice(2) });
              told.push(state().startsWith("0-") && state().endsWith(" true true"));
              return told;
            }
            """);
    String chosen = "20-25 true false";
    assertThat(found).isEqualTo(List.of(chosen, chosen, chosen, true));
  }

  @Test
  void aRatingThatWasNotSavedIsTakenBack() {
    show("/ask?domain=market");
    page.locator("#question").fill("revenue by city");
    page.locator("#question").press("Enter");
    Locator up = page.locator("form.feedback button").first();
    page.route(
        "**/feedback",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setStatus(500).setBody("{\"message\": \"Full\"}")));
    up.click();
    assertThat(page.locator("form.feedback [role=status]")).hasText("Full");
    assertThat(up).hasAttribute("aria-pressed", "false");
    page.unroute("**/feedback");
    up.click();
    assertThat(page.locator("form.feedback [role=status]")).not().hasText("Full");
    assertThat(up).hasAttribute("aria-pressed", "true");
  }

  @Test
  void whatTheBrowserDidNotCopyIsNotSaidToBeCopied() {
    show("/dashboards?domain=market");
    page.evaluate(
        """
        () => {
          Object.defineProperty(navigator, "clipboard", { value: undefined });
          document.execCommand = () => false;
        }
        """);
    Locator share = page.locator(".heading button").first();
    share.click();
    assertThat(share).hasText("The browser did not let it be copied");
  }

  @Test
  void theWayBackLeavesWhatStoodOverTheView() {
    show("/catalogue?domain=market");
    page.getByText("Dashboards").click();
    page.getByLabel("Full screen").first().click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.goBack();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(page.locator("h1")).hasText("A market");
  }

  @Test
  void whereThereIsNoViewAPersonReadsAPageAndAProgramJson() throws Exception {
    Response nothing = page.navigate("/nosuch");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(page.locator("h1")).hasText("There is nothing here");
    assertThat(Chromium.barriers(page)).isEmpty();
    page.getByText("To the page").click();
    assertThat(page.locator("nav.views")).isVisible();
    for (String address : List.of("/nosuch", "/api/nosuch")) {
      APIResponse answer =
          page.request()
              .get(
                  address,
                  RequestOptions.create()
                      .setHeader("Accept", address.equals("/nosuch") ? "*/*" : "text/html"));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text())
          .isEqualTo(
              "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"Nothing is at GET "
                  + address
                  + "\"}");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"dashboards", "quality", "catalogue", "ask", "sql"})
  void whereNothingIsReleasedAViewSaysWhereThatIsChanged(String view) {
    open(FRENCH_PHONE);
    page.navigate("/" + view + "?domain=empty");
    assertThat(page.locator(".empty").first())
        .hasText("Rien n'est encore publié ici. Vers les exécutions");
    page.locator(".empty a").first().click();
    assertThat(page.locator("h1")).hasText("Exécutions");
    assertThat(page.locator(".empty")).hasText("Rien n'est encore publié ici.");
    assertThat(seen.complaints()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/ask", "/dashboards", "/dashboards?page=1", "/catalogue", "/catalogue?table=gold.fact_sales",
    "/runs", "/runs?run=first", "/quality", "/quality?table=silver.sales", "/sql",
  })
  void aSmallFrenchPhoneIsWideEnough(String address) {
    open(FRENCH_PHONE);
    show(address + (address.contains("?") ? "&" : "?") + "domain=market");
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo(0);
    assertThat(seen.complaints()).isEmpty();
  }

  @Test
  void aRowThatWasSetAsideNamesItsFileAsTheSourceDoes() {
    show("/quality?domain=market&table=silver.sales");
    assertThat(page.locator("tbody tr").first()).containsText("data/sales.csv");
    assertThat(page.locator("tbody tr").first()).not().containsText("/data/sales.csv");
  }

  /** What ECharts is given for rows of a name, a kind and an amount, in a picture of 400 pixels. */
  private Object drawn(String chart, String rows, String found) {
    page.navigate("/sql?domain=market");
    return page.evaluate(
        """
        async () => {
          const { option } = await import("/page/chart-option.js");
          const columns = [{ name: "name", type: "varchar" }, { name: "kind", type: "varchar" }, { name: "amount", type: "bigint" }];
          const look = { series: Array.from({ length: 16 }, (_, i) => `#0000${10 + i}`), heat: [] };
          const rows = %s;
          const used = rows[0].length === 2 ? [columns[0], columns[2]] : columns;
          const drawn = option({ chart: "%s" }, { columns: used, rows }, look, 400);
          return %s;
        }
        """
            .formatted(rows, chart, found));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pie       | [["a", "-4"], ["b", "3"]]                                                          | drawn.series.map((one) => one.type).join()   | bar
          pie       | [["a", "4"], ["b", null]]                                                          | drawn.series[0].data.map((one) => one.value).join() | 4,0
          pie       | Array.from({ length: 5000 }, (_, i) => [`n${i}`, "1"])                             | drawn.series[0].data.map((one) => one.value).join() | 1,1,1,1,1,1,1,1,4992
          bar       | Array.from({ length: 6 }, (_, i) => [`A long name ${i}`, "1"])                     | String(drawn.xAxis.axisLabel.interval)       | 0
          bar       | Array.from({ length: 24 }, (_, i) => [`A name ${i}`, "1"])                         | drawn.yAxis.data.length + drawn.dataZoom[0].type | 24slider
          line      | Array.from({ length: 20 }, (_, i) => ["a", `k${i}`, "1"])                          | drawn.series.map((one) => one.lineStyle.type).filter((type) => type === "dashed").length + " of " + drawn.color.length | 4 of 16
          histogram | [["a", null], ["b", null]]                                                         | drawn.series[0].data.join()                  | 0
          """)
  void unlikelyRowsAreDrawnAsWhatTheyAre(String chart, String rows, String found, String is) {
    assertThat(drawn(chart, rows, found)).isEqualTo(is);
    assertThat(seen.complaints()).isEmpty();
  }
}

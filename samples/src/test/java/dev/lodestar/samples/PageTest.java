package dev.lodestar.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.ScramVerifier;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.Users;
import dev.lodestar.server.security.UsersFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the server in a real browser, over a domain whose data would like to be script. */
class PageTest extends MarketPage {
  private static final String IMAGE = "<img src=x onerror=\"document.title='taken'\">";
  private static final String SCRIPT = "</script><script>document.title='taken'</script>";

  private ServedDomain served(Path domain, String warehouse) {
    return Market.served(domain, directory.resolve(warehouse));
  }

  @AfterEach
  void nothingIsAmiss() {
    assertThat(seen.complaints()).as("what the browser complains of").isEmpty();
    assertThat(page.title()).doesNotContain("taken");
    assertThat(page.locator("img[src=x]").count()).isZero();
  }

  private Locator tile(String title) {
    return page.locator("section.tile[aria-label=\"" + title + "\"]");
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void choose(String filter, String value) {
    Locator menu = page.locator("[data-filter=" + filter + "]");
    menu.locator("summary").click();
    menu.locator("label", new Locator.LocatorOptions().setHasText(value)).click();
  }

  private String download(Locator what) throws Exception {
    Download download = page.waitForDownload(what::click);
    return Files.readString(download.path());
  }

  private void ask(String question) {
    page.locator("#question").fill(question);
    page.locator("#question").press("Enter");
  }

  private Locator answer() {
    return page.locator("article.answer").last();
  }

  @Test
  void aFilterNarrowsDownEveryTileAndStandsInTheAddress() {
    page.navigate("/dashboards");
    assertThat(tile("Revenue").locator(".figure")).hasText("€25.00");
    assertThat(tile("Units").locator(".figure")).hasText("29");
    choose("city", "Lyon");
    assertThat(tile("Revenue").locator(".figure")).hasText("€15.00");
    assertThat(tile("Units").locator(".figure")).hasText("12");
    assertThat(page).hasURL(Pattern.compile(".*[?&]f\\.city=Lyon$"));
    page.keyboard().press("Escape");
    choose("product", "pear");
    assertThat(tile("Revenue").locator(".figure")).hasText("€4.50");
    page.reload();
    assertThat(tile("Revenue").locator(".figure")).hasText("€4.50");
    button("Clear filters").click();
    assertThat(tile("Revenue").locator(".figure")).hasText("€25.00");
    page.goBack();
    assertThat(tile("Revenue").locator(".figure")).hasText("€4.50");
  }

  @Test
  void aRangeIsChosenByItsEnds() {
    page.navigate("/dashboards?f.sold=2024-02-01&f.sold=2024-12-31");
    assertThat(tile("Revenue").locator(".figure")).hasText("€11.50");
    page.locator("[data-filter=sold] summary").click();
    Locator ends = page.locator("[data-filter=sold] input");
    ends.first().fill("2025-01-01");
    ends.last().fill("2025-12-31");
    button("Apply").click();
    assertThat(tile("Revenue").locator(".figure")).hasText("€3.00");
  }

  @Test
  void aClickOnAMarkChoosesItsValue() {
    page.navigate("/dashboards");
    Locator byCity = tile("Revenue by city").locator(".chart");
    assertThat(byCity)
        .hasAttribute(
            "aria-label",
            "Revenue by city. Horizontal bars of revenue, 3 rows; highest: Lyon, 15.00");
    assertThat(byCity.locator("canvas")).isVisible();
    tile("Revenue by product").getByText("pear").click();
    assertThat(tile("Revenue").locator(".figure")).hasText("€11.50");
    tile("Revenue by product").getByText("pear").click();
    assertThat(tile("Revenue").locator(".figure")).hasText("€25.00");
    Locator byMonth = tile("Revenue by month");
    byMonth.locator("select").selectOption("year");
    assertThat(byMonth.locator(".chart"))
        .hasAttribute("aria-label", Pattern.compile(".*2 rows; highest: 2024, 22.00"));
  }

  @Test
  void aTileIsATableAPictureAndSql() throws Exception {
    page.navigate("/dashboards");
    Locator byCity = tile("Revenue by city");
    assertThat(byCity.locator("canvas")).isVisible();
    byCity.locator("summary").click();
    byCity.getByText("Show as a table").click();
    assertThat(byCity.locator("tbody tr")).hasCount(3);
    byCity.getByText("City", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(byCity.locator("th").first()).hasAttribute("aria-sort", "ascending");
    byCity.locator("summary").click();
    byCity.getByText("Show the SQL").click();
    assertThat(page.locator("dialog pre")).containsText("GROUP BY");
    page.locator("dialog").getByLabel("Close").click();
    byCity.locator("summary").click();
    byCity.getByText("Show the rows").click();
    Locator rows = page.getByRole(AriaRole.DIALOG).locator("tbody tr");
    assertThat(rows).hasCount(5);
    page.getByRole(AriaRole.DIALOG).locator("button.pick").getByText("Lyon").first().click();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(page).hasURL(Pattern.compile(".*f\\.city=Lyon.*"));
    byCity.getByLabel("Full screen").click();
    assertThat(page.locator("dialog canvas")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
  }

  @Test
  void everyKindOfChartIsDrawn() {
    page.navigate("/dashboards?page=1");
    assertThat(page.locator(".tile canvas")).hasCount(9);
    assertThat(tile("One row").locator("dd"))
        .hasText(new String[] {"€25.00", "29", "15 Jan 2024", "1 Mar 2025"});
  }

  @Test
  void whatLooksLikeHtmlIsTextAndFormulasAreHarmless() throws Exception {
    page.navigate("/dashboards");
    Locator products = tile("Revenue by product");
    assertThat(products.getByText(IMAGE)).isVisible();
    products.locator("summary").click();
    assertThat(download(products.getByText("Download CSV")))
        .isEqualTo(
            "\ufeffproduct,revenue\r\n"
                + "\"<img src=x onerror=\"\"document.title='taken'\"\">\",10.50\r\n"
                + "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"fig\"\")\",1.00\r\n"
                + "pear,11.50\r\n"
                + "{a|b} & {c},2.00\r\n");
    page.locator("[data-filter=city] summary").click();
    assertThat(page.locator("[data-filter=city] label").first()).hasText(SCRIPT);
    page.navigate("/catalogue?table=gold.fact_sales");
    assertThat(page.getByText(IMAGE)).isVisible();
    assertThat(page.getByText(SCRIPT)).isVisible();
  }

  @Test
  void aQuestionIsAnsweredAndGoesOn() throws Exception {
    page.navigate("/ask");
    button("Revenue by city").click();
    assertThat(answer().locator(".sentence")).containsText("Revenue by city");
    assertThat(answer().locator("canvas")).isVisible();
    answer().getByText("All rows").click();
    assertThat(answer().getByText(SCRIPT)).isVisible();
    assertThat(download(answer().getByText("Download CSV")))
        .startsWith("\ufeffCity,Revenue\r\n")
        .contains("Lyon,15.00\r\n");
    Download picture = page.waitForDownload(answer().getByText("Download picture")::click);
    assertThat(Files.readAllBytes(picture.path())).startsWith(0x89, 'P', 'N', 'G');
    answer().locator("select").selectOption("table");
    assertThat(answer().locator("canvas")).hasCount(0);
    answer().getByText("How I understood this").click();
    assertThat(answer().locator(".explained li").first()).isVisible();
    answer().getByLabel("This helped").click();
    assertThat(answer().getByRole(AriaRole.STATUS)).hasText("Thank you");
    ask("only Lyon");
    assertThat(page.locator("article.answer")).hasCount(2);
    assertThat(answer().locator(".result")).containsText("15.00");
    page.reload();
    assertThat(page.locator("article.answer")).hasCount(2);
    assertThat(page.locator(".question")).hasText(new String[] {"Revenue by city", "only Lyon"});
  }

  @Test
  void wordsAreOfferedToGoOnWith() throws Exception {
    page.navigate("/ask");
    Locator box = page.locator("#question");
    box.pressSequentially("revenue by ci");
    Locator offered = page.getByRole(AriaRole.OPTION);
    assertThat(offered.first()).containsText("city");
    assertThat(Chromium.barriers(page)).isEmpty();
    box.press("ArrowDown");
    assertThat(offered.first()).hasAttribute("aria-selected", "true");
    box.press("Tab");
    assertThat(box).hasValue("revenue by city ");
    assertThat(offered).hasCount(0);
    box.press("Enter");
    assertThat(answer().locator(".sentence")).containsText("Revenue by city");
  }

  @Test
  void whatMayMeanTwoThingsIsAskedBack() {
    page.navigate("/ask");
    ask("takings by city");
    Locator choices =
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("What is meant"));
    assertThat(choices.getByRole(AriaRole.BUTTON)).hasCount(2);
    choices.getByRole(AriaRole.BUTTON).last().click();
    assertThat(page.locator("article.answer")).hasCount(2);
    assertThat(answer().locator(".result")).isVisible();
  }

  @Test
  void whereTwoDomainsAreServedEachPageAsksTheOneThatIsChosen() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("empty"));
    Files.writeString(folder.resolve("domain.yaml"), "name: empty\n");
    try (HttpServer both =
            new HttpServer(
                    List.of(served(folder, "nothing"), served(Market.FOLDER, "warehouse")),
                    EngineSettings.FOR_A_FEW_QUERIES)
                .start("127.0.0.1", 0);
        Chromium.Seen two =
            chromium.page(Chromium.Reader.ENGLISH, "http://localhost:" + both.port())) {
      Page there = two.page();
      there.navigate("/quality?domain=market&table=silver.sales");
      assertThat(there.locator("td").getByText("amount_is_positive")).isVisible();
      there.navigate("/catalogue?domain=market&table=gold.nothing");
      assertThat(there.getByRole(AriaRole.ALERT))
          .hasText("There is no table gold.nothing. These are the tables that there are.");
      there.navigate("/runs?domain=elsewhere");
      assertThat(there.locator(".empty"))
          .hasText("No domain elsewhere is served here. Choose one above.");
      there.getByLabel("Domain").selectOption("market");
      assertThat(there.locator("tbody tr")).hasCount(2);
      assertThat(two.complaints()).isEmpty();
    }
  }

  @Test
  void numbersThatNameThingsHaveNoSeparators() {
    page.navigate("/");
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { value } = await import("/page/format.js");
                  return ["date_id", "year", "pieces", "count_distinct_order_id", "revenue_per_year"]
                    .map((name) => value({ name, type: "integer" }, "20240115")).join(" ");
                }
                """))
        .isEqualTo("20240115 20240115 20,240,115 20,240,115 20,240,115");
  }

  @Test
  void anAnswerWithoutRowsIsASentence() {
    page.navigate("/ask");
    ask("revenue by city in 1999");
    assertThat(answer().locator(".sentence")).containsText("nothing fits");
    assertThat(answer().locator(".result")).hasCount(0);
  }

  @Test
  void onAPhoneTheTableStandsBeforeTheListOfAll() {
    open(new Chromium.Reader("en-GB", ColorScheme.LIGHT, 390));
    page.navigate("/catalogue?table=gold.fact_sales");
    assertThat(page.locator("h1")).hasText("gold.fact_sales");
    Locator other =
        page.locator(".side").getByText("sales", new Locator.GetByTextOptions().setExact(true));
    assertThat(other.first()).isHidden();
    page.locator(".side summary").click();
    other.first().click();
    assertThat(page.locator("h1")).hasText("silver.sales");
    assertThat(other.first()).isHidden();
  }

  @Test
  void theLanguageIsSwitchedAndRemembered() {
    page.navigate("/dashboards");
    assertThat(tile("Revenue").locator(".figure")).hasText("€25.00");
    button("Français").click();
    assertThat(page.locator("html")).hasAttribute("lang", "fr");
    assertThat(page.locator("h1")).hasText("Le marché");
    assertThat(tile("Chiffre d'affaires").locator(".figure")).hasText("25,00\u00a0€");
    page.reload();
    assertThat(page.getByText("Tableaux de bord")).isVisible();
    button("English").click();
    assertThat(page.locator("h1")).hasText("The market");
  }

  @Test
  void theColoursAreSwitchedAndRemembered() {
    page.navigate("/sql");
    assertThat(page.locator("html")).not().hasAttribute("data-theme", "dark");
    page.getByLabel("Colours: as the system has them").click();
    page.getByLabel("Colours: light").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
  }

  @Test
  void lineageIsFollowedFromColumnToColumn() {
    page.navigate("/catalogue?table=gold.fact_sales");
    assertThat(page.locator(".facts")).containsText("5");
    page.getByLabel("Follow").selectOption("amount");
    assertThat(page).hasURL(Pattern.compile(".*column=amount$"));
    assertThat(page.locator(".lineage text.column"))
        .hasText(new String[] {"amount", "amount", "amount"});
    page.locator(".lineage a[aria-label='bronze.sales.amount']").click();
    assertThat(page.locator("h1")).hasText("bronze.sales");
    assertThat(page.locator("tr.here")).containsText("amount");
    page.getByText("Statistics of the columns").click();
    assertThat(page.locator("details .rows")).containsText("Missing");
  }

  @Test
  void aFailedRunTellsWhyAndTheOthersWhatTheyDid() {
    page.navigate("/runs");
    assertThat(page.locator("tbody .state")).hasText(new String[] {"failed", "finished"});
    page.locator("tbody a").first().click();
    assertThat(page.locator(".wrong")).containsText("pieces_are_few");
    page.getByText("All runs").click();
    page.locator("tbody a").last().click();
    assertThat(page.locator("tbody tr")).hasCount(3);
    assertThat(page.locator("tbody tr").nth(1)).containsText("silver.sales");
  }

  @Test
  void rowsThatWereSetAsideAreShownWithTheirReasons() {
    page.navigate("/quality");
    page.locator(".card", new Page.LocatorOptions().setHasText("silver.sales")).click();
    button("amount_is_positive · 1").click();
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody tr")).containsText("amount_is_positive");
    assertThat(page.locator("tbody tr")).containsText("sales.csv");
    assertThat(page.getByText("<b>Ghent</b>")).isVisible();
  }

  @Test
  void aStatementIsRunAndAMistakeIsShownWhereItStands() {
    page.navigate("/sql");
    page.locator("#statement")
        .fill("select city, count(*) as n from fact_sales group by city order by n desc, city");
    page.locator("#statement").press("Control+Enter");
    assertThat(page.locator("tbody tr")).hasCount(3);
    page.locator("#statement").fill("select\n  citty from fact_sales");
    button("Run").click();
    assertThat(page.locator(".wrong pre")).hasText("  citty from fact_sales\n  ^^^^^");
    assertThat(page.locator(".editor mark")).hasText("citty");
    button("Go to the mistake").click();
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo("citty");
  }

  @Test
  void aTableTellsHowItsValuesAreSpreadWhoReadsItAndWhatWasReleased() throws Exception {
    page.navigate("/catalogue?table=gold.fact_sales&column=city");
    page.getByText("Statistics of the columns").click();
    Locator city = page.locator(".spread[aria-label=city] li");
    assertThat(city.first().locator(".name")).hasText("Bonn");
    assertThat(city.first().locator(".number")).hasText("2");
    assertThat(page.locator("tbody th", new Page.LocatorOptions().setHasText("Revenue by city")))
        .hasCount(2);
    assertThat(page.getByText("Cumulative")).isVisible();
    assertThat(page.getByText("Revenue by product")).isHidden();
    assertThat(Chromium.barriers(page)).isEmpty();
    page.locator(".releases a", new Page.LocatorOptions().setHasText("Release 1")).click();
    assertThat(page.locator("#rows")).hasText("First rows as of release 1");
    assertThat(page.locator(".releases tr.here")).containsText("+5");
    page.getByText("Open in SQL").click();
    assertThat(page.locator(".as-of")).containsText("answered as of release 1");
    assertThat(page.locator("output")).containsText("5 rows");
    page.navigate("/catalogue?table=gold.fact_sales&as-of=99");
    assertThat(page.getByText("There is no release 99")).isVisible();
    // The browser tells of every answer that is a refusal.
    seen.complaints().clear();
  }

  /** The market beside a domain that not everybody knows. */
  private HttpServer serverThatAsksForNames() throws Exception {
    Path other = Files.createDirectories(directory.resolve("vault"));
    Files.writeString(other.resolve("domain.yaml"), "name: vault\n");
    Path file =
        Files.writeString(
            directory.resolve("users.yaml"),
            """
            users:
              ann: {password: "%s", roles: [seller]}
            roles:
              seller:
                domains:
                  market: {schemas: all}
            """
                .formatted(ScramVerifier.of("correct horse")));
    Users users = UsersFile.read(file).users().orElseThrow();
    Entrance entrance = new Entrance(SignIn.of(() -> users, AuditLog.NONE), Optional.empty());
    return new HttpServer(
            List.of(served(Market.FOLDER, "warehouse"), served(other, "no-warehouse")),
            EngineSettings.FOR_A_FEW_QUERIES,
            entrance)
        .start("127.0.0.1", 0);
  }

  @Test
  void whoSignsInSeesTheirDomainsAlone() throws Exception {
    try (HttpServer asking = serverThatAsksForNames()) {
      String address = "http://localhost:" + asking.port();
      try (Chromium.Seen stranger = chromium.page(Chromium.Reader.ENGLISH, address)) {
        APIResponse refused = stranger.page().request().get("/");
        assertThat(refused.status()).isEqualTo(401);
        // This is what makes a browser ask for a name and a password.
        assertThat(refused.headers().get("www-authenticate")).startsWith("Basic ");
        assertThat(refused.text()).contains("Sign in");
      }
      try (Chromium.Seen guesser =
          chromium.page(Chromium.Reader.ENGLISH, address, "ann", "wrong horse")) {
        Response refused = guesser.page().navigate("/");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(guesser.page().locator("h1")).hasText("Not signed in");
        assertThat(Chromium.barriers(guesser.page())).isEmpty();
      }
      try (Chromium.Seen ann =
          chromium.page(Chromium.Reader.ENGLISH, address, "ann", "correct horse")) {
        ann.page().navigate("/catalogue");
        assertThat(ann.page().locator("span.domain")).hasText("A market");
        assertThat(ann.page().locator(".cards")).containsText("fact_sales");
        assertThat(ann.page().content()).doesNotContain("vault");
        ann.page().navigate("/runs");
        assertThat(ann.page().getByText("No role of yours grants runs of market")).isVisible();
        assertThat(button("Run now")).hasCount(0);
        assertThat(ann.complaints()).isEmpty();
      }
    }
  }

  @Test
  void wordsAreOfferedWhileAStatementIsWritten() throws Exception {
    page.navigate("/sql");
    Locator box = page.locator("#statement");
    Locator offered = page.getByRole(AriaRole.OPTION);
    box.fill("select * from ");
    box.pressSequentially("fact");
    assertThat(offered.first()).hasText("fact_salesgold");
    box.press("ArrowDown");
    box.press("Tab");
    assertThat(box).hasValue("select * from fact_sales");
    box.pressSequentially(" as s where s.ci");
    assertThat(offered).hasText(new String[] {"cityvarchar, fact_sales"});
    assertThat(Chromium.barriers(page)).isEmpty();
    box.press("ArrowDown");
    box.press("Enter");
    assertThat(box).hasValue("select * from fact_sales as s where s.city");
    box.pressSequentially(" = upp");
    assertThat(offered).hasText(new String[] {"upperfunction"});
    box.press("ArrowDown");
    box.press("Tab");
    box.pressSequentially("'LYO");
    assertThat(offered).hasCount(0);
    assertThat(box).hasValue("select * from fact_sales as s where s.city = upper('LYO");
  }

  @ParameterizedTest(name = "{0}, {1}, {2} pixels")
  @CsvSource({
    "/ask, LIGHT, 1280",
    "/dashboards?f.city=Lyon, LIGHT, 1280",
    "/dashboards?page=1, DARK, 1280",
    "/catalogue?table=gold.fact_sales&column=amount, LIGHT, 1280",
    "/runs, DARK, 390",
    "/runs?run=first, LIGHT, 1280",
    "/quality, LIGHT, 390",
    "/quality?table=silver.sales, DARK, 1280",
    "/sql, DARK, 1280",
  })
  void nothingKeepsReadersOut(String address, ColorScheme colours, int width) throws Exception {
    open(new Chromium.Reader("en-GB", colours, width));
    page.navigate(address);
    page.locator("h1").first().waitFor();
    page.waitForFunction("() => !document.querySelector('[aria-busy]')");
    assertThat(Chromium.barriers(page)).isEmpty();
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("nothing has to be scrolled sideways but tables")
        .isTrue();
  }
}

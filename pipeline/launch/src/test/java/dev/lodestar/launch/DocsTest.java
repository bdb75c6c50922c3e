package dev.lodestar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site about a domain tells all there is to tell, and takes nothing for markup that is not. */
class DocsTest {
  private static final String EVIL = "<img src=x onerror=alert(1)>\"'&amp;</script>";

  /** A domain whose first run failed, and the second did not. */
  @TempDir static Path ran;

  @TempDir Path folder;

  @BeforeAll
  static void run() {
    TestDomain domain = shop(ran);
    domain
        .model(
            "silver.orders",
            "SELECT id, length(quantity) AS quantity, _source_file FROM bronze.orders",
            "expect:\n  - rows: {at-least: 9}\n")
        .lodestar("run", "--run-id=bad");
    shop(ran).run("--run-id=good");
  }

  private TestDomain shop() {
    return shop(folder);
  }

  private static TestDomain shop(Path folder) {
    return TestDomain.in(folder)
        .file(
            "domain.yaml",
            """
            name: shop
            title: {en: The shop, fr: Le magasin}
            description: {en: What it sells, fr: Ce qu'il vend}
            languages: [en, fr]
            variables:
              data: {folder: data, description: files}
            """)
        .source("orders", "id,quantity\n1,3\n2,x\n3,-1\n")
        .model(
            "silver.orders",
            "-- Orders that were read\nSELECT id, try_cast(quantity AS integer) AS quantity,"
                + " _source_file FROM bronze.orders WHERE id <> 'a'",
            """
            description: {en: Orders as they were read, fr: Les commandes lues}
            key: [id]
            expect:
              - some: quantity > 0
              - few: quantity < 100
                otherwise: warn
            columns:
              quantity: {description: {en: Units sold, fr: Unités vendues}, unit: pieces}
            """)
        .model("gold.units", "SELECT sum(quantity) AS units FROM silver.orders")
        .model("gold.seen", "SELECT units FROM gold.units", "kind: view\n");
  }

  private Map<String, String> site(TestDomain domain, String... more) {
    Path to = folder.resolve("site");
    List<String> arguments = new ArrayList<>(List.of("--to=" + to));
    arguments.addAll(List.of(more));
    TestDomain.Printed printed = domain.lodestar("docs", arguments.toArray(String[]::new));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).contains("open " + to.resolve("index.html"));
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(to)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(to.relativize(file).toString(), Files.readString(file));
      }
      return files;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The text of a page without its tags. */
  private static String words(String page) {
    return page.replaceAll("(?s)<svg.*?</svg>", " ")
        .replace("<wbr>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ");
  }

  @Test
  void eachTableHasAPageWithColumnsRulesSqlAndRuns() {
    String page = words(site(shop(ran)).get("tables/silver.orders.html"));
    assertThat(page)
        .contains("Orders as they were read")
        .contains("Key id")
        .contains(
            "quantity integer Units sold pieces bronze.orders.quantity computed"
                + " gold.units.units aggregated")
        .contains("some quantity > 0 quarantine ✗ 2 of 3 rows")
        .contains("few quantity < 100 warn ✗ 1 of 3 rows")
        .contains("-- Orders that were read SELECT id")
        .contains("WHERE id <> 'a'")
        .containsPattern("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]+ 3 1 2 0 0 [0-9.]+ good");
  }

  @Test
  void aSiteNeedsNoWarehouse() {
    Map<String, String> site = site(shop());
    assertThat(words(site.get("tables/silver.orders.html"))).contains("not asked yet");
    assertThat(words(site.get("runs.html"))).contains("Nothing has run yet");
    assertThat(words(site.get("index.html"))).contains("Not released yet");
  }

  @Test
  void theRunsTellWhatTheyDidAndWhyTheyFailed() {
    String runs = words(site(shop(ran)).get("runs.html"));
    assertThat(runs)
        .containsSubsequence("good", "finished", "bad", "failed", "breaks what may not be broken")
        .contains("silver.orders 3 1 2 0 0");
  }

  @Test
  void itSpeaksFrenchWhereTheDomainDoes() {
    Map<String, String> site = site(shop(ran), "--language=fr");
    assertThat(site.get("index.html")).contains("<html lang=\"fr\"");
    assertThat(words(site.get("index.html")))
        .contains("Le magasin", "Ce qu'il vend", "Version 1, UTC");
    assertThat(words(site.get("tables/silver.orders.html")))
        .contains("Les commandes lues", "Unités vendues", "✗ 2 lignes sur 3");
    TestDomain.Printed other = shop().lodestar("docs", "--language=de");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("The site does not speak de; --language takes en or fr");
  }

  @Test
  void whatLooksLikeMarkupIsShownAsItIs() {
    TestDomain domain =
        TestDomain.in(folder)
            .file(
                "domain.yaml",
                "name: odd\ntitle: "
                    + yaml(EVIL)
                    + "\ndescription: "
                    + yaml(EVIL)
                    + "\nvariables:\n  data: {folder: data, description: files}\n")
            .source("orders", "id\n1\n")
            .model(
                "gold.odd",
                "SELECT id AS " + sqlName(EVIL) + " FROM bronze.orders -- " + EVIL,
                "description: "
                    + yaml(EVIL)
                    + "\nexpect:\n  - "
                    + "looks_odd: "
                    + yaml(sqlName(EVIL) + " <> '" + EVIL.replace("'", "''") + "'")
                    + "\n")
            .model("gold.view", "SELECT * FROM gold.odd", "kind: view\n");
    Map<String, String> site = site(domain);
    site.forEach(
        (name, page) -> {
          if (name.endsWith(".html")) {
            // What stands in quotes is a value, whatever it says.
            assertThat(page.replaceAll("=\"[^\"]*\"", "=''"))
                .as(name)
                .doesNotContain("<img src=x")
                .doesNotContainPattern("<[^>]*\\son\\w+=");
          }
        });
    assertThat(words(site.get("tables/gold.odd.html"))).contains(EVIL);
    assertThat(site.get("assets/search.js")).contains("<img src=x onerror=alert(1)>\\\"'&amp;");
  }

  private static String yaml(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String sqlName(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  @Test
  void everyLinkLeadsToAPlaceInTheSite() {
    Map<String, String> site = site(shop(ran));
    List<String> astray = new ArrayList<>();
    Pattern link = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    int links = 0;
    for (Map.Entry<String, String> page : site.entrySet()) {
      Matcher found = link.matcher(page.getKey().endsWith(".html") ? page.getValue() : "");
      while (found.find()) {
        links++;
        String[] parts = found.group(1).split("#", 2);
        String file =
            parts[0].isEmpty()
                ? page.getKey()
                : Path.of("/" + page.getKey())
                    .resolveSibling(parts[0])
                    .normalize()
                    .toString()
                    .substring(1);
        String target = site.get(file);
        if (target == null || (parts.length > 1 && !target.contains("id=\"" + parts[1] + "\""))) {
          astray.add(page.getKey() + " → " + found.group(1));
        }
      }
    }
    assertThat(astray).isEmpty();
    assertThat(links).isGreaterThan(100);
  }

  @Test
  void pagesForbidAllThatIsNotTheirOwn() {
    site(shop())
        .forEach(
            (name, page) -> {
              if (name.endsWith(".html")) {
                assertThat(page)
                    .contains("content=\"default-src &#39;none&#39;; script-src &#39;self&#39;;")
                    .doesNotContain("<style", " style=", "<iframe", "javascript:")
                    .doesNotContainPattern("<script(?![^>]* src=)");
              }
            });
  }
}

package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a reader waits for the page, with the browser's own clock, and prints the table
 * that stands in {@code bench/RESULTS.md}. It is run by its name alone:
 *
 * <pre>mvn -pl samples -am test -Dtest=PageTimes -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class PageTimes {
  private static final int TIMES = 9;
  private static final List<String> VIEWS =
      List.of("ask", "dashboards", "catalogue", "runs", "quality", "sql");
  private static final List<String> QUESTIONS =
      List.of(
          "Top 5 customers by quantity",
          "revenue by month",
          "What is the total revenue?",
          "revenue by channel",
          "Top 10 products by revenue",
          "revenue by month and category");

  /** When something that a selector finds was first painted: the task after the frame with it. */
  private static final String WATCH =
      """
      window.paintedAt = {};
      const wanted = {
        sentence: "article.answer .sentence",
        rows: "article.answer .result:not([aria-busy]) :is(canvas, .figure, table)",
      };
      new MutationObserver(() => {
        for (const [name, selector] of Object.entries(wanted)) {
          if (!(name in window.paintedAt) && document.querySelector(selector)) {
            window.paintedAt[name] = null;
            requestAnimationFrame(() => {
              const next = new MessageChannel();
              next.port1.onmessage = () => {
                window.paintedAt[name] = performance.now();
              };
              next.port2.postMessage(0);
            });
          }
        }
      }).observe(document, { subtree: true, childList: true, attributes: true });
      """;

  private static final String LAST_REPLY =
      "Math.max(...performance.getEntriesByType('resource')"
          + ".filter((one) => /%s/.test(one.name)).map((one) => one.responseEnd))";

  private final Map<String, List<Double>> waited = new LinkedHashMap<>();

  @Test
  void ofTheFirstLoadAndOfAnswers() throws Exception {
    try (HttpServer server =
            new HttpServer(List.of(Pictures.built("fmcg")), EngineSettings.FOR_A_FEW_QUERIES)
                .start("127.0.0.1", 0);
        Chromium chromium = Chromium.open()) {
      String address = "http://localhost:" + server.port();
      for (String view : VIEWS) {
        for (int i = 0; i < TIMES; i++) {
          try (Chromium.Seen seen = chromium.page(Chromium.Reader.ENGLISH, address)) {
            load(seen.page(), view);
          }
        }
      }
      for (String question : QUESTIONS) {
        for (int i = 0; i < TIMES; i++) {
          try (Chromium.Seen seen = chromium.page(Chromium.Reader.ENGLISH, address)) {
            ask(seen.page(), question);
          }
        }
      }
    }
    System.out.println(
        "| waited for | times | p50 ms | p95 ms | longest ms |\n|---|--:|--:|--:|--:|");
    waited.forEach((what, times) -> System.out.println(line(what, times)));
    assertThat(waited).hasSize(VIEWS.size() + 2);
  }

  /** A reader who has never been here: nothing is in the browser's cache. */
  private void load(Page page, String view) {
    page.navigate("/" + view);
    page.waitForFunction(
        "() => document.querySelector('main .view > *') && !document.querySelector('main[aria-busy]')");
    note(
        "/" + view + ", from nothing until it is shown",
        page.evaluate(
            """
            () => new Promise((done) => requestAnimationFrame(() => done(Math.max(
              performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
              ...performance.getEntriesByType("resource").map((one) => one.responseEnd)))))
            """));
  }

  private void ask(Page page, String question) {
    page.addInitScript(WATCH);
    page.navigate("/ask");
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.locator("#question").fill(question);
    page.locator("#question").press("Enter");
    page.waitForFunction("() => window.paintedAt.rows > 0 && window.paintedAt.sentence > 0");
    note(
        "the sentence, after the reply of the API",
        page.evaluate(
            "() => window.paintedAt.sentence - "
                + LAST_REPLY.formatted("start-conversation|messages\\/[^/]*$")));
    note(
        "the picture, after its rows",
        page.evaluate("() => window.paintedAt.rows - " + LAST_REPLY.formatted("query-result")));
  }

  private void note(String what, Object millis) {
    waited.computeIfAbsent(what, name -> new ArrayList<>()).add(((Number) millis).doubleValue());
  }

  private static String line(String what, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | %.0f |",
        what,
        sorted.size(),
        at(sorted, 0.5),
        at(sorted, 0.95),
        at(sorted, 1));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}

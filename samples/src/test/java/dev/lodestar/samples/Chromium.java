package dev.lodestar.samples;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, driven by Playwright, which downloads nothing. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final double PATIENCE_MILLIS = 60_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium open() {
    Path program = program();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    return new Chromium(playwright, browser);
  }

  /** LODESTAR_CHROMIUM, or the first that is on the path. */
  private static Path program() {
    Optional<Path> named = Optional.ofNullable(System.getenv("LODESTAR_CHROMIUM")).map(Path::of);
    return named
        .or(
            () ->
                Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
                    .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Cannot find Chromium: install it, as with apt-get install chromium, or name it"
                        + " in LODESTAR_CHROMIUM"));
  }

  /** What a reader opens the page with. */
  record Reader(String language, ColorScheme colours, int width) {
    static final Reader ENGLISH = new Reader("en-GB", ColorScheme.LIGHT, 1280);
  }

  /** A page of its own, without what others have left; complaints are collected. */
  Seen page(Reader reader, String address) {
    return page(reader, address, new Browser.NewContextOptions());
  }

  /** The same for somebody who gives a name and a password when the browser asks for them. */
  Seen page(Reader reader, String address, String user, String password) {
    return page(
        reader, address, new Browser.NewContextOptions().setHttpCredentials(user, password));
  }

  private Seen page(Reader reader, String address, Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(
            options
                .setBaseURL(address)
                .setLocale(reader.language())
                .setColorScheme(reader.colours())
                .setViewportSize(reader.width(), 900)
                .setAcceptDownloads(true));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    List<String> complaints = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return new Seen(page, complaints);
  }

  /** A page, and what the browser has complained of. */
  record Seen(Page page, List<String> complaints) implements AutoCloseable {
    @Override
    public void close() {
      page.context().close();
    }
  }

  /** The serious findings of axe about what a page shows, each with the first place. */
  @SuppressWarnings("unchecked")
  static List<String> barriers(Page page) throws IOException {
    try (InputStream file = Chromium.class.getResourceAsStream("/axe.min.js")) {
      if (file == null) {
        throw new IllegalStateException("Not on the class path: axe.min.js");
      }
      page.evaluate(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
    // What fades in is pale until it is there.
    page.waitForFunction("() => document.getAnimations().length === 0");
    return (List<String>)
        page.evaluate(
            """
            async () => (await axe.run()).violations
              .filter((found) => ["serious", "critical"].includes(found.impact))
              .map((found) => `${found.id}: ${found.help}: ${found.nodes[0].html}: ${found.nodes[0].failureSummary}`)
            """);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

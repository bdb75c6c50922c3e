package dev.lodestar.samples;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader who has no mouse: everything is come to, seen, left again, and told. */
class KeyboardTest extends MarketPage {
  private static final int MOST_STOPS = 200;

  /** What has the keyboard, and what keeps a reader from seeing that; nothing once all was seen. */
  private static final String STOP =
      """
      () => {
        const at = document.activeElement;
        if (at === document.body) {
          return null;
        }
        const [box, style] = [at.getBoundingClientRect(), getComputedStyle(at)];
        const bar = document.querySelector(".bar");
        const wrong = [
          style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 ? "no outline" : "",
          box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth ? "out of sight" : "",
          !bar.contains(at) && box.top < bar.getBoundingClientRect().bottom ? "below the bar" : "",
        ].filter(Boolean).join(", ");
        const name = (at.getAttribute("aria-label") ?? at.textContent).trim().slice(0, 40);
        return [`${at.localName} ${name}`, wrong];
      }
      """;

  @AfterEach
  void nothingIsAmiss() {
    assertThat(seen.complaints()).as("what the browser complains of").isEmpty();
  }

  private void press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** What has the keyboard, as CSS would find it. */
  private Locator here() {
    return page.locator(":focus");
  }

  private Locator said() {
    return page.locator("body > [role=status]");
  }

  @ParameterizedTest(name = "{0}, {1} pixels")
  @CsvSource({
    "/ask, 1280",
    "/dashboards, 1280",
    "/dashboards?page=1, 390",
    "/catalogue, 390",
    "/catalogue?table=gold.fact_sales&column=amount, 1280",
    "/runs, 390",
    "/runs?run=first, 1280",
    "/quality, 390",
    "/quality?table=silver.sales, 1280",
    "/sql, 1280",
  })
  void everyStopIsSeenAndTheWayEnds(String address, int width) {
    open(new Chromium.Reader("en-GB", ColorScheme.LIGHT, width));
    show(address);
    // One view has a box that is there to be written in at once.
    if (!page.evaluate("document.activeElement.localName").equals("body")) {
      page.locator(".brand").focus();
      press("Shift+Tab", "Shift+Tab");
    }
    List<String> stops = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < MOST_STOPS; i++) {
      press("Tab");
      Object stop = page.evaluate(STOP);
      if (stop == null) {
        break;
      }
      List<?> found = (List<?>) stop;
      stops.add(String.valueOf(found.get(0)));
      if (!found.get(1).equals("")) {
        wrong.add(found.get(0) + ": " + found.get(1));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(stops).hasSizeLessThan(MOST_STOPS);
    assertThat(stops)
        .startsWith("a Skip to the content", "a Lodestar", "a Ask", "a Dashboards", "a Catalogue");
  }

  @Test
  void theWayGoesOnWhereAViewWasChosen() {
    show("/runs");
    press("Tab", "Enter");
    assertThat(page.locator("main")).isFocused();
    press("Tab");
    assertThat(here()).hasText(Pattern.compile("\\d.*"));
    press("Enter");
    assertThat(page.locator("h1")).hasText(Pattern.compile("Run of .*"));
    // What was chosen is no longer there.
    assertThat(page.locator("main")).isFocused();
    assertThat(said()).hasText("Runs – A market – Lodestar");
    press("Shift+Tab", "Shift+Tab", "Enter");
    assertThat(page.locator("html")).hasAttribute("lang", "fr");
    assertThat(here()).hasText("English");
    press("Tab", "Enter");
    assertThat(here()).hasAttribute("aria-label", "Couleurs : claires");
    show("/catalogue?table=gold.fact_sales");
    page.getByLabel("Suivre").focus();
    press("ArrowDown");
    assertThat(page).hasURL(Pattern.compile(".*column=.*"));
    assertThat(page.getByLabel("Suivre")).isFocused();
  }

  @Test
  void aFilterIsChosenAndLeft() {
    show("/dashboards");
    Locator city = page.locator("[data-filter=city]");
    city.locator("summary").focus();
    press("Enter");
    assertThat(city.locator("input").first()).isFocused();
    press("Space");
    assertThat(page).hasURL(Pattern.compile(".*f\\.city=.*"));
    assertThat(city.locator("input").first()).isFocused();
    assertThat(said()).hasText(Pattern.compile("City .+; Product all; Sold all"));
    press("Escape");
    assertThat(city.locator(".panel")).isHidden();
    assertThat(city.locator("summary")).isFocused();
    press("Tab", "Enter");
    Locator products = page.locator("[data-filter=product] input");
    assertThat(products.first()).isFocused();
    press("Space");
    assertThat(products.first()).isFocused();
    press("ArrowDown");
    assertThat(products.nth(1)).isFocused();
    assertThat(products.nth(1)).isChecked();
    press("Tab", "Tab");
    assertThat(page.locator("[data-filter=product] .panel")).isHidden();
    page.getByText("Clear filters").focus();
    press("Enter");
    assertThat(city.locator("summary")).isFocused();
  }

  @Test
  void whatATileOffersIsChosenAndLeft() {
    show("/dashboards");
    Locator byCity = page.locator("section.tile[aria-label='Revenue by city']");
    byCity.locator("summary").focus();
    press("Enter");
    assertThat(here()).hasText("Show as a table");
    press("ArrowDown");
    assertThat(here()).hasText("Download CSV");
    press("ArrowUp", "Enter");
    assertThat(byCity.locator("tbody tr")).hasCount(3);
    assertThat(byCity.locator("summary")).isFocused();
    byCity.locator("button.pick").first().focus();
    press("Enter");
    assertThat(byCity.locator("button.pick[aria-pressed=true]")).isFocused();
    byCity.getByLabel("Full screen").focus();
    press("Enter");
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByLabel("Close")).isFocused();
    dialog.locator("canvas").waitFor();
    press("Tab", "Enter");
    assertThat(here()).hasText("Show as a table");
    press("Escape");
    assertThat(dialog).isVisible();
    assertThat(dialog.locator("summary")).isFocused();
    press("Escape");
    assertThat(dialog).hasCount(0);
    assertThat(byCity.getByLabel("Full screen")).isFocused();
    Locator grain = page.getByLabel("How finely time is told: Revenue by month");
    Locator picture = page.locator("section.tile[aria-label='Revenue by month'] .chart");
    String months = picture.getAttribute("aria-label");
    grain.focus();
    press("ArrowDown");
    assertThat(picture).not().hasAttribute("aria-label", months);
    assertThat(grain).isFocused();
  }

  @Test
  void aTileWhoseRowsComeWhileItIsShownLargeHasTheKeyboardAfterwards() {
    show("/dashboards");
    Locator tile = page.locator("main section.tile[aria-label='Revenue by month']");
    tile.locator("canvas").waitFor();
    String months = tile.locator(".chart").getAttribute("aria-label");
    tile.getByLabel("Full screen").focus();
    press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    tile.locator("select")
        .evaluate(
            "grain => { grain.selectedIndex = 1; grain.dispatchEvent(new Event('change')); }");
    assertThat(tile.locator(".chart")).not().hasAttribute("aria-label", months);
    press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(tile.getByLabel("Full screen")).isFocused();
  }

  @Test
  void anAnswerIsTold() {
    show("/ask");
    assertThat(page.locator("#question")).isFocused();
    page.keyboard().type("revenue by city");
    press("Escape", "Enter");
    assertThat(said()).containsText("Revenue by city");
    assertThat(page.locator("#question")).isFocused();
    page.locator("article.answer canvas").waitFor();
    page.getByText("All rows").focus();
    press("Enter");
    assertThat(page.locator("article.answer tbody tr").first()).isVisible();
    page.getByLabel(Pattern.compile("Forget.*")).focus();
    press("Enter");
    assertThat(page.locator(".history li")).hasCount(0);
    assertThat(here()).hasText(Pattern.compile("New conversation"));
  }
}

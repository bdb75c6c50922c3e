package dev.lodestar.spec.semantic;

/**
 * How values are shown and judged.
 *
 * @param format a pattern like {@code #,##0.00}, or empty
 * @param unit what is counted or measured, like {@code pieces} or {@code %}, or empty
 * @param currency three letters, or empty
 * @param betterIsLower whether the best is the lowest, as of delays
 */
public record Showing(String format, String unit, String currency, boolean betterIsLower) {
  public static final Showing PLAIN = new Showing("", "", "", false);
}

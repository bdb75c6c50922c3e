package dev.lodestar.spec;

import java.util.Locale;

/** The three stages that data passes: as it came, cleaned, and modelled as a star. */
public enum Layer {
  BRONZE,
  SILVER,
  GOLD;

  /** The folder of the layer in a domain, and its schema in SQL. */
  public String schema() {
    return name().toLowerCase(Locale.ROOT);
  }
}

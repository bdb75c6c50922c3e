package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Text;

/**
 * How people call a thing.
 *
 * @param name what it is called where it is shown
 * @param synonyms what else they may say for it
 * @param hidden whether people never see it or ask for it
 */
public record Naming(Text name, Wordings synonyms, Text description, boolean hidden) {
  public static final Naming NONE = new Naming(Text.NONE, Wordings.NONE, Text.NONE, false);
}

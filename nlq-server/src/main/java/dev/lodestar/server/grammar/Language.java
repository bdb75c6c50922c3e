package dev.lodestar.server.grammar;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language in which questions are asked and answered. */
public enum Language {
  EN,
  FR;

  /** Its code in files and options: {@code en}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Language> of(String code) {
    return Arrays.stream(values()).filter(l -> l.code().equals(code)).findFirst();
  }

  /** The wording in this language. */
  public String say(String english, String french) {
    return this == EN ? english : french;
  }
}

package dev.lodestar.server.drafting;

/** What of a domain may be told to a language model, besides the question itself. */
public enum Egress {
  /** Nothing, not even the question: no model is asked. */
  NONE("none"),
  /** Names, synonyms and types of what can be asked. */
  NAMES("names"),
  /** These, and the values of fields that questions may name. */
  VALUES("names+values"),
  /** These, and the rows of answers, so that something can be remarked about them. */
  RESULTS("results");

  private final String word;

  Egress(String word) {
    this.word = word;
  }

  /** Whether what another allows is allowed too. */
  boolean covers(Egress other) {
    return compareTo(other) >= 0;
  }

  /** As configuration has it. */
  public String word() {
    return word;
  }
}

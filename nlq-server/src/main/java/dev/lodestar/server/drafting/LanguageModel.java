package dev.lodestar.server.drafting;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which language model helps, and how far it is trusted.
 *
 * @param api in whose form it is asked
 * @param url where it answers
 * @param key what it asks for; from the environment, never from a file
 * @param always whether it is asked even where the parser understood, to see whether both agree
 * @param timeout how long an attempt may take
 * @param audit the file in which is noted what was told to it
 */
public record LanguageModel(
    Api api,
    URI url,
    String model,
    Optional<String> key,
    Egress egress,
    boolean always,
    Duration timeout,
    Path audit) {

  /** Keys are not shown. */
  @Override
  public String toString() {
    return model + " at " + url;
  }
}

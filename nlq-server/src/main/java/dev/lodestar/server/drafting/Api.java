package dev.lodestar.server.drafting;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** In whose form a language model is asked. */
public enum Api {
  /** That of OpenAI's chat completions, which many servers speak. */
  OPENAI("openai", ""),
  OLLAMA("ollama", "http://localhost:11434"),
  ANTHROPIC("anthropic", "https://api.anthropic.com/v1"),
  GEMINI("gemini", "https://generativelanguage.googleapis.com/v1beta");

  static final Map<String, Api> BY_NAME = byName();

  private final String word;
  private final String usual;

  Api(String word, String usual) {
    this.word = word;
    this.usual = usual;
  }

  /** Where its maker, or its server on this machine, answers; nothing for what many speak. */
  Optional<URI> usual() {
    return Optional.of(usual).filter(url -> !url.isEmpty()).map(URI::create);
  }

  private static Map<String, Api> byName() {
    Map<String, Api> names = new TreeMap<>();
    for (Api api : values()) {
      names.put(api.word, api);
    }
    return names;
  }
}

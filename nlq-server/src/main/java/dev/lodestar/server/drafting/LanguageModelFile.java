package dev.lodestar.server.drafting;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads {@code language-model.yaml}, which stands beside {@code domain.yaml}.
 *
 * @param model none where the file is missing or its egress is {@code none}
 */
public record LanguageModelFile(Optional<LanguageModel> model, List<Problem> problems) {
  public static final String NAME = "language-model.yaml";
  private static final long USUAL_SECONDS = 20;
  private static final String EGRESS = "egress";

  public LanguageModelFile {
    problems = List.copyOf(problems);
  }

  /** That of a domain; keys come from the environment. */
  public static LanguageModelFile of(Domain domain, Map<String, String> environment) {
    Path path = domain.folder().resolve(NAME);
    if (!Files.isRegularFile(path)) {
      return new LanguageModelFile(Optional.empty(), List.of());
    }
    Problems problems = new Problems();
    Section.Setting setting = Section.Setting.of(domain, problems);
    Optional<LanguageModel> model =
        TextFile.read(path, problems)
            .flatMap(file -> YamlReader.keysOf(file, problems))
            .flatMap(keys -> read(keys, setting, path, environment));
    List<Problem> found = problems.inOrder(domain.folder());
    return new LanguageModelFile(found.isEmpty() ? model : Optional.empty(), found);
  }

  private static Optional<LanguageModel> read(
      Yaml.Keys keys, Section.Setting setting, Path path, Map<String, String> environment) {
    Section section =
        new Section(
            keys,
            setting,
            "api",
            "url",
            "model",
            "key-variable",
            EGRESS,
            "ask",
            "timeout",
            "audit");
    Api api = section.oneOf("api", Api.BY_NAME).orElse(Api.OPENAI);
    Egress egress = section.oneOf(EGRESS, egresses()).orElse(Egress.NONE);
    boolean always =
        section.oneOf("ask", Map.of("when-refused", false, "always", true)).orElse(false);
    Optional<Long> seconds = section.wholeNumber("timeout");
    Optional<String> model = section.words("model").map(Section.Words::text);
    Optional<Section.Words> address = section.words("url");
    Optional<URI> url =
        address.isPresent() ? address.flatMap(words -> url(section, words)) : api.usual();
    Optional<Section.Words> variable = section.words("key-variable");
    Optional<String> key =
        variable.flatMap(words -> Optional.ofNullable(environment.get(words.text())));
    Path audit =
        path.resolveSibling(
            section.words("audit").map(Section.Words::text).orElse("language-model.audit.jsonl"));
    if (egress == Egress.NONE) {
      return Optional.empty();
    }
    if (api.usual().isEmpty()) {
      section.require("url", "write where the model answers: \"url: http://localhost:8000/v1\"");
    }
    section.require("model", "name the model as its server does: \"model: …\"");
    if (variable.isPresent() && key.isEmpty()) {
      section.report(
          variable.get().at(),
          "the environment has no variable \"" + variable.get().text() + "\"",
          "set it to the key, or leave key-variable out where no key is asked for");
    }
    return url.isPresent() && model.isPresent()
        ? Optional.of(
            new LanguageModel(
                api,
                url.get(),
                model.get(),
                key,
                egress,
                always,
                Duration.ofSeconds(seconds.orElse(USUAL_SECONDS)),
                audit))
        : Optional.empty();
  }

  private static Map<String, Egress> egresses() {
    Map<String, Egress> words = new TreeMap<>();
    for (Egress egress : Egress.values()) {
      words.put(egress.word(), egress);
    }
    return words;
  }

  private static Optional<URI> url(Section section, Section.Words words) {
    try {
      URI url = new URI(words.text());
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return Optional.of(url);
      }
      throw new URISyntaxException(words.text(), "neither http nor https");
    } catch (URISyntaxException e) {
      section.report(
          words.at(),
          "not an address: \"" + words.text() + "\" (" + e.getReason() + ")",
          "write it like https://host/v1");
      return Optional.empty();
    }
  }
}

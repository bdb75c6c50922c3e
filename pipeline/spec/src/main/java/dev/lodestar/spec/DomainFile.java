package dev.lodestar.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code domain.yaml} says. */
record DomainFile(
    Path folder,
    String name,
    Text title,
    Text description,
    List<String> languages,
    String schedule,
    Variables variables) {

  static final String FILE_NAME = "domain.yaml";

  private static final List<String> DEFAULT_LANGUAGES = List.of("en");
  private static final Set<String> LANGUAGE_CODES = Set.of(Locale.getISOLanguages());

  /** Reads it; {@code overrides} are values of variables from the command line. */
  static DomainFile read(Path folder, Map<String, String> overrides, Problems problems) {
    Path path = folder.resolve(FILE_NAME);
    if (!Files.isRegularFile(path)) {
      problems.add(
          Position.startOf(path),
          "missing file",
          Files.isRegularFile(folder.resolve("domain.yml"))
              ? "rename domain.yml to domain.yaml"
              : "a domain is a folder with a domain.yaml that says at least \"name: …\"");
      return unknown(folder);
    }
    return TextFile.read(path, problems)
        .flatMap(file -> YamlReader.keysOf(file, problems))
        .map(keys -> read(path, keys, overrides, problems))
        .orElseGet(() -> unknown(folder));
  }

  /** Stands in for a file that could not be read, so that the others can be looked through. */
  private static DomainFile unknown(Path folder) {
    Variables variables = new Variables(Map.of(), Set.of(), false);
    return new DomainFile(
        folder,
        String.valueOf(folder.getFileName()),
        Text.NONE,
        Text.NONE,
        List.of(),
        "",
        variables);
  }

  private static DomainFile read(
      Path path, Yaml.Keys keys, Map<String, String> overrides, Problems problems) {
    // Variables come first: the other values may use them.
    Optional<Yaml.Keys> declarations =
        keys.entry("variables")
            .map(Yaml.Entry::value)
            .flatMap(
                value -> value instanceof Yaml.Keys below ? Optional.of(below) : Optional.empty());
    Variables variables = DeclaredVariables.read(path, declarations, overrides, problems);
    Section anyLanguage =
        new Section(
            keys,
            new Section.Setting(problems, variables, List.of()),
            "name",
            "title",
            "description",
            "languages",
            "schedule",
            "variables");
    anyLanguage.keys("variables");
    List<String> languages = languages(anyLanguage);
    Section section = anyLanguage.speaking(languages);
    section.require("name", "add \"name: …\"");
    return new DomainFile(
        path.resolveSibling(""),
        section
            .words("name")
            .filter(name -> Names.checkDomain(name.text(), name.at(), problems))
            .map(Section.Words::text)
            .orElse(""),
        section.text("title"),
        section.text("description"),
        languages,
        schedule(section),
        variables);
  }

  /** The domain of this file with these tables and tests. */
  Domain domain(List<Source> sources, List<Model> models, List<ModelTest> tests) {
    return new Domain(
        folder,
        name,
        title,
        description,
        languages,
        schedule,
        variables.values(),
        sources,
        models,
        tests);
  }

  private static List<String> languages(Section section) {
    if (!section.has("languages")) {
      return DEFAULT_LANGUAGES;
    }
    List<Section.Words> codes = section.list("languages");
    for (Section.Words code : codes) {
      if (!LANGUAGE_CODES.contains(code.text())) {
        section.report(
            code.at(),
            "unknown language \"" + code.text() + "\"",
            "use codes of two letters, as in [en, fr]");
      }
    }
    return codes.stream().map(Section.Words::text).toList();
  }

  private static String schedule(Section section) {
    Optional<Section.Words> schedule = section.words("schedule");
    schedule.ifPresent(
        words ->
            Cron.mistakeIn(words.text())
                .ifPresent(
                    mistake ->
                        section.report(
                            words.at(),
                            mistake,
                            "write minute, hour, day of month, month and day of week in UTC, as in"
                                + " \"0 21 * * *\" for 21:00 every day")));
    return schedule.map(words -> words.text().strip()).orElse("");
  }
}

package dev.lodestar.spec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The variables that {@code domain.yaml} declares, with the values that the command line gives. */
final class DeclaredVariables {
  private final Path domainYaml;
  private final Problems problems;
  private final Map<String, String> values = new TreeMap<>();
  private final Set<String> folders = new HashSet<>();

  private DeclaredVariables(Path domainYaml, Problems problems) {
    this.domainYaml = domainYaml;
    this.problems = problems;
  }

  static Variables read(
      Path domainYaml,
      Optional<Yaml.Keys> declarations,
      Map<String, String> overrides,
      Problems problems) {
    DeclaredVariables reader = new DeclaredVariables(domainYaml, problems);
    declarations.ifPresent(keys -> keys.entries().forEach(reader::declare));
    reader.override(overrides);
    return new Variables(reader.values, reader.folders, true);
  }

  private void declare(Yaml.Entry entry) {
    String name = entry.name();
    Names.checkVariable(name, entry.key().at(), problems);
    values.put(name, "");
    if (entry.value() instanceof Yaml.Scalar value) {
      constant(value).ifPresent(text -> values.put(name, text));
    } else if (entry.value() instanceof Yaml.Keys keys) {
      declare(entry.key(), keys);
    } else if (!(entry.value() instanceof Yaml.Unreadable)) {
      problems.add(
          entry.key().at(),
          "variable \"" + name + "\" has no value",
          "write " + name + ": \"…\", or " + name + ": {folder: …} for a folder");
    }
  }

  private void declare(Yaml.Scalar key, Yaml.Keys keys) {
    String name = key.text();
    Section.Setting setting = new Section.Setting(problems, Variables.NONE, List.of());
    Section section = new Section(keys, setting, "value", "folder", "description");
    section.text("description");
    if (section.has("value") == section.has("folder")) {
      problems.add(
          key.at(),
          "variable \"%s\" has %s"
              .formatted(name, section.has("value") ? "both a value and a folder" : "no value"),
          "give it either \"value: …\" or \"folder: …\"");
    }
    section.verbatim("value").flatMap(this::constant).ifPresent(text -> values.put(name, text));
    section
        .verbatim("folder")
        .ifPresent(
            scalar -> {
              folders.add(name);
              constant(scalar)
                  .flatMap(text -> folder(name, text, scalar.at(), domainYaml.resolveSibling("")))
                  .ifPresent(folder -> values.put(name, folder));
            });
  }

  private void override(Map<String, String> overrides) {
    Position start = Position.startOf(domainYaml);
    Map<String, String> replaced = new HashMap<>();
    new TreeMap<>(overrides)
        .forEach(
            (name, value) -> {
              if (!values.containsKey(name)) {
                problems.add(
                    start,
                    "unknown variable \"" + name + "\" on the command line",
                    values.isEmpty()
                        ? "domain.yaml declares no variables"
                        : Advice.oneOf(name, values.keySet()));
              } else if (isOneLine(value, start)) {
                (folders.contains(name)
                        ? folder(name, value, start, Path.of(""))
                        : Optional.of(value))
                    .ifPresent(accepted -> replaced.put(name, accepted));
              }
            });
    values.putAll(replaced);
  }

  /** A value that stands by itself: variables are not put into variables. */
  private Optional<String> constant(Yaml.Scalar scalar) {
    if (scalar.text().contains("${")) {
      problems.add(
          scalar.at(),
          "a variable inside a variable",
          "write the value out; variables are put into texts only once");
      return Optional.empty();
    }
    return isOneLine(scalar.text(), scalar.at()) ? Optional.of(scalar.text()) : Optional.empty();
  }

  private boolean isOneLine(String value, Position at) {
    boolean oneLine = value.chars().noneMatch(c -> c == '\n' || c == '\r');
    if (!oneLine) {
      problems.add(
          at,
          "a variable's value of several lines",
          "write it in one line, so that lines of SQL keep their numbers");
    }
    return oneLine;
  }

  private Optional<String> folder(String name, String text, Position at, Path base) {
    if (text.isBlank()) {
      problems.add(at, "variable \"" + name + "\" names no folder", "for this folder, write \".\"");
      return Optional.empty();
    }
    if (text.startsWith(Source.S3)) {
      return Optional.of(text.replaceFirst("/+$", ""));
    }
    try {
      return Optional.of(base.resolve(text).toAbsolutePath().normalize().toString());
    } catch (InvalidPathException e) {
      problems.add(
          at, "variable \"" + name + "\" is not a folder's name: " + e.getReason(), "mend it");
      return Optional.empty();
    }
  }
}

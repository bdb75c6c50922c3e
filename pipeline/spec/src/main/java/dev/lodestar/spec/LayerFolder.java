package dev.lodestar.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a layer by their files, and says which files do not belong there. */
final class LayerFolder {
  private static final String SQL = ".sql";
  private static final String YAML = ".yaml";

  private final Path domain;
  private final Path root;
  private final Layer layer;
  private final Problems problems;

  private LayerFolder(Path domain, Layer layer, Problems problems) {
    this.domain = domain;
    this.root = domain.resolve(layer.schema());
    this.layer = layer;
    this.problems = problems;
  }

  static List<LayerFile> tables(Path domain, Layer layer, Problems problems) {
    Path root = domain.resolve(layer.schema());
    if (Files.exists(root) && !Files.isDirectory(root)) {
      problems.add(
          Position.startOf(root), "not a folder", "make it a folder of files, or remove it");
    }
    LayerFolder folder = new LayerFolder(domain, layer, problems);
    folder.reportMisspelt();
    return Files.isDirectory(root) ? folder.tables() : List.of();
  }

  private List<LayerFile> tables() {
    Map<Path, Path> sql = new TreeMap<>();
    Map<Path, Path> yaml = new TreeMap<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(YAML)) {
        yaml.put(stem(file, YAML), file);
      } else if (name.endsWith(SQL) && layer != Layer.BRONZE) {
        sql.put(stem(file, SQL), file);
      } else {
        reportStray(file, name);
      }
    }
    List<LayerFile> tables = new ArrayList<>();
    if (layer == Layer.BRONZE) {
      yaml.forEach((stem, file) -> tables.add(table(stem, Optional.empty(), Optional.of(file))));
    } else {
      sql.forEach(
          (stem, file) ->
              tables.add(table(stem, Optional.of(file), Optional.ofNullable(yaml.get(stem)))));
      yaml.forEach(
          (stem, file) -> {
            if (!sql.containsKey(stem)) {
              reportMissingSql(file, sql);
            }
          });
    }
    tables.forEach(
        table ->
            Names.checkTable("table name", table.name(), Position.startOf(table.path()), problems));
    reportSameNames(tables);
    return tables;
  }

  /** All files below the folder but hidden ones. */
  private List<Path> files() {
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(path -> !Files.isDirectory(path))
          .filter(path -> !isHidden(root.relativize(path)))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      reportUnlisted(e.getCause());
    } catch (IOException e) {
      reportUnlisted(e);
    }
    return List.of();
  }

  private void reportUnlisted(@Nullable Exception e) {
    if (e instanceof FileSystemLoopException loop) {
      problems.add(
          Position.startOf(root),
          "a link in the folder leads back into it",
          "remove " + loop.getFile());
    } else {
      problems.add(Position.startOf(root), "cannot list the folder: " + e, "make it readable");
    }
  }

  /**
   * Models in a folder whose name is nearly that of a layer would be passed over without a word.
   */
  private void reportMisspelt() {
    try (Stream<Path> beside = Files.list(domain)) {
      beside
          .filter(folder -> isNearly(layer.schema(), folder.getFileName().toString()))
          .filter(folder -> holdsTables(folder))
          .sorted()
          .forEach(
              folder ->
                  problems.add(
                      Position.startOf(folder),
                      "a folder that is not a layer",
                      "did you mean \"" + layer.schema() + "\"?"));
    } catch (IOException e) {
      problems.add(
          Position.startOf(domain),
          "cannot list the folder: " + e.getMessage(),
          "make it readable");
    }
  }

  private static boolean isNearly(String schema, String name) {
    return !name.equals(schema)
        && Math.abs(name.length() - schema.length()) <= 1
        && Nearest.to(name, List.of(schema)).isPresent();
  }

  private static boolean holdsTables(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(
          file -> file.toString().endsWith(SQL) || file.toString().endsWith(YAML));
    } catch (IOException e) {
      // Not a folder, or one that cannot be looked into: nothing that belongs to a layer.
      return false;
    }
  }

  private static boolean isHidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private LayerFile table(Path stem, Optional<Path> sql, Optional<Path> yaml) {
    return new LayerFile(layer, stem.getFileName().toString(), sql, yaml);
  }

  private static Path stem(Path file, String ending) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ending.length()));
  }

  private void reportStray(Path file, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String stem = name.replaceFirst("\\.[^.]*$", "");
    String advice;
    if (lower.endsWith(".yml") || lower.endsWith(YAML)) {
      advice = "rename it to " + stem + YAML;
    } else if (lower.endsWith(SQL)) {
      advice =
          layer == Layer.BRONZE
              ? "bronze holds sources, described in YAML; move a model to silver or gold"
              : "rename it to " + stem + SQL;
    } else {
      advice =
          "the folder of a layer holds "
              + (layer == Layer.BRONZE ? ".yaml files" : ".sql and .yaml files")
              + " only; keep other files elsewhere in the domain";
    }
    problems.add(Position.startOf(file), "a file that does not belong here", advice);
  }

  private void reportMissingSql(Path yaml, Map<Path, Path> sql) {
    Path wanted = Path.of(stem(yaml, YAML).getFileName() + SQL);
    Map<String, Path> byName =
        sql.values().stream()
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString(), file -> file, (one, other) -> one));
    String advice =
        Nearest.to(wanted.toString(), byName.keySet())
            .map(byName::get)
            .map(near -> "; did you mean the name of " + domain.relativize(near) + "?")
            .orElse("");
    problems.add(
        Position.startOf(yaml),
        "a model without its SQL",
        "put the SELECT into " + wanted + " in the same folder" + advice);
  }

  private void reportSameNames(List<LayerFile> tables) {
    Map<String, List<LayerFile>> byName =
        tables.stream()
            .collect(Collectors.groupingBy(table -> table.name().toLowerCase(Locale.ROOT)));
    for (List<LayerFile> same : byName.values()) {
      for (LayerFile table : same) {
        same.stream()
            .filter(other -> !other.path().equals(table.path()))
            .findFirst()
            .ifPresent(
                other ->
                    problems.add(
                        Position.startOf(table.path()),
                        "two tables named \"" + table.table() + "\"",
                        "the other is "
                            + domain.relativize(other.path())
                            + "; names are unique in a layer, whatever the folder and the case"));
      }
    }
  }
}

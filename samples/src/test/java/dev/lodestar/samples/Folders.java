package dev.lodestar.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What tests do with folders of source files. */
final class Folders {
  private Folders() {}

  /** Copies the files of a folder whose path in it is wanted. */
  static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
    for (Path file : files(from)) {
      if (wanted.test(file)) {
        Files.createDirectories(to.resolve(file).getParent());
        Files.copy(from.resolve(file), to.resolve(file));
      }
    }
  }

  /** The bytes of all files, each as a character, by their path in the folder. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      contents.put(file.toString(), Files.readString(folder.resolve(file), ISO_8859_1));
    }
    return contents;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}

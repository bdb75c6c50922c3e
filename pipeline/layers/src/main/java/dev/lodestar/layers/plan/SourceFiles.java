package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fingerprint;
import dev.lodestar.spec.Source;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.files.S3Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a source as they lie there now. */
final class SourceFiles {
  private static final String WILD = "*?[{";

  private SourceFiles() {}

  /** The files that match the source's pattern, in the order of their paths. */
  static List<InputFile> of(Source source, Map<String, InputFile> remembered) {
    if (!source.isInS3()) {
      return describe(source, matching(source), remembered);
    }
    try (S3Files s3 = S3Files.open()) {
      return s3.matching(source.files());
    } catch (IOException e) {
      throw new PlanException(e.getMessage() + ", for " + source.table(), e);
    }
  }

  private static List<Path> matching(Source source) {
    String pattern = source.files();
    Path base = base(pattern);
    if (base.toString().equals(pattern)) {
      return Files.isRegularFile(base) ? List.of(base) : List.of();
    }
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.walk(base, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new PlanException("Cannot list the files of " + source.table() + " below " + base, e);
    }
  }

  /** The folder below which a pattern can match. */
  static Path base(String pattern) {
    int wild = 0;
    while (wild < pattern.length() && WILD.indexOf(pattern.charAt(wild)) < 0) {
      wild++;
    }
    if (wild == pattern.length()) {
      return Path.of(pattern);
    }
    return Path.of(pattern.substring(0, Math.max(1, pattern.lastIndexOf('/', wild))));
  }

  /**
   * What a table would remember of these files. A file whose size and time are as remembered is not
   * read again to tell its fingerprint.
   */
  private static List<InputFile> describe(
      Source source, List<Path> files, Map<String, InputFile> remembered) {
    return files.parallelStream().map(f -> describe(source, f, remembered)).toList();
  }

  private static InputFile describe(Source source, Path file, Map<String, InputFile> remembered) {
    try {
      long size = Files.size(file);
      long modified = Files.getLastModifiedTime(file).toMillis();
      InputFile before = remembered.get(file.toString());
      if (before != null && before.size() == size && before.modifiedMillis() == modified) {
        return before;
      }
      return new InputFile(file.toString(), size, modified, Fingerprint.of(file));
    } catch (IOException e) {
      throw new PlanException(
          "Cannot read " + file + " of " + source.table() + ": " + e.getMessage(), e);
    }
  }
}

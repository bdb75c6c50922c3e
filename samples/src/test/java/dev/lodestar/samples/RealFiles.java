package dev.lodestar.samples;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The real files of a sample, which do not belong to the repository. */
final class RealFiles {
  private RealFiles() {}

  /** Their folder; a test that asks for them is skipped where they are missing, and says so. */
  static Path of(String sample) {
    Path folder = Path.of("../../shared/data", sample).toAbsolutePath().normalize();
    assumeThat(folder)
        .as("The real files of %s are not there, so their figures are not checked", sample)
        .isDirectory();
    return folder;
  }
}

package dev.lodestar.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the workers of a cluster: the class path, less what only plans and commits, less
 * what the cluster has by itself.
 *
 * <p>A fragment is SQL text and file names by the time it travels; Calcite, Iceberg and the command
 * line stay at home.
 */
public final class WorkerJars {

  private static final Predicate<String> STAYS_AT_HOME =
      Pattern.compile(
              "/(RoaringBitmap|accessors-smart|aggdesigner|avatica|caffeine|calcite|commons-compiler"
                  + "|commons-dbcp2|commons-math3|commons-pool2|conscrypt|httpclient|httpcore|iceberg"
                  + "|janino|joou|json-path|json-smart|jts|memory-0|picocli|proj4j|sketches|slf4j"
                  + "|snakeyaml|sqlite|uzaygezen)[^/]*\\.jar$")
          .asPredicate();

  private WorkerJars() {}

  /**
   * The jars as Beam's {@code filesToStage} takes them.
   *
   * @param door a class of the engine's module: where it is all in one jar, that jar is sent
   * @param onTheCluster matches paths of jars that the cluster has
   */
  public static String filesToStage(Class<?> door, Pattern onTheCluster) {
    List<String> classPath =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    String home = whereIs(door);
    if (!classPath.contains(home)) {
      return home;
    }
    return String.join(
        ",",
        classPath.stream()
            .filter(STAYS_AT_HOME.or(onTheCluster.asPredicate()).negate())
            .filter(entry -> new File(entry).exists())
            .map(WorkerJars::whole)
            .toList());
  }

  /** A jar that was made for this kind of machine has the name of the whole one beside it. */
  private static String whole(String jar) {
    Path madeFrom = Path.of(jar).resolveSibling("made-from");
    try {
      return Files.exists(madeFrom) ? Files.readString(madeFrom).strip() : jar;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + madeFrom, e);
    }
  }

  private static String whereIs(Class<?> door) {
    @Nullable CodeSource source = door.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException(door + " comes from no jar and no folder");
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(source.getLocation() + " is no path", e);
    }
  }
}

package dev.lodestar.server.security;

import dev.lodestar.spec.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file as it stands: it is read again when it has changed. While something is wrong
 * with it, the users are those of before, and the log says what is wrong.
 */
public final class CurrentUsers implements Supplier<Users> {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentUsers.class);

  private final Path file;
  private final Function<Path, UsersFile.Outcome> reading;
  private String version;
  private List<Problem> problems;
  private @Nullable Users users;

  /** Reads a file for the first time. */
  public CurrentUsers(Path file, Function<Path, UsersFile.Outcome> reading) {
    this.file = file;
    this.reading = reading;
    this.version = version(file);
    UsersFile.Outcome first = reading.apply(file);
    this.problems = first.problems();
    this.users = first.users().orElse(null);
  }

  /** What was wrong with the file when it was read last. */
  public synchronized List<Problem> problems() {
    return problems;
  }

  @Override
  public synchronized Users get() {
    String now = version(file);
    if (!now.equals(version)) {
      version = now;
      UsersFile.Outcome outcome = reading.apply(file);
      problems = outcome.problems();
      if (outcome.users().isPresent()) {
        users = outcome.users().get();
        LOG.info("{} has changed and was read again", file);
      } else {
        // Its lines stay out of the log: they have what is kept of passwords.
        problems.forEach(
            problem ->
                LOG.warn(
                    "{} has changed and cannot be used, so the users are those of before: line {}: {}; {}",
                    file,
                    problem.at().line(),
                    problem.message(),
                    problem.advice()));
      }
    }
    Users known = users;
    if (known == null) {
      throw new IllegalStateException("There never were users in " + file);
    }
    return known;
  }

  /** Another text when there is another file, or something else in it. */
  private static String version(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}

package dev.lodestar.launch;

import dev.lodestar.layers.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/**
 * A pipeline that did not come to its end, told by the one cause that says why. All that the engine
 * had to say, which is hundreds of lines, is kept in a file.
 */
final class PipelineFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private PipelineFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What to tell of a failure.
   *
   * @param folder where the whole story is kept
   */
  static PipelineFailed on(String engine, RunFolder folder, Throwable failure) {
    String told = reason(failure, engine) + "\nThe last release stands.";
    StringWriter story = new StringWriter();
    failure.printStackTrace(new PrintWriter(story));
    try {
      String file = folder.notes().keepStory(story.toString());
      return new PipelineFailed(told + " The whole story is in " + file, failure);
    } catch (IOException e) {
      PipelineFailed untold = new PipelineFailed(told, failure);
      untold.addSuppressed(e);
      return untold;
    }
  }

  /** What our own work says of itself, else what lies deepest. */
  private static String reason(Throwable failure, String engine) {
    Optional<Throwable> ours = Optional.empty();
    Throwable deepest = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      deepest = cause;
      if (ours.isEmpty() && thrownByWork(cause)) {
        ours = Optional.of(cause);
      }
    }
    Throwable engines = deepest;
    return ours.map(Throwable::getMessage)
        .orElseGet(() -> "The pipeline failed on " + engine + ": " + words(engines));
  }

  private static boolean thrownByWork(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0
        && trace[0].getClassName().startsWith("dev.lodestar.layers.")
        && cause.getMessage() != null;
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getName() : message;
  }
}

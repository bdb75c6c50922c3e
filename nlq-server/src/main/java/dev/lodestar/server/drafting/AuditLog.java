package dev.lodestar.server.drafting;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;

/** Notes, a line of JSON each time, what kinds of things were told to a language model. */
final class AuditLog {
  private final Path file;
  private final Clock clock;

  AuditLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Notes what is about to be told. What cannot be noted is not told.
   *
   * @param kinds of things: question, names, values, rows, problems
   */
  synchronized void telling(LanguageModel model, List<String> kinds, int characters)
      throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", clock.instant().toString());
    line.put("url", model.url().toString());
    line.put("model", model.model());
    line.put("egress", model.egress().word());
    ArrayNode told = line.putArray("told");
    kinds.forEach(told::add);
    line.put("characters", characters);
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

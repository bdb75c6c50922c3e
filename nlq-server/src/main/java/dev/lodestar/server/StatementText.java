package dev.lodestar.server;

import dev.lodestar.spec.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a statement: as given or from standard input; and the domain's variables put in. */
final class StatementText {
  private static final Pattern MARKER = Pattern.compile("(\\$?)\\$\\{([^}\\r\\n]*)}");

  private StatementText() {}

  static String read(String argument, InputStream in) throws IOException, UsageProblem {
    String text =
        argument.equals("-") ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : argument;
    if (text.isBlank()) {
      throw new UsageProblem("The statement is empty; write one like \"select 1\"");
    }
    return text;
  }

  /** A statement with the domain's variables put in. */
  static String fill(String text, Map<String, String> variables) throws UsageProblem {
    StringBuilder filled = new StringBuilder();
    Matcher marker = MARKER.matcher(text);
    while (marker.find()) {
      String value = marker.group().substring(1);
      if (marker.group(1).isEmpty()) {
        value = variables.get(marker.group(2));
        if (value == null) {
          throw unknown(marker.group(2), variables);
        }
      }
      marker.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return marker.appendTail(filled).toString();
  }

  private static UsageProblem unknown(String name, Map<String, String> variables) {
    String advice =
        Nearest.to(name, variables.keySet())
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(
                variables.isEmpty()
                    ? "the domain declares no variables"
                    : "the domain declares "
                        + String.join(", ", new TreeSet<>(variables.keySet())));
    return new UsageProblem("Unknown variable \"" + name + "\" in the statement; " + advice);
  }
}

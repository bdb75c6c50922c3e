package dev.lodestar.samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions with the answers that have been published of real files, from a script beside the
 * tests: each answer stands under its question in lines that begin with {@code --> }.
 */
record Figure(String question, List<String> answer) {
  private static final String ANSWER = "--> ";

  static List<Figure> in(String script) throws IOException {
    List<Figure> figures = new ArrayList<>();
    StringBuilder question = new StringBuilder();
    List<String> answer = new ArrayList<>();
    for (String line : Oracle.resource(script).lines().toList()) {
      if (line.startsWith(ANSWER)) {
        answer.add(line.substring(ANSWER.length()));
      } else {
        if (!answer.isEmpty()) {
          figures.add(new Figure(question.toString(), List.copyOf(answer)));
          question.setLength(0);
          answer.clear();
        }
        question.append(line).append('\n');
      }
    }
    figures.add(new Figure(question.toString(), List.copyOf(answer)));
    return figures;
  }
}

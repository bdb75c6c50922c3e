package dev.lodestar.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.NumberText;
import dev.lodestar.server.answer.TerminalChart;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.print.TablePrinter;
import dev.lodestar.server.query.CellText;
import dev.lodestar.spec.Column;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes answers, for people or as one JSON object a line. */
final class AnswerPrinter {
  private AnswerPrinter() {}

  static void text(Answer answer, PrintWriter out) throws IOException {
    Language language = answer.language();
    out.println(answer.text());
    if (answer.status() != Answer.Status.ANSWERED) {
      for (int i = 0; i < answer.choices().size(); i++) {
        out.println("  " + (i + 1) + ". " + answer.choices().get(i));
      }
      answer.thoughts().forEach(thought -> out.println("- " + thought.text()));
      return;
    }
    if (answer.rows().size() != 1 || answer.columns().size() != 1) {
      out.println();
      TablePrinter table = new TablePrinter(answer.columns(), answer.headings(), out);
      for (List<@Nullable Object> row : answer.rows()) {
        table.row(rounded(row));
      }
      table.end();
    }
    List<String> chart = TerminalChart.of(answer);
    if (!chart.isEmpty()) {
      out.println();
      chart.forEach(out::println);
    }
    out.println();
    answer.sql().lines().forEach(line -> out.println("  " + line));
    out.println();
    answer.thoughts().forEach(thought -> out.println("- " + thought.text()));
    out.println(
        "- "
            + String.format(Locale.ROOT, "%d ms", answer.elapsedMillis())
            + (answer.isUnaided()
                ? language.say(", without a language model.", ", sans modèle de langage.")
                : "."));
  }

  /** People read two digits of what was computed; who goes on computing takes --json. */
  private static List<@Nullable Object> rounded(List<@Nullable Object> row) {
    List<@Nullable Object> shown = new ArrayList<>();
    row.forEach(cell -> shown.add(cell == null ? null : NumberText.rounded(cell)));
    return shown;
  }

  static void json(Answer answer, PrintWriter out) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("question", answer.question());
      json.writeStringField("status", answer.status().word());
      json.writeStringField("text", answer.text());
      json.writeStringField("sql", answer.sql());
      json.writeArrayFieldStart("columns");
      for (Column column : answer.columns()) {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("type", column.type().toString());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("rows");
      for (List<@Nullable Object> row : answer.rows()) {
        json.writeStartArray();
        for (Object cell : row) {
          cell(json, cell);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("choices");
      for (String choice : answer.choices()) {
        json.writeString(choice);
      }
      json.writeEndArray();
      chart(json, answer);
      json.writeArrayFieldStart("thoughts");
      for (Answer.Thought thought : answer.thoughts()) {
        json.writeStartObject();
        json.writeStringField("kind", thought.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", thought.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("elapsed-ms", answer.elapsedMillis());
      json.writeEndObject();
    }
    out.println(text);
  }

  private static void chart(JsonGenerator json, Answer answer) throws IOException {
    if (answer.chart().isEmpty()) {
      json.writeNullField("chart");
      return;
    }
    json.writeObjectFieldStart("chart");
    json.writeStringField("kind", answer.chart().get().kind());
    json.writeStringField("x", answer.chart().get().x());
    json.writeStringField("y", answer.chart().get().y());
    json.writeEndObject();
  }

  private static void cell(JsonGenerator json, @Nullable Object cell) throws IOException {
    if (cell == null) {
      json.writeNull();
    } else if (cell instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (cell instanceof Double number ? Double.isFinite(number) : cell instanceof Number) {
      json.writeRawValue(CellText.of(cell));
    } else {
      json.writeString(CellText.of(cell));
    }
  }
}

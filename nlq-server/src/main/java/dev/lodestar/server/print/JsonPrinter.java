package dev.lodestar.server.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.server.query.CellText;
import dev.lodestar.spec.Column;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object: {@code {"columns": [{"name", "type"}], "rows": [[…]]}}. Numbers keep every digit;
 * dates and timestamps are texts, and so are the doubles that JSON has no number for: NaN and the
 * infinities.
 */
public final class JsonPrinter extends RowPrinter {
  private final List<Column> columns;
  private final PrintWriter out;
  private final JsonGenerator json;

  public JsonPrinter(List<Column> columns, PrintWriter out) {
    this.columns = columns;
    this.out = out;
    try {
      this.json =
          new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    } catch (IOException e) {
      throw new IllegalStateException("A generator reads nothing before it writes", e);
    }
  }

  @Override
  void begin() throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (Column column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
  }

  @Override
  void write(List<@Nullable Object> cells) throws IOException {
    json.writeStartArray();
    for (Object cell : cells) {
      if (cell == null) {
        json.writeNull();
      } else if (cell instanceof Boolean truth) {
        json.writeBoolean(truth);
      } else if (isNumber(cell)) {
        json.writeRawValue(CellText.of(cell));
      } else {
        json.writeString(CellText.of(cell));
      }
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  private static boolean isNumber(Object cell) {
    return cell instanceof Double number ? Double.isFinite(number) : cell instanceof Number;
  }

  @Override
  void finish() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    out.flush();
  }
}

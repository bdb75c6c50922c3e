package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.server.dashboard.ServedDashboard;
import dev.lodestar.server.dashboard.ShownColumn;
import dev.lodestar.spec.semantic.Grain;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of a tile, with the words for their columns. */
final class TileJson implements Json.Writing {
  private final ServedDashboard.Shown shown;

  TileJson(ServedDashboard.Shown shown) {
    this.shown = shown;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("sql", shown.sql());
    json.writeBooleanField("truncated", shown.truncated());
    json.writeArrayFieldStart("columns");
    for (ShownColumn column : shown.columns()) {
      column(json, column);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (List<@Nullable String> row : shown.rows()) {
      json.writeStartArray();
      for (String cell : row) {
        json.writeString(cell);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void column(JsonGenerator json, ShownColumn column) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", column.column().name());
    json.writeStringField("type", column.column().type().toString());
    Texts.write(json, "title", column.title());
    Texts.write(json, "description", column.description());
    json.writeStringField("format", column.showing().format());
    json.writeStringField("unit", column.showing().unit());
    json.writeStringField("currency", column.showing().currency());
    json.writeStringField("role", column.role().name().toLowerCase(Locale.ROOT));
    json.writeStringField("grain", column.grain().map(Grain::word).orElse(""));
    json.writeStringField("filter", column.filter().orElse(""));
    json.writeEndObject();
  }
}

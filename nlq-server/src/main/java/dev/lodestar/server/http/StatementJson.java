package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A statement as Databricks' SQL API shows it. */
final class StatementJson implements Json.Writing {
  private final SubmittedStatement statement;

  StatementJson(SubmittedStatement statement) {
    this.statement = statement;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    SubmittedStatement.Progress progress = statement.progress();
    json.writeStartObject();
    json.writeStringField("statement_id", statement.id());
    json.writeObjectFieldStart("status");
    json.writeStringField("state", progress.state().name());
    if (progress.failure().isPresent()) {
      failure(json, progress.failure().get());
    }
    json.writeEndObject();
    if (progress.rows().isPresent()) {
      manifest(json, progress.rows().get());
      result(json, progress.rows().get().rows());
    }
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, SubmittedStatement.Failure failure)
      throws IOException {
    json.writeObjectFieldStart("error");
    json.writeStringField("error_code", failure.code());
    json.writeStringField("message", failure.message());
    if (failure.place().isPresent()) {
      SubmittedStatement.Place place = failure.place().get();
      json.writeNumberField("line", place.line());
      json.writeNumberField("column", place.column());
      json.writeNumberField("length", place.length());
    }
    json.writeEndObject();
  }

  private static void manifest(JsonGenerator json, SubmittedStatement.Rows rows)
      throws IOException {
    json.writeObjectFieldStart("manifest");
    json.writeStringField("format", "JSON_ARRAY");
    json.writeObjectFieldStart("schema");
    json.writeNumberField("column_count", rows.columns().size());
    json.writeArrayFieldStart("columns");
    int position = 0;
    for (Column column : rows.columns()) {
      column(json, column, position++);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeNumberField("total_row_count", rows.rows().size());
    json.writeNumberField("total_chunk_count", 1);
    json.writeBooleanField("truncated", rows.truncated());
    json.writeEndObject();
  }

  private static void column(JsonGenerator json, Column column, int position) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", column.name());
    json.writeNumberField("position", position);
    json.writeStringField("type_name", typeName(column.type()));
    json.writeStringField("type_text", typeText(column.type()));
    if (column.type().kind() == ColumnType.Kind.DECIMAL) {
      json.writeNumberField("type_precision", column.type().precision());
      json.writeNumberField("type_scale", column.type().scale());
    }
    json.writeEndObject();
  }

  private static String typeName(ColumnType type) {
    return switch (type.kind()) {
      case INTEGER -> "INT";
      case BIGINT -> "LONG";
      case VARCHAR -> "STRING";
      case BOOLEAN, DOUBLE, DECIMAL, DATE, TIMESTAMP -> type.kind().name();
    };
  }

  private static String typeText(ColumnType type) {
    return switch (type.kind()) {
      case BIGINT -> "BIGINT";
      case DECIMAL -> type.toString().toUpperCase(Locale.ROOT);
      default -> typeName(type);
    };
  }

  private static void result(JsonGenerator json, List<List<@Nullable String>> rows)
      throws IOException {
    json.writeObjectFieldStart("result");
    json.writeNumberField("chunk_index", 0);
    json.writeNumberField("row_offset", 0);
    json.writeNumberField("row_count", rows.size());
    json.writeArrayFieldStart("data_array");
    for (List<@Nullable String> row : rows) {
      json.writeStartArray();
      for (String cell : row) {
        json.writeString(cell);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

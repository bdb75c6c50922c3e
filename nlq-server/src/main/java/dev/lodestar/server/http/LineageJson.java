package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.server.catalog.DomainLineage;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Every table of a domain with what its columns and rows hang on. */
final class LineageJson implements Json.Writing {
  private final DomainLineage lineage;

  LineageJson(DomainLineage lineage) {
    this.lineage = lineage;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("note", lineage.missing());
    json.writeArrayFieldStart("tables");
    for (TableLineage table : lineage.tables()) {
      json.writeStartObject();
      json.writeStringField("table", table.table().toString());
      json.writeStringField("kind", table.kind().word());
      json.writeStringField("place", table.outside().place());
      json.writeStringField("sql", lineage.sql().getOrDefault(table.table(), ""));
      json.writeArrayFieldStart("columns");
      for (String column : lineage.columns(table)) {
        json.writeStartObject();
        json.writeStringField("name", column);
        json.writeStringField("field", table.outside().fields().getOrDefault(column, ""));
        influences(json, "from", lineage.named(table.of(column)));
        json.writeEndObject();
      }
      json.writeEndArray();
      influences(json, "rows", lineage.named(table.rows()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void influences(JsonGenerator json, String field, Influences influences)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Map.Entry<Origin, Set<Influence>> one : influences.byOrigin().entrySet()) {
      json.writeStartObject();
      json.writeStringField("table", one.getKey().table().toString());
      json.writeStringField("column", one.getKey().column());
      json.writeArrayFieldStart("how");
      for (Influence way : one.getValue().stream().sorted().toList()) {
        json.writeString(way.word());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.catalog.TableWords;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The domains with what they have released: tables, columns, and what is said of them. */
final class CatalogJson implements Json.Writing {
  private final Collection<ServedDomain> domains;
  private final Caller caller;

  /** What a caller sees of some domains. */
  CatalogJson(Collection<ServedDomain> domains, Caller caller) {
    this.domains = domains.stream().filter(domain -> caller.knows(domain.name())).toList();
    this.caller = caller;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("domains");
    for (ServedDomain domain : domains) {
      domain(json, domain);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void domain(JsonGenerator json, ServedDomain domain) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", domain.name());
    Texts.write(json, "title", domain.domain().title());
    Texts.write(json, "description", domain.domain().description());
    Optional<Catalog> catalog = caller.tables(domain);
    if (catalog.isPresent()) {
      release(json, catalog.get());
    } else {
      json.writeNullField("release");
      json.writeStringField("note", HttpServer.nothingReleased(domain, caller));
      json.writeArrayFieldStart("tables");
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void release(JsonGenerator json, Catalog catalog) throws IOException {
    json.writeObjectFieldStart("release");
    json.writeNumberField("id", catalog.release().id());
    json.writeStringField("run", catalog.release().runId());
    json.writeStringField(
        "released", Instant.ofEpochMilli(catalog.release().releasedMillis()).toString());
    json.writeEndObject();
    json.writeStringField("note", catalog.words().missing());
    json.writeArrayFieldStart("tables");
    for (CatalogTable table : catalog.tables()) {
      table(json, table, catalog.words());
    }
    json.writeEndArray();
  }

  private static void table(JsonGenerator json, CatalogTable table, TableWords words)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", table.name().schema());
    json.writeStringField("name", table.name().name());
    json.writeStringField("kind", kind(table));
    if (table instanceof CatalogTable.Stored stored) {
      json.writeNumberField("rows", stored.rows());
    }
    Texts.write(json, "description", words.description(table.name()));
    json.writeArrayFieldStart("key");
    for (String column : words.key(table.name())) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("columns");
    for (Column column : table.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type().toString());
      Optional<ColumnDoc> doc = words.column(table.name(), column.name());
      Texts.write(json, "description", doc.map(ColumnDoc::description).orElse(Text.NONE));
      json.writeStringField("unit", doc.map(ColumnDoc::unit).orElse(""));
      json.writeStringField("references", reference(words, table.name(), column.name()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String reference(TableWords words, TableName table, String column) {
    return words.references(table).stream()
        .filter(reference -> reference.column().equals(column))
        .map(reference -> reference.table() + "." + reference.target())
        .findFirst()
        .orElse("");
  }

  private static String kind(CatalogTable table) {
    return table.match(
        stored -> "table", view -> "view", run -> "ledger", guarded -> kind(guarded.table()));
  }
}

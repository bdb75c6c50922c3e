package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.dashboard.Dashboards;
import dev.lodestar.server.dashboard.ServedDashboard;
import dev.lodestar.server.dashboard.ShownColumn;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.semantic.Grain;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A dashboard without its rows: what it is made of. */
final class DashboardJson implements Json.Writing {
  private final ServedDomain domain;
  private final Dashboards.Found found;

  DashboardJson(ServedDomain domain, Dashboards.Found found) {
    this.domain = domain;
    this.found = found;
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("domain", domain.name());
    json.writeStringField("note", found.note());
    if (found.dashboard().isPresent()) {
      ServedDashboard served = found.dashboard().get();
      Texts.write(json, "title", served.dashboard().title());
      Texts.write(json, "description", served.dashboard().description());
      json.writeArrayFieldStart("filters");
      for (Filter filter : served.dashboard().filters()) {
        filter(json, served, filter);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("pages");
      for (Dashboard.Page page : served.dashboard().pages()) {
        page(json, served, page);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void filter(JsonGenerator json, ServedDashboard served, Filter filter)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", filter.name());
    json.writeStringField("choose", filter.choose().name().toLowerCase(Locale.ROOT));
    strings(json, "initial", filter.initial());
    try {
      ShownColumn field = served.field(filter);
      boolean named = !filter.title().equals(Text.NONE);
      Texts.write(json, "title", named ? filter.title() : field.title());
      json.writeStringField("type", field.column().type().toString());
      json.writeStringField("problem", "");
    } catch (ModelProblem e) {
      Texts.write(json, "title", filter.title());
      json.writeStringField("type", "varchar");
      json.writeStringField("problem", e.problem().message() + "; " + e.problem().advice());
    }
    json.writeEndObject();
  }

  private static void page(JsonGenerator json, ServedDashboard served, Dashboard.Page page)
      throws IOException {
    json.writeStartObject();
    Texts.write(json, "title", page.title());
    Texts.write(json, "description", page.description());
    json.writeArrayFieldStart("tiles");
    for (Tile tile : page.tiles()) {
      tile(json, served, tile);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void tile(JsonGenerator json, ServedDashboard served, Tile tile)
      throws IOException {
    json.writeStartObject();
    Texts.write(json, "title", tile.title());
    Texts.write(json, "description", tile.description());
    json.writeStringField("chart", tile.chart().word());
    json.writeNumberField("width", tile.size().width());
    json.writeNumberField("height", tile.size().height());
    strings(json, "filters", served.filters(tile));
    json.writeBooleanField("rows", tile.data().match(sql -> false, query -> true));
    strings(json, "grains", tile.grains().stream().map(Grain::word).toList());
    Dashboard.Show show = tile.show();
    column(json, "x", show.x());
    strings(json, "y", show.y().stream().map(ColumnName::name).toList());
    column(json, "color", show.color());
    column(json, "point_size", show.pointSize());
    column(json, "label", show.label());
    if (tile.bins().isPresent()) {
      json.writeNumberField("bins", tile.bins().get());
    }
    json.writeEndObject();
  }

  private static void column(JsonGenerator json, String part, Optional<ColumnName> column)
      throws IOException {
    json.writeStringField(part, column.map(ColumnName::name).orElse(null));
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}

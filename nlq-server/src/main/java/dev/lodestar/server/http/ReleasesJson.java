package dev.lodestar.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableSnapshot;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The releases of a domain, latest first, with the state that a table had in each.
 *
 * @param table one of these
 * @param snapshots of the table; none where a caller does not see all its rows, or where it has
 *     none
 */
record ReleasesJson(TableName table, List<Release> releases, Map<Long, TableSnapshot> snapshots)
    implements Json.Writing {
  private static final int MOST = 100;

  /** What a caller may know who sees these tables. */
  static ReleasesJson of(Warehouse warehouse, Catalog seen, TableName table) throws ApiProblem {
    CatalogTable found =
        seen.tables().stream()
            .filter(one -> one.name().equals(table))
            .findFirst()
            .orElseThrow(() -> ApiProblem.notFound("There is no table " + table));
    return new ReleasesJson(
        table,
        warehouse.releases().stream()
            .sorted(Comparator.comparingLong(Release::id).reversed())
            .limit(MOST)
            .toList(),
        found instanceof CatalogTable.Stored
            ? warehouse.snapshots(table).stream()
                .collect(Collectors.toMap(TableSnapshot::id, Function.identity()))
            : Map.of());
  }

  @Override
  public void to(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("releases");
    for (Release release : releases) {
      json.writeStartObject();
      json.writeNumberField("id", release.id());
      json.writeStringField("run", release.runId());
      json.writeStringField("released", Instant.ofEpochMilli(release.releasedMillis()).toString());
      if (release.restores().isPresent()) {
        json.writeNumberField("restores", release.restores().get());
      }
      TableSnapshot snapshot = snapshots.get(release.snapshots().getOrDefault(table, -1L));
      if (snapshot != null) {
        json.writeStringField("snapshot", Long.toString(snapshot.id()));
        json.writeStringField("operation", snapshot.operation());
        json.writeNumberField("rows", snapshot.rows());
        json.writeNumberField("added", snapshot.addedRows());
        json.writeNumberField("removed", snapshot.removedRows());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

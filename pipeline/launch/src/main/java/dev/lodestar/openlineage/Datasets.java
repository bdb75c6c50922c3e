package dev.lodestar.openlineage;

import dev.lodestar.spec.DatabaseTable;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import java.net.URI;
import java.util.Map;

/** How OpenLineage calls tables and files: by where they are, so that all tools call them alike. */
record Datasets(String warehouse, Map<String, String> environment) {

  /** The name of a dataset in a namespace. */
  record Name(String namespace, String name) {}

  Name of(TableName table) {
    return files(warehouse + "/" + table.schema() + "/" + table.name());
  }

  /** What a source reads: a pattern of files, or a table of a database. */
  Name of(Source source) {
    if (source.database().isPresent()) {
      return of(source.database().get());
    }
    return files(source.files());
  }

  private static Name files(String place) {
    if (place.startsWith(Source.S3)) {
      String[] parts = place.substring(Source.S3.length()).split("/", 2);
      return new Name(Source.S3 + parts[0], parts.length > 1 ? parts[1] : "");
    }
    return new Name("file", place);
  }

  /** Server and database alone: what else an address says may be secret. */
  private Name of(DatabaseTable table) {
    String url = table.url();
    try {
      url = DatabaseTable.resolve(url, environment);
    } catch (IllegalArgumentException notSet) {
      return new Name("jdbc", table.name());
    }
    URI uri = URI.create(url.replaceFirst("^jdbc:", "").replaceFirst("[?;].*$", ""));
    if (uri.getHost() == null) {
      return new Name("jdbc:" + uri.getScheme(), table.name());
    }
    String scheme = uri.getScheme().equals("postgresql") ? "postgres" : uri.getScheme();
    String port =
        uri.getPort() < 0 ? (scheme.equals("postgres") ? ":5432" : "") : ":" + uri.getPort();
    String database = uri.getPath().replaceFirst("^/", "");
    return new Name(scheme + "://" + uri.getHost() + port, database + "." + table.name());
  }
}

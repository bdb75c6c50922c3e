package dev.lodestar.tables;

import dev.lodestar.spec.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a warehouse is: its files, and the database that knows which of them count.
 *
 * @param folder the folder of its files: an absolute path, or an address in S3
 * @param database the JDBC address of the catalogue, which may carry a password
 * @param schema of the database, where that has schemas; else empty
 */
public record WarehouseAddress(String folder, String database, String schema) {
  /** The file that makes a folder a warehouse, unless its catalogue is elsewhere. */
  static final String FILE = "catalog.db";

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRES = "jdbc:postgresql:";

  /** PostgreSQL cuts longer names off. */
  private static final int LONGEST_SCHEMA = 63;

  public WarehouseAddress {
    if (schema.length() > LONGEST_SCHEMA) {
      throw new IllegalArgumentException(
          "The name of the domain is too long for PostgreSQL, which would cut " + schema + " off");
    }
  }

  /** A folder that has its catalogue in it. */
  public static WarehouseAddress of(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    return new WarehouseAddress(path.toString(), SQLITE + path.resolve(FILE), "");
  }

  /**
   * Finds the warehouse of a domain.
   *
   * @param warehouse a path or the address of a folder; without it, the domain's folder in the one
   *     that {@code LODESTAR_WAREHOUSES} names, or in {@code warehouse}
   * @param catalog a folder for a catalogue in a file, or the JDBC address of a PostgreSQL
   *     database; without it, what {@code LODESTAR_CATALOG} names, or the warehouse itself
   * @throws IllegalArgumentException when one of them cannot be
   */
  public static WarehouseAddress of(
      String domain,
      Optional<String> warehouse,
      Optional<String> catalog,
      Map<String, String> environment) {
    String folder =
        folder(
            warehouse.orElseGet(
                () -> environment.getOrDefault("LODESTAR_WAREHOUSES", "warehouse") + "/" + domain));
    Optional<String> named =
        catalog
            .or(() -> Optional.ofNullable(environment.get("LODESTAR_CATALOG")))
            .filter(text -> !text.isBlank());
    if (named.isEmpty()) {
      if (folder.startsWith(Source.S3)) {
        throw new IllegalArgumentException(
            "The warehouse "
                + folder
                + " needs a catalogue elsewhere, as S3 holds no database; name one by --catalog or"
                + " LODESTAR_CATALOG: jdbc:postgresql://HOST/DATABASE, or a folder of this machine");
      }
      return of(Path.of(folder));
    }
    return named.get().startsWith(POSTGRES)
        ? new WarehouseAddress(folder, named.get(), "lodestar_" + domain)
        : new WarehouseAddress(folder, SQLITE + Path.of(catalogFolder(named.get()), FILE), "");
  }

  private static String catalogFolder(String text) {
    if (hasScheme(text) && !text.startsWith("file:")) {
      throw new IllegalArgumentException(
          "Not a place for a catalogue: "
              + withoutSecrets(text)
              + "; name jdbc:postgresql://HOST/DATABASE, or a folder of this machine");
    }
    return folder(text);
  }

  private static boolean hasScheme(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private static String folder(String text) {
    if (!hasScheme(text)) {
      return Path.of(text).toAbsolutePath().normalize().toString();
    }
    if (text.matches("s3://[A-Za-z0-9][A-Za-z0-9._-]+(/.*)?")) {
      return text.replaceFirst("/+$", "");
    }
    if (!text.startsWith("file:")) {
      throw new IllegalArgumentException(
          "Cannot use "
              + withoutSecrets(text)
              + " for tables: name a folder, or s3://BUCKET/FOLDER");
    }
    try {
      return Path.of(new URI(text)).toAbsolutePath().normalize().toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Not the address of a folder: " + text + "; write it like file:///data/warehouse", e);
    }
  }

  /** Whether its files are in S3, and only copies of them on this machine. */
  public boolean isInS3() {
    return folder.startsWith(Source.S3);
  }

  boolean isOnPostgres() {
    return database.startsWith(POSTGRES);
  }

  /** Whether the catalogue is a file of the warehouse. */
  boolean isOne() {
    return database.equals(SQLITE + Path.of(folder).resolve(FILE));
  }

  /** The file of the catalogue, where it is one. */
  Optional<Path> catalogFile() {
    return isOnPostgres()
        ? Optional.empty()
        : Optional.of(Path.of(database.substring(SQLITE.length())));
  }

  /** The database, as it may be told. */
  String catalog() {
    return withoutSecrets(database);
  }

  private static String withoutSecrets(String address) {
    return address.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
  }

  /** Where the files are, which is what a user calls the warehouse. */
  @Override
  public String toString() {
    return folder;
  }
}

package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.TableWords;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows that PostgreSQL's catalogue has for the tables of a release, as INSERT statements. */
final class CatalogRows {
  private static final int FIRST_FREE = 16_384;
  private static final int NUMBERS = 1_000_000_000;
  private static final int OWNER = 10;
  private static final int SYSTEM = 11;

  /** What clients look for by number. */
  private static final Map<String, Integer> SYSTEM_TABLES =
      new TreeMap<>(
          Map.of(
              "pg_class", 1259,
              "pg_namespace", 2615,
              "pg_type", 1247,
              "pg_proc", 1255,
              "pg_constraint", 2606,
              "pg_attribute", 1249,
              "pg_description", 2609,
              "pg_database", 1262,
              "pg_authid", 1260,
              "pg_index", 2610));

  private static final int ARRAY_RECEIVE = 2400;

  /**
   * A type of ours as {@code pg_type} has it: its letter of category, the number of its array, and
   * of the function that receives it, by which clients tell arrays from other types.
   */
  private record TypeRow(PgType type, String category, boolean preferred, int array, int receive) {}

  private static final List<TypeRow> TYPES =
      List.of(
          new TypeRow(PgType.BOOL, "B", true, 1000, 2436),
          new TypeRow(PgType.CHAR, "Z", false, 1002, 2434),
          new TypeRow(PgType.NAME, "S", false, 1003, 2422),
          new TypeRow(PgType.INT8, "N", false, 1016, 2408),
          new TypeRow(PgType.INT2, "N", false, 1005, 2404),
          new TypeRow(PgType.INT4, "N", false, 1007, 2406),
          new TypeRow(PgType.TEXT, "S", true, 1009, 2414),
          new TypeRow(PgType.OID, "N", true, 1028, 2418),
          new TypeRow(PgType.FLOAT4, "N", false, 1021, 2424),
          new TypeRow(PgType.FLOAT8, "N", true, 1022, 2426),
          new TypeRow(PgType.UNKNOWN, "X", false, 0, 2416),
          new TypeRow(PgType.BPCHAR, "S", false, 1014, 2430),
          new TypeRow(PgType.VARCHAR, "S", false, 1015, 2432),
          new TypeRow(PgType.DATE, "D", false, 1182, 2468),
          new TypeRow(PgType.TIMESTAMP, "D", false, 1115, 2474),
          new TypeRow(PgType.TIMESTAMPTZ, "D", true, 1185, 2476),
          new TypeRow(PgType.NUMERIC, "N", false, 1231, 2460),
          new TypeRow(PgType.INT2_VECTOR, "A", false, 1006, 2410),
          new TypeRow(PgType.OID_VECTOR, "A", false, 1013, 2420));

  private final Catalog catalog;
  private final String language;
  private final Set<Integer> taken = new TreeSet<>();
  private final Map<TableName, Integer> tables = new LinkedHashMap<>();
  private final Map<TableName, Map<String, Integer>> columns = new HashMap<>();
  private final Map<String, Integer> schemas = new TreeMap<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private CatalogRows(Catalog catalog, String language) {
    this.catalog = catalog;
    this.language = language;
  }

  /**
   * All rows.
   *
   * @param user who asks
   * @param language of the descriptions
   * @param database the one whose tables these are
   * @param databases the names of all
   */
  static List<String> of(
      Optional<Catalog> catalog,
      String user,
      String language,
      String database,
      Collection<String> databases) {
    List<String> inserts = new ArrayList<>();
    inserts.add("INSERT INTO lodestar_database VALUES (" + text(database) + ")");
    inserts.addAll(roles(user));
    inserts.addAll(types());
    int number = FIRST_FREE;
    for (String name : databases) {
      inserts.add(
          "INSERT INTO pg_database (oid, datname, datdba, encoding, datlocprovider, datistemplate,"
              + " datallowconn, datconnlimit, dattablespace, datcollate, datctype) VALUES ("
              + (number++)
              + ", "
              + text(name)
              + ", 10, 6, 'c', false, true, -1, 1663, 'C', 'C.UTF-8')");
    }
    inserts.addAll(system());
    catalog.ifPresent(known -> inserts.addAll(new CatalogRows(known, language).all()));
    return inserts;
  }

  private static List<String> roles(String user) {
    List<String> inserts = new ArrayList<>();
    String columns =
        "INSERT INTO pg_roles (oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb,"
            + " rolcanlogin, rolreplication, rolconnlimit, rolbypassrls) VALUES (";
    inserts.add(
        columns + OWNER + ", 'lodestar', false, true, false, false, false, false, -1, false)");
    if (!user.equals("lodestar")) {
      inserts.add(
          columns
              + (OWNER + 1)
              + ", "
              + text(user)
              + ", false, true, false, false, true, false, -1, false)");
    }
    return inserts;
  }

  private static List<String> types() {
    List<String> types = new ArrayList<>();
    List<String> functions = new ArrayList<>();
    functions.add("(" + ARRAY_RECEIVE + ", 'array_recv', 11)");
    for (TypeRow row : TYPES) {
      types.add(typeValues(row));
      functions.add("(" + row.receive() + ", " + text(function(row.type(), "recv")) + ", 11)");
      if (row.array() != 0) {
        types.add(arrayValues(row));
      }
    }
    return List.of(
        "INSERT INTO pg_type (oid, typname, typlen, typbyval, typtype, typcategory, typispreferred,"
            + " typelem, typarray, typinput, typoutput, typsend, typreceive, typcollation,"
            + " typnamespace, typowner, typisdefined, typdelim, typrelid, typmodin, typmodout,"
            + " typalign, typstorage, typnotnull, typbasetype, typtypmod, typndims) VALUES "
            + String.join(", ", types),
        "INSERT INTO pg_proc (oid, proname, pronamespace) VALUES " + String.join(", ", functions));
  }

  private static final String OF_ALL_TYPES =
      "11, 10, true, ',', 0, '-', '-', 'i', 'p', false, 0, -1, 0)";

  private static String typeValues(TypeRow row) {
    PgType type = row.type();
    return "("
        + String.join(
            ", ",
            Integer.toString(type.oid()),
            text(type.shortName()),
            Integer.toString(type.size()),
            Boolean.toString(type.size() > 0 && type.size() <= 8),
            type == PgType.UNKNOWN ? "'p'" : "'b'",
            text(row.category()),
            Boolean.toString(row.preferred()),
            type.isVector() ? Integer.toString(type.element().orElseThrow().oid()) : "0",
            Integer.toString(row.array()),
            text(function(type, "in")),
            text(function(type, "out")),
            text(function(type, "send")),
            Integer.toString(row.receive()),
            row.category().equals("S") ? "100" : "0",
            OF_ALL_TYPES);
  }

  private static String arrayValues(TypeRow row) {
    return "("
        + String.join(
            ", ",
            Integer.toString(row.array()),
            text("_" + row.type().shortName()),
            "-1, false, 'b', 'A', false",
            Integer.toString(row.type().oid()),
            "0, 'array_in', 'array_out', 'array_send'",
            Integer.toString(ARRAY_RECEIVE),
            row.category().equals("S") ? "100" : "0",
            OF_ALL_TYPES);
  }

  /** What PostgreSQL calls the function that takes or gives values of a type. */
  private static String function(PgType type, String does) {
    return switch (type) {
      case DATE, TIMESTAMP, TIMESTAMPTZ, NUMERIC -> type.shortName() + "_" + does;
      default -> type.shortName() + does;
    };
  }

  private static List<String> system() {
    List<String> inserts = new ArrayList<>();
    inserts.add(
        "INSERT INTO pg_namespace VALUES (11, 'pg_catalog', 10, NULL), (12, 'information_schema',"
            + " 10, NULL)");
    SYSTEM_TABLES.forEach(
        (name, oid) -> inserts.add(classInsert(classValues(oid, name, SYSTEM, "r", 0, 0, false))));
    return inserts;
  }

  private List<String> all() {
    for (CatalogTable table : catalog.tables()) {
      tables.put(table.name(), number(table.name().toString()));
      schemas.computeIfAbsent(table.name().schema(), schema -> number("schema " + schema));
    }
    schemas.forEach(
        (name, oid) ->
            add("pg_namespace", "(" + oid + ", " + text(name) + ", " + OWNER + ", NULL)"));
    for (CatalogTable table : catalog.tables()) {
      table(table);
    }
    for (CatalogTable table : catalog.tables()) {
      keys(table);
    }
    for (CatalogTable table : catalog.tables()) {
      references(table);
    }
    List<String> inserts = new ArrayList<>();
    rows.forEach(
        (into, values) ->
            inserts.add("INSERT INTO " + into + " VALUES " + String.join(", ", values)));
    return inserts;
  }

  private void add(String into, String values) {
    rows.computeIfAbsent(into, name -> new ArrayList<>()).add(values);
  }

  /** A number that depends on the name, so that it stays the same from release to release. */
  private int number(String name) {
    int number = FIRST_FREE + Math.floorMod(name.hashCode() * 0x9E3779B9, NUMBERS);
    while (!taken.add(number)) {
      number++;
    }
    return number;
  }

  private void table(CatalogTable table) {
    TableName name = table.name();
    int oid = known(tables, name);
    String kind = kind(table);
    long count = table instanceof CatalogTable.Stored stored ? stored.rows() : -1;
    boolean hasKey = !words().key(name).isEmpty();
    add(
        CLASS,
        classValues(
            oid,
            name.name(),
            known(schemas, name.schema()),
            kind,
            table.columns().size(),
            count,
            hasKey));
    if (table instanceof CatalogTable.Computed view) {
      add("lodestar_views", "(" + oid + ", " + text(view.view().sql()) + ")");
    }
    describe(oid, 0, words().description(name).in(language));
    Map<String, Integer> places = new HashMap<>();
    int place = 0;
    for (Column column : table.columns()) {
      place++;
      places.put(column.name(), place);
      attribute(oid, column, place, words().isNeverNull(name, column.name()));
      Optional<ColumnDoc> doc = words().column(name, column.name());
      describe(oid, place, doc.map(this::words).orElse(""));
    }
    columns.put(name, places);
  }

  private void attribute(int of, Column column, int place, boolean neverNull) {
    PgType type = PgType.of(column.type());
    add(
        ATTRIBUTE,
        "("
            + String.join(
                ", ",
                Integer.toString(of),
                text(column.name()),
                Integer.toString(type.oid()),
                "-1",
                Integer.toString(type.size()),
                Integer.toString(place),
                "0, -1",
                Integer.toString(PgType.modifier(column.type())),
                Boolean.toString(type.size() > 0),
                "'p', '', 'i'",
                Boolean.toString(neverNull),
                "false, false, '', '', false, true, 0",
                type == PgType.VARCHAR ? "100" : "0")
            + ")");
  }

  private static String kind(CatalogTable table) {
    return table.match(
        stored -> "r", view -> "v", recorded -> "r", guarded -> kind(guarded.table()));
  }

  private TableWords words() {
    return catalog.words();
  }

  private String words(ColumnDoc doc) {
    String description = doc.description().in(language);
    return doc.unit().isEmpty() ? description : (description + " (" + doc.unit() + ")").strip();
  }

  private void describe(int oid, int place, String words) {
    if (!words.isEmpty()) {
      add("pg_description", "(" + oid + ", 1259, " + place + ", " + text(words) + ")");
    }
  }

  private void keys(CatalogTable table) {
    List<String> key = words().key(table.name());
    if (!key.isEmpty()) {
      unique(table.name(), key, true);
    }
  }

  /** The number of the index of a key; none when the table has not all its columns. */
  private @Nullable Integer unique(TableName table, List<String> key, boolean primary) {
    Map<String, Integer> places = columns.getOrDefault(table, Map.of());
    if (!places.keySet().containsAll(key)) {
      return null;
    }
    String known = table + "(" + String.join(",", key) + ")";
    Integer index = indexes.get(known);
    if (index != null) {
      return index;
    }
    int made = number("index " + known);
    indexes.put(known, made);
    String name = table.name() + (primary ? "_pkey" : "_" + String.join("_", key) + "_key");
    String list =
        key.stream()
            .map(column -> known(places, column).toString())
            .collect(Collectors.joining(", ", "[", "]"));
    String zeros = key.stream().map(column -> "0").collect(Collectors.joining(", ", "[", "]"));
    int schema = known(schemas, table.schema());
    int oid = known(tables, table);
    add(CLASS, classValues(made, name, schema, "i", key.size(), -1, false));
    for (CatalogTable indexed : catalog.tables()) {
      for (Column column : indexed.name().equals(table) ? indexed.columns() : List.<Column>of()) {
        if (key.contains(column.name())) {
          attribute(made, column, key.indexOf(column.name()) + 1, false);
        }
      }
    }
    add(
        "pg_index",
        "("
            + String.join(
                ", ",
                Integer.toString(made),
                Integer.toString(oid),
                Integer.toString(key.size()),
                Integer.toString(key.size()),
                "true, false",
                Boolean.toString(primary),
                "false, true, false, true, false, true, true, false",
                list,
                zeros,
                zeros,
                zeros,
                "NULL, NULL")
            + ")");
    add(
        CONSTRAINT,
        constraintValues(
            "constraint " + known, name, schema, primary ? "p" : "u", oid, made, 0, list, "NULL"));
    return made;
  }

  private void references(CatalogTable table) {
    Map<String, Integer> places = known(columns, table.name());
    for (TableWords.Reference reference : words().references(table.name())) {
      Integer target = tables.get(reference.table());
      if (target == null || !places.containsKey(reference.column())) {
        continue;
      }
      Integer index = unique(reference.table(), List.of(reference.target()), false);
      if (index != null) {
        add(
            CONSTRAINT,
            constraintValues(
                "reference " + table.name() + " " + reference,
                table.name().name() + "_" + reference.column() + "_fkey",
                known(schemas, table.name().schema()),
                "f",
                known(tables, table.name()),
                index,
                target,
                "[" + known(places, reference.column()) + "]",
                "[" + known(known(columns, reference.table()), reference.target()) + "]"));
      }
    }
  }

  private String constraintValues(
      String known,
      String name,
      int schema,
      String kind,
      int table,
      int index,
      int target,
      String key,
      String targetKey) {
    return "("
        + String.join(
            ", ",
            Integer.toString(number(known)),
            text(name),
            Integer.toString(schema),
            text(kind),
            "false, false, true",
            Integer.toString(table),
            "0",
            Integer.toString(index),
            "0",
            Integer.toString(target),
            kind.equals("f") ? "'a', 'a', 's'" : "' ', ' ', ' '",
            "true, 0, true",
            key,
            targetKey)
        + ")";
  }

  private static final String CONSTRAINT =
      "pg_constraint (oid, conname, connamespace, contype, condeferrable, condeferred,"
          + " convalidated, conrelid, contypid, conindid, conparentid, confrelid, confupdtype,"
          + " confdeltype, confmatchtype, conislocal, coninhcount, connoinherit, conkey, confkey)";

  private static final String ATTRIBUTE =
      "pg_attribute (attrelid, attname, atttypid, attstattarget, attlen, attnum, attndims,"
          + " attcacheoff, atttypmod, attbyval, attstorage, attcompression, attalign, attnotnull,"
          + " atthasdef, atthasmissing, attidentity, attgenerated, attisdropped, attislocal,"
          + " attinhcount, attcollation)";

  private static final String CLASS =
      "pg_class (oid, relname, relnamespace, relkind, relnatts, reltuples, relhasindex, reltype,"
          + " reloftype, relowner, relam, relfilenode, reltablespace, relpages, relallvisible,"
          + " reltoastrelid, relisshared, relpersistence, relchecks, relhasrules, relhastriggers,"
          + " relhassubclass, relrowsecurity, relforcerowsecurity, relispopulated, relreplident,"
          + " relispartition, relrewrite, relfrozenxid, relminmxid, relhasoids)";

  private static String classInsert(String values) {
    return "INSERT INTO " + CLASS + " VALUES " + values;
  }

  private static String classValues(
      int oid, String name, int schema, String kind, int columns, long count, boolean hasIndex) {
    return "("
        + String.join(
            ", ",
            Integer.toString(oid),
            text(name),
            Integer.toString(schema),
            text(kind),
            Integer.toString(columns),
            Long.toString(count),
            Boolean.toString(hasIndex),
            "0, 0",
            Integer.toString(OWNER),
            kind.equals("i") ? "403" : kind.equals("v") ? "0" : "2",
            "0, 0, 0, 0, 0, false, 'p', 0, false, true, false, false, false, true, 'd', false, 0,"
                + " 0, 0, false")
        + ")";
  }

  private static <K, V> V known(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("Nothing is known of " + key);
    }
    return value;
  }

  private static String text(String text) {
    return CatalogSql.literal(text);
  }
}

package dev.lodestar.server.avatica;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.TableWords;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta.CursorFactory;
import org.apache.calcite.avatica.Meta.Frame;
import org.apache.calcite.avatica.Meta.Signature;
import org.apache.calcite.avatica.Meta.StatementType;
import org.apache.calcite.avatica.MetaImpl;
import org.jspecify.annotations.Nullable;

/** What there is, in the columns that JDBC has for it: a name ending in # has whole numbers. */
record Listing(String header, List<@Nullable Object[]> rows) {
  private static final String TABLES =
      "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
          + " SELF_REFERENCING_COL_NAME REF_GENERATION";
  private static final String COLUMNS =
      "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE# TYPE_NAME COLUMN_SIZE#"
          + " BUFFER_LENGTH# DECIMAL_DIGITS# NUM_PREC_RADIX# NULLABLE# REMARKS COLUMN_DEF"
          + " SQL_DATA_TYPE# SQL_DATETIME_SUB# CHAR_OCTET_LENGTH# ORDINAL_POSITION# IS_NULLABLE"
          + " SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE# IS_AUTOINCREMENT"
          + " IS_GENERATEDCOLUMN";
  private static final String TYPES =
      "TYPE_NAME DATA_TYPE# PRECISION# LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE#"
          + " CASE_SENSITIVE# SEARCHABLE# UNSIGNED_ATTRIBUTE# FIXED_PREC_SCALE# AUTO_INCREMENT#"
          + " LOCAL_TYPE_NAME MINIMUM_SCALE# MAXIMUM_SCALE# SQL_DATA_TYPE# SQL_DATETIME_SUB#"
          + " NUM_PREC_RADIX#";

  private static @Nullable Object[] row(@Nullable Object... cells) {
    return cells;
  }

  Signature signature() {
    List<ColumnMetaData> columns = new ArrayList<>();
    for (String name : header.split(" ", -1)) {
      boolean number = name.endsWith("#");
      columns.add(
          MetaImpl.columnMetaData(
              number ? name.substring(0, name.length() - 1) : name,
              columns.size(),
              number ? Integer.class : String.class,
              true));
    }
    return Signature.create(columns, "", List.of(), CursorFactory.LIST, StatementType.SELECT);
  }

  Frame frame() {
    return Frame.create(0, true, new ArrayList<>(rows));
  }

  static Listing catalogs(String domain) {
    return new Listing("TABLE_CAT", List.<@Nullable Object[]>of(row(domain)));
  }

  static Listing tableTypes() {
    return new Listing("TABLE_TYPE", List.<@Nullable Object[]>of(row("TABLE"), row("VIEW")));
  }

  static Listing types() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<ColumnType> all =
        List.of(
            ColumnType.BOOLEAN,
            ColumnType.INTEGER,
            ColumnType.BIGINT,
            ColumnType.DOUBLE,
            ColumnType.decimal(38, 10),
            ColumnType.DATE,
            ColumnType.TIMESTAMP,
            ColumnType.VARCHAR);
    for (ColumnType type : all) {
      String quote = type.kind() == ColumnType.Kind.VARCHAR ? "'" : null;
      rows.add(
          row(
              Columns.typeName(type),
              Columns.jdbcType(type),
              Columns.size(type),
              quote,
              quote,
              null,
              DatabaseMetaData.typeNullable,
              1,
              DatabaseMetaData.typeSearchable,
              0,
              0,
              0,
              null,
              0,
              Columns.scale(type),
              null,
              null,
              10));
    }
    return new Listing(TYPES, rows);
  }

  static Listing schemas(
      String domain, Catalog catalog, @Nullable String of, @Nullable String pattern) {
    TreeSet<String> names = new TreeSet<>();
    catalog.tables().forEach(table -> names.add(table.name().schema()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    names.stream()
        .filter(name -> isOf(domain, of) && like(pattern).test(name))
        .forEach(name -> rows.add(row(name, domain)));
    return new Listing("TABLE_SCHEM TABLE_CATALOG", rows);
  }

  static Listing tables(
      String domain,
      Catalog catalog,
      @Nullable String of,
      @Nullable String schema,
      @Nullable String name,
      @Nullable List<String> kinds) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (CatalogTable table : matching(domain, catalog, of, schema, name)) {
      String kind = table.match(s -> "TABLE", v -> "VIEW", l -> "TABLE", g -> "TABLE");
      if (kinds == null || kinds.isEmpty() || kinds.contains(kind)) {
        rows.add(
            row(
                domain,
                table.name().schema(),
                table.name().name(),
                kind,
                catalog.words().description(table.name()).in("en"),
                null,
                null,
                null,
                null,
                null));
      }
    }
    return new Listing(TABLES, rows);
  }

  static Listing columns(
      String domain,
      Catalog catalog,
      @Nullable String of,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String name) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    TableWords words = catalog.words();
    for (CatalogTable one : matching(domain, catalog, of, schema, table)) {
      int position = 0;
      for (Column column : one.columns()) {
        position++;
        if (like(name).test(column.name())) {
          rows.add(column(domain, one.name(), column, position, words));
        }
      }
    }
    return new Listing(COLUMNS, rows);
  }

  private static @Nullable Object[] column(
      String domain, TableName table, Column column, int position, TableWords words) {
    ColumnType type = column.type();
    boolean nullable = !words.isNeverNull(table, column.name());
    return row(
        domain,
        table.schema(),
        table.name(),
        column.name(),
        Columns.jdbcType(type),
        Columns.typeName(type),
        Columns.size(type),
        null,
        Columns.scale(type),
        10,
        nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        words.column(table, column.name()).map(doc -> doc.description().in("en")).orElse(""),
        null,
        null,
        null,
        type.kind() == ColumnType.Kind.VARCHAR ? Columns.size(type) : null,
        position,
        nullable ? "YES" : "NO",
        null,
        null,
        null,
        null,
        "NO",
        "NO");
  }

  private static List<CatalogTable> matching(
      String domain,
      Catalog catalog,
      @Nullable String of,
      @Nullable String schema,
      @Nullable String name) {
    return catalog.tables().stream()
        .filter(
            table ->
                isOf(domain, of)
                    && like(schema).test(table.name().schema())
                    && like(name).test(table.name().name()))
        .toList();
  }

  private static boolean isOf(String domain, @Nullable String catalog) {
    return Optional.ofNullable(catalog).filter(c -> !c.isEmpty() && !c.equals(domain)).isEmpty();
  }

  /**
   * A pattern of JDBC: % for any characters, _ for one, a backslash before one that is meant. Names
   * are found whatever their case, as in statements: some clients ask in capitals.
   */
  private static Predicate<String> like(@Nullable String pattern) {
    if (pattern == null) {
      return name -> true;
    }
    StringBuilder regex = new StringBuilder();
    boolean meant = false;
    for (char c : pattern.toCharArray()) {
      if (!meant && c == '\\') {
        meant = true;
        continue;
      }
      if (!meant && c == '%') {
        regex.append(".*");
      } else if (!meant && c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
      meant = false;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
        .asMatchPredicate();
  }
}

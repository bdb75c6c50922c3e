package dev.lodestar.server.pgwire;

import dev.lodestar.spec.ColumnType;
import java.util.Optional;

/** PostgreSQL's types, as far as something here has them. */
enum PgType {
  BOOL(16, 1, "bool", "boolean"),
  CHAR(18, 1, "char", "\"char\""),
  NAME(19, 64, "name", "name"),
  INT8(20, 8, "int8", "bigint"),
  INT2(21, 2, "int2", "smallint"),
  INT2_VECTOR(22, -1, "int2vector", "int2vector"),
  INT4(23, 4, "int4", "integer"),
  TEXT(25, -1, "text", "text"),
  OID(26, 4, "oid", "oid"),
  OID_VECTOR(30, -1, "oidvector", "oidvector"),
  FLOAT4(700, 4, "float4", "real"),
  FLOAT8(701, 8, "float8", "double precision"),
  UNKNOWN(705, -2, "unknown", "unknown"),
  INT2_ARRAY(1005, -1, "_int2", "smallint[]"),
  INT4_ARRAY(1007, -1, "_int4", "integer[]"),
  TEXT_ARRAY(1009, -1, "_text", "text[]"),
  INT8_ARRAY(1016, -1, "_int8", "bigint[]"),
  BPCHAR(1042, -1, "bpchar", "character"),
  VARCHAR(1043, -1, "varchar", "character varying"),
  DATE(1082, 4, "date", "date"),
  TIMESTAMP(1114, 8, "timestamp", "timestamp without time zone"),
  TIMESTAMPTZ(1184, 8, "timestamptz", "timestamp with time zone"),
  NUMERIC(1700, -1, "numeric", "numeric");

  private final int oid;
  private final int size;
  private final String shortName;
  private final String sqlName;

  PgType(int oid, int size, String shortName, String sqlName) {
    this.oid = oid;
    this.size = size;
    this.shortName = shortName;
    this.sqlName = sqlName;
  }

  int oid() {
    return oid;
  }

  /** Bytes of a value; negative when they differ. */
  int size() {
    return size;
  }

  /** Its name in {@code pg_type}. */
  String shortName() {
    return shortName;
  }

  /** Its name as SQL writes it. */
  String sqlName() {
    return sqlName;
  }

  /** What an array, or a vector, is made of; empty for all other types. */
  Optional<PgType> element() {
    return switch (this) {
      case INT2_ARRAY, INT2_VECTOR -> Optional.of(INT2);
      case INT4_ARRAY -> Optional.of(INT4);
      case INT8_ARRAY -> Optional.of(INT8);
      case OID_VECTOR -> Optional.of(OID);
      case TEXT_ARRAY -> Optional.of(TEXT);
      default -> Optional.empty();
    };
  }

  /** Whether it is one of the lists of numbers that the catalogue alone has. */
  boolean isVector() {
    return this == INT2_VECTOR || this == OID_VECTOR;
  }

  static Optional<PgType> of(int oid) {
    for (PgType type : values()) {
      if (type.oid == oid) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What a column of ours is to a client. */
  static PgType of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> BOOL;
      case INTEGER -> INT4;
      case BIGINT -> INT8;
      case DOUBLE -> FLOAT8;
      case DECIMAL -> NUMERIC;
      case DATE -> DATE;
      case TIMESTAMP -> TIMESTAMP;
      case VARCHAR -> VARCHAR;
    };
  }

  /** What PostgreSQL calls the modifier of a type: digits of a number; -1 for none. */
  static int modifier(ColumnType type) {
    return type.kind() == ColumnType.Kind.DECIMAL
        ? ((type.precision() << 16) | type.scale()) + 4
        : -1;
  }
}

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
  INT4(23, 4, "int4", "integer"),
  TEXT(25, -1, "text", "text"),
  OID(26, 4, "oid", "oid"),
  FLOAT4(700, 4, "float4", "real"),
  FLOAT8(701, 8, "float8", "double precision"),
  UNKNOWN(705, -2, "unknown", "unknown"),
  TEXT_ARRAY(1009, -1, "_text", "text[]"),
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

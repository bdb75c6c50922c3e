package dev.lodestar.sql;

import dev.lodestar.spec.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** The names of types, as they stand in a cast. */
final class TypeNames {
  private static final List<String> TYPES =
      List.of("boolean", "integer", "bigint", "double", "decimal", "date", "timestamp", "varchar");

  private static final Set<SqlTypeName> KNOWN =
      Set.of(
          SqlTypeName.BOOLEAN,
          SqlTypeName.TINYINT,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.FLOAT,
          SqlTypeName.REAL,
          SqlTypeName.DOUBLE,
          SqlTypeName.DECIMAL,
          SqlTypeName.DATE,
          SqlTypeName.TIMESTAMP,
          SqlTypeName.CHAR,
          SqlTypeName.VARCHAR);

  private static final Set<String> TEXTS = Set.of("text", "string");

  private TypeNames() {}

  /** The type, if it is one that a column can have. */
  static SqlDataTypeSpec known(SqlDataTypeSpec type) {
    SqlParserPos place = type.getParserPosition();
    if (type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec named) {
      String name = named.getTypeName().toString();
      if (TEXTS.contains(name.toLowerCase(Locale.ROOT))) {
        return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, place), place);
      }
      throw unknown(place, name);
    }
    if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
      throw unknown(place, type.getTypeName().toString().toLowerCase(Locale.ROOT));
    }
    SqlTypeName name = SqlTypeName.get(basic.getTypeName().getSimple().toUpperCase(Locale.ROOT));
    if (name == null || !KNOWN.contains(name)) {
      throw unknown(place, basic.getTypeName().getSimple().toLowerCase(Locale.ROOT));
    }
    if (name == SqlTypeName.DECIMAL) {
      checkDecimal(basic, place);
    }
    return type;
  }

  private static void checkDecimal(SqlBasicTypeNameSpec type, SqlParserPos place) {
    int digits = type.getPrecision();
    if (digits < 0) {
      throw Refused.at(
          place,
          "this decimal has no number of digits",
          "write decimal(12,2): 12 digits, 2 of them decimals");
    }
    if (digits < 1 || digits > Types.DECIMAL_DIGITS || type.getScale() > digits) {
      throw Refused.at(
          place,
          "there is no such decimal",
          "a decimal has from 1 to 38 digits, and no more decimals than digits");
    }
  }

  private static Refused unknown(SqlParserPos place, String name) {
    String near =
        Nearest.to(name, TYPES).map(type -> "; did you mean \"" + type + "\"?").orElse("");
    return Refused.at(
        place, "unknown type \"" + name + "\"", "use one of " + String.join(", ", TYPES) + near);
  }
}

package dev.lodestar.sql;

import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;

/** What Calcite would let through and DuckDB would not, or not in the same meaning. */
final class Checks {
  private static final Set<SqlKind> NOT_OFFERED =
      Set.of(
          SqlKind.MATCH_RECOGNIZE,
          SqlKind.PIVOT,
          SqlKind.UNPIVOT,
          SqlKind.TABLESAMPLE,
          SqlKind.SNAPSHOT,
          SqlKind.UNNEST,
          SqlKind.CURSOR,
          SqlKind.ARRAY_VALUE_CONSTRUCTOR,
          SqlKind.ARRAY_QUERY_CONSTRUCTOR,
          SqlKind.MAP_VALUE_CONSTRUCTOR,
          SqlKind.MULTISET_VALUE_CONSTRUCTOR,
          SqlKind.JSON_ARRAYAGG,
          SqlKind.JSON_OBJECTAGG,
          SqlKind.DYNAMIC_PARAM,
          SqlKind.WITHIN_DISTINCT,
          SqlKind.EXPLICIT_TABLE,
          SqlKind.NEXT_VALUE,
          SqlKind.CURRENT_VALUE);

  private Checks() {}

  static void run(SqlNode query, SqlValidator validator) {
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            check(call, validator);
            return super.visit(call);
          }
        });
  }

  private static void check(SqlCall call, SqlValidator validator) {
    SqlKind kind = call.getKind();
    if (NOT_OFFERED.contains(kind)) {
      throw Refused.at(call, words(kind) + " is no part of this dialect", "");
    }
    if (kind == SqlKind.CAST || kind == SqlKind.SAFE_CAST) {
      checkCast(call, validator);
    }
  }

  private static String words(SqlKind kind) {
    return kind.name().replace('_', ' ');
  }

  private static void checkCast(SqlCall call, SqlValidator validator) {
    RelDataType from = validator.getValidatedNodeTypeIfKnown(call.operand(0));
    RelDataType to = validator.getValidatedNodeTypeIfKnown(call);
    if (from == null || to == null) {
      return;
    }
    if (ColumnTypes.find(to).isEmpty()) {
      throw Refused.at(
          call,
          "no value can be cast to " + DialectFunction.name(to),
          "cast to a type that a column can have");
    }
    if (!fits(group(from.getSqlTypeName()), group(to.getSqlTypeName()))) {
      throw Refused.at(
          call,
          "no " + DialectFunction.name(from) + " can be cast to " + DialectFunction.name(to),
          from.getSqlTypeName() == SqlTypeName.TIMESTAMP ? "use date_diff or date_part" : "");
    }
  }

  private static boolean fits(Group from, Group to) {
    return from == to
        || from == Group.NOTHING
        || from == Group.TEXT
        || to == Group.TEXT
        || (from == Group.TRUTH && to == Group.WHOLE)
        || (from == Group.WHOLE && to == Group.TRUTH)
        || (from == Group.WHOLE && to == Group.BROKEN)
        || (from == Group.BROKEN && to == Group.WHOLE);
  }

  private enum Group {
    NOTHING,
    TEXT,
    TRUTH,
    WHOLE,
    BROKEN,
    MOMENT,
    OTHER
  }

  private static Group group(SqlTypeName type) {
    return switch (type) {
      case NULL -> Group.NOTHING;
      case CHAR, VARCHAR -> Group.TEXT;
      case BOOLEAN -> Group.TRUTH;
      case INTEGER, BIGINT -> Group.WHOLE;
      case DECIMAL, DOUBLE -> Group.BROKEN;
      case DATE, TIMESTAMP -> Group.MOMENT;
      default -> Group.OTHER;
    };
  }
}

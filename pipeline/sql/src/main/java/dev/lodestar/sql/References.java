package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a statement names, found in its parse tree, so before anything is known of them.
 */
final class References extends SqlBasicVisitor<@Nullable Void> {
  private final String defaultSchema;
  private final Set<String> withNames = new HashSet<>();
  private final Set<TableName> found = new LinkedHashSet<>();

  private References(String defaultSchema) {
    this.defaultSchema = defaultSchema;
  }

  static Set<TableName> of(SqlNode query, String defaultSchema) {
    References references = new References(defaultSchema);
    query.accept(references);
    return references.found;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWith with) {
      for (SqlNode item : with.withList) {
        if (item instanceof SqlWithItem named) {
          withNames.add(named.name.getSimple().toLowerCase(Locale.ROOT));
        }
      }
    }
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      from(select.getFrom());
    }
    return super.visit(call);
  }

  private void from(SqlNode node) {
    if (node instanceof SqlIdentifier name) {
      add(name.names);
    } else if (node instanceof SqlJoin join) {
      from(join.getLeft());
      from(join.getRight());
    } else if (node instanceof SqlBasicCall call
        && (call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL)) {
      from(call.operand(0));
    }
  }

  private void add(List<String> names) {
    if (names.size() == 1) {
      String name = names.get(0).toLowerCase(Locale.ROOT);
      if (!withNames.contains(name)) {
        found.add(new TableName(defaultSchema, name));
      }
    } else if (names.size() == 2) {
      found.add(
          new TableName(
              names.get(0).toLowerCase(Locale.ROOT), names.get(1).toLowerCase(Locale.ROOT)));
    }
  }
}

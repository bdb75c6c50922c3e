package dev.lodestar.sql;

import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/** The values that a statement is given when it runs: how many there are, and their types. */
final class Arguments {
  private Arguments() {}

  /** How many values a statement asks for. */
  static int count(SqlNode query, Placeholders placeholders) {
    TreeSet<Integer> numbers = new TreeSet<>();
    query.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam mark) {
            numbers.add(placeholders.number(mark.getIndex()));
            return mark;
          }
        });
    return numbers.isEmpty() ? 0 : numbers.last() + 1;
  }

  /**
   * The statement with its placeholders numbered, and cast to their types where these are known.
   */
  static SqlNode typed(SqlNode query, Placeholders placeholders, List<Optional<ColumnType>> types) {
    return Objects.requireNonNull(query.accept(new Typing(placeholders, types)));
  }

  /** Refuses values where nobody could give any, as in a model. */
  static void refuse(SqlNode query) throws SqlProblem {
    List<SqlDynamicParam> marks = new ArrayList<>();
    query.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam mark) {
            marks.add(mark);
            return mark;
          }
        });
    if (!marks.isEmpty()) {
      throw Refused.problemAt(
          marks.get(0).getParserPosition(),
          "a question mark stands for a value that is not there",
          "write the value");
    }
  }

  /** The types of the values of a validated statement, as far as they were not known. */
  static List<ColumnType> types(
      SqlNode validated, SqlValidator validator, List<Optional<ColumnType>> known) {
    List<Optional<ColumnType>> types = new ArrayList<>(known);
    validated.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam mark) {
            RelDataType type = validator.getValidatedNodeTypeIfKnown(mark);
            if (types.get(mark.getIndex()).isEmpty() && type != null) {
              types.set(mark.getIndex(), ColumnTypes.find(type));
            }
            return mark;
          }
        });
    return types.stream().map(type -> type.orElse(ColumnType.VARCHAR)).toList();
  }

  private static final class Typing extends SqlShuttle {
    private final Placeholders placeholders;
    private final List<Optional<ColumnType>> types;

    Typing(Placeholders placeholders, List<Optional<ColumnType>> types) {
      this.placeholders = placeholders;
      this.types = types;
    }

    /** A number of rows is a placeholder or a literal, not an expression. */
    @Override
    public SqlNode visit(SqlCall call) {
      SqlNode visited = Objects.requireNonNull(super.visit(call));
      if (!(call instanceof SqlOrderBy ordered)) {
        return visited;
      }
      SqlOrderBy typed = (SqlOrderBy) visited;
      return new SqlOrderBy(
          typed.getParserPosition(),
          typed.query,
          typed.orderList,
          numbered(ordered.offset),
          numbered(ordered.fetch));
    }

    private @Nullable SqlNode numbered(@Nullable SqlNode rows) {
      return rows instanceof SqlDynamicParam mark
          ? new SqlDynamicParam(placeholders.number(mark.getIndex()), mark.getParserPosition())
          : rows;
    }

    @Override
    public SqlNode visit(SqlDynamicParam mark) {
      int number = placeholders.number(mark.getIndex());
      SqlParserPos place = mark.getParserPosition();
      SqlDynamicParam numbered = new SqlDynamicParam(number, place);
      return types
          .get(number)
          .<SqlNode>map(
              type ->
                  SqlStdOperatorTable.CAST.createCall(place, numbered, specification(type, place)))
          .orElse(numbered);
    }
  }

  private static SqlDataTypeSpec specification(ColumnType type, SqlParserPos place) {
    SqlBasicTypeNameSpec name =
        switch (type.kind()) {
          case BOOLEAN -> new SqlBasicTypeNameSpec(SqlTypeName.BOOLEAN, place);
          case INTEGER -> new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, place);
          case BIGINT -> new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, place);
          case DOUBLE -> new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, place);
          case DECIMAL ->
              new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, type.precision(), type.scale(), place);
          case DATE -> new SqlBasicTypeNameSpec(SqlTypeName.DATE, place);
          case TIMESTAMP -> new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, place);
          case VARCHAR -> new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, place);
        };
    return new SqlDataTypeSpec(name, place);
  }

  /**
   * What to try, one after the other, when Calcite cannot tell all types: a text in place of each
   * type that is not known, then in place of all.
   */
  static List<List<Optional<ColumnType>>> guesses(List<Optional<ColumnType>> types) {
    Optional<ColumnType> text = Optional.of(ColumnType.VARCHAR);
    List<List<Optional<ColumnType>>> guesses = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).isEmpty()) {
        List<Optional<ColumnType>> guess = new ArrayList<>(types);
        guess.set(i, text);
        guesses.add(guess);
      }
    }
    guesses.add(types.stream().map(type -> type.or(() -> text)).toList());
    return guesses;
  }
}

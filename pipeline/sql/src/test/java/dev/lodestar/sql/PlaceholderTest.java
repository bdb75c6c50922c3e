package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaceholderTest {
  private final SqlCompiler compiler =
      SqlCompiler.interactive(
          List.of(
              TableShape.stored(
                  new TableName("gold", "fruit"),
                  List.of(
                      new Column("name", ColumnType.VARCHAR),
                      new Column("kg", ColumnType.INTEGER),
                      new Column("price", ColumnType.decimal(6, 2)),
                      new Column("picked", ColumnType.DATE),
                      new Column("seen", ColumnType.TIMESTAMP),
                      new Column("ripe", ColumnType.BOOLEAN),
                      new Column("sugar", ColumnType.DOUBLE),
                      new Column("id", ColumnType.BIGINT)))));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # statement                                                  | types of its values
          select * from fruit where name = ?                           | varchar
          select * from fruit where kg > ? and sugar < ?               | integer, double
          select * from fruit where price between ? and ?              | decimal(6,2), decimal(6,2)
          select * from fruit where picked >= ? and seen < ?           | date, timestamp
          select * from fruit where ripe = ? and id in (?, ?)          | boolean, bigint, bigint
          select * from fruit where name like ?                        | varchar
          select ?                                                     | varchar
          select ? as a, count(*) from fruit group by a                | varchar
          select upper(?) from fruit where kg = ?                      | varchar, integer
          select * from fruit where picked > cast(? as date)           | date
          select * from fruit where seen > ?::timestamp                | timestamp
          select * from fruit where name = $2 and kg = $1              | integer, varchar
          select * from fruit where kg = $1 or id = $1                 | integer
          select * from fruit where name = $1 and kg = $3              | varchar, varchar, integer
          select name from fruit order by kg limit ? offset ?          | integer, integer
          select '$1', "name" from fruit where kg = $1 -- $2           | integer
          select coalesce(name, ?) from fruit                          | varchar
          """)
  void theTypeOfAValueIsToldFromItsPlace(String sql, String types) throws SqlProblem {
    assertThat(types(compiler.compileForReader(sql, "gold"))).isEqualTo(types);
  }

  private static String types(CompiledQuery query) {
    return query.parameters().stream().map(ColumnType::toString).collect(Collectors.joining(", "));
  }

  @Test
  void aGivenTypeIsKept() throws SqlProblem {
    CompiledQuery query =
        compiler.compileForReader(
            "select * from fruit where price > ? and kg = ?",
            "gold",
            List.of(Optional.of(ColumnType.decimal(20, 10)), Optional.empty()));
    assertThat(types(query)).isEqualTo("decimal(20,10), integer");
    assertThat(query.duckDb()).contains("CAST($1 AS decimal(20,10))", "CAST($2 AS integer)");
  }

  @Test
  void aValueThatStandsTwiceIsGivenOnce() throws SqlProblem {
    CompiledQuery query =
        compiler.compileForReader("select * from fruit where kg = $1 or id = $1", "gold");
    assertThat(query.duckDb()).contains("CAST($1 AS integer)").doesNotContain("$2", "?");
  }

  @Test
  void aProblemStandsWhereItStandsInTheText() {
    assertThatThrownBy(
            () -> compiler.compileForReader("select * from fruit where $1 = nam", "gold"))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> {
              assertThat(problem.column()).isEqualTo(32);
              assertThat(problem.kind()).isEqualTo(SqlProblem.Kind.UNKNOWN_COLUMN);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select nam from fruit           | UNKNOWN_COLUMN
          select x.name from fruit f      | UNKNOWN_TABLE
          select * from fruits            | UNKNOWN_TABLE
          select * from silver.fruit      | UNKNOWN_TABLE
          select uper(name) from fruit    | UNKNOWN_FUNCTION
          selec name from fruit           | SYNTAX
          select name from fruit where    | SYNTAX
          select 1; select 2              | SYNTAX
          select id from fruit, fruit f   | AMBIGUOUS_COLUMN
          select name + 1 from fruit where kg | OTHER
          """)
  void aProblemHasAKind(String sql, SqlProblem.Kind kind) {
    assertThatThrownBy(() -> compiler.compileForReader(sql, "gold"))
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
  }

  @Test
  void aModelHasNoPlaceholders() {
    assertThatThrownBy(() -> compiler.compile("select name from fruit where kg = ?", "gold"))
        .hasMessage("a question mark stands for a value that is not there");
  }

  @Test
  void placeholdersAreFoundOutsideTextsNamesAndComments() {
    String sql = "select '$1', \"$2\", a$3, $4 /* $5 */ -- $6";
    Placeholders placeholders = Placeholders.in(sql);
    assertThat(placeholders.sql()).isEqualTo(sql.replace("$4", "? "));
    assertThat(placeholders.numbers()).isEqualTo(Arrays.asList(3));
  }
}

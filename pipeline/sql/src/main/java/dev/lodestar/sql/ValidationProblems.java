package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What to say of a statement that is SQL, but does not fit the tables or the functions there are.
 * Calcite's sentences are recognised and said again in words that name a remedy.
 */
final class ValidationProblems {
  private static final int TABLES_LISTED = 12;

  /** Functions whose result depends on when they are called. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "now",
          "today",
          "getdate",
          "sysdate",
          "random",
          "rand",
          "uuid",
          "gen_random_uuid");

  private record Rule(Pattern pattern, BiFunction<ValidationProblems, Matcher, Said> words) {}

  private static final List<Rule> RULES =
      List.of(
          rule("Object '(.*?)' not found(?: within '(.*?)')?(?:;.*)?", ValidationProblems::table),
          rule("Table '(.*?)' not found(?:;.*)?", ValidationProblems::tableOfQuery),
          rule("Column '(.*?)' not found in any table(?:;.*)?", ValidationProblems::column),
          rule(
              "Column '(.*?)' not found in table '(.*?)'(?:;.*)?",
              ValidationProblems::columnOfTable),
          rule("(?:Unknown identifier|Unknown field) '(.*?)'", ValidationProblems::column),
          rule("Column '(.*?)' is ambiguous", ValidationProblems::ambiguous),
          rule(
              "No match found for function signature ([^(]*)(?:\\((.*)\\))?",
              ValidationProblems::function),
          rule("Function '(.*?)' (?:not found|is not defined)", ValidationProblems::function),
          rule("Expression '(.*?)' is not being grouped", ValidationProblems::notGrouped),
          rule("Expression '(.*?)' is not in the select clause", ValidationProblems::notSelected),
          rule(
              "Cannot apply '(.*?)' to arguments of type '(.*?)'\\..*",
              ValidationProblems::operator),
          rule("Invalid number of arguments to function '(.*?)'.*", ValidationProblems::arguments),
          rule("Aggregate expression is illegal in (.*?) clause.*", ValidationProblems::aggregate),
          rule(
              "Aggregate expressions? cannot be nested",
              "an aggregate cannot hold another one",
              "compute the inner one in a subquery"),
          rule(
              "Windowed aggregate expression is illegal in (.*?) clause",
              ValidationProblems::window),
          rule(
              "Window expressions are not permitted in the HAVING.*",
              "a window function cannot stand in HAVING",
              "use QUALIFY"),
          rule(
              "(?:PARTITION BY|ORDER BY) expression should not contain OVER clause",
              "a window cannot be made by another window function",
              "compute the inner one in a subquery"),
          rule(
              "OVER clause is necessary for window functions",
              "this function needs a window",
              "write OVER (PARTITION BY … ORDER BY …) after it"),
          rule(
              "OVER must be applied to aggregate function",
              "only an aggregate or a window function can have OVER",
              ""),
          rule(
              "(?:Window specification must contain|RANK or DENSE_RANK functions require) .*",
              "this function needs an order",
              "write OVER (… ORDER BY …)"),
          rule(
              "ROW/RANGE not allowed with .*",
              "this function takes no frame",
              "leave ROWS or RANGE out"),
          rule(
              "QUALIFY expression .* must contain a window function",
              "QUALIFY is a condition on a window function, and there is none here",
              "use WHERE or HAVING"),
          rule(
              "FILTER must be applied to aggregate function",
              "FILTER belongs to an aggregate",
              "use CASE WHEN … THEN … END"),
          rule(
              "(WHERE|HAVING|ON|QUALIFY|FILTER)(?: clause)? must be a condition",
              ValidationProblems::condition),
          rule(
              "FILTER expression must be of type BOOLEAN",
              "FILTER needs a condition",
              "compare something, as in … > 0"),
          rule(
              "Expected a boolean type",
              "a condition is needed here",
              "compare something, as in … > 0"),
          rule(
              "Values passed to (.*?) operator must have compatible types",
              ValidationProblems::compared),
          rule(
              "Values in expression list must have compatible types",
              "the values of the list have different types",
              "cast them to one type"),
          rule(
              "Illegal mixing of types in CASE or COALESCE statement",
              "the branches of CASE have different types",
              "cast them to one type"),
          rule(
              "ELSE clause or at least one THEN clause must be non-NULL",
              "every branch of CASE is NULL",
              "cast one of them: CAST(NULL AS varchar)"),
          rule(
              "Cast function cannot convert value of type (.*) to type (.*)",
              ValidationProblems::cast),
          rule("Column count mismatch in (.*)", ValidationProblems::setWidth),
          rule("Type mismatch in column (\\d+) of (.*)", ValidationProblems::setType),
          rule("Duplicate relation name '(.*?)' in FROM clause", ValidationProblems::tableTwice),
          rule(
              "Column name '(.*?)' in NATURAL join or USING clause is not unique.*",
              ValidationProblems::using),
          rule("Duplicate (?:column )?name '(.*?)'.*", ValidationProblems::nameTwice),
          rule(
              "List of column aliases must have same degree as table.*",
              "the list of column names is not as long as the table is wide",
              "give one name for each column"),
          rule(
              "Ordinal out of range",
              "there is no such column in the result",
              "use a number from 1 to the number of columns"),
          rule("(?:Unknown datatype name|Type) '(.*?)'.*", ValidationProblems::type),
          rule("Illegal (\\w+) literal '?(.*?)'?[:;].*", ValidationProblems::literal),
          rule(
              "(?:Numeric literal|Date literal) '(.*?)' out of range",
              ValidationProblems::outOfRange),
          rule("DECIMAL precision .*", "a decimal has from 1 to 38 digits", "write decimal(12,2)"),
          rule(
              "DECIMAL scale .*",
              "a decimal has no more decimals than digits",
              "write decimal(12,2)"),
          rule("Window '(.*?)' not found", ValidationProblems::namedWindow),
          rule(
              "SELECT \\* requires a FROM clause",
              "there is nothing that * could mean",
              "write FROM table"),
          rule(
              "Only scalar sub-queries allowed in select list.*",
              "this query gives several columns where one value is needed",
              "select one column"),
          rule("DISTINCT/ALL not allowed with (.*?) function", ValidationProblems::distinct),
          rule(
              "Aggregate expression '(.*?)' must contain a WITHIN GROUP clause",
              ValidationProblems::withinGroup),
          rule(
              "(?:Aggregate expression '.*?' must not contain a WITHIN GROUP clause|WITHIN GROUP"
                  + " not allowed.*)",
              "this aggregate does not depend on an order",
              "leave WITHIN GROUP out"),
          rule(
              "Cannot specify IGNORE NULLS or RESPECT NULLS following '(.*?)'",
              "only lag, lead, first_value, last_value and nth_value can pass over NULLs",
              "leave IGNORE NULLS out"),
          rule(
              "Illegal use of dynamic parameter",
              "the type of this value cannot be told",
              "cast it: CAST(? AS varchar)"),
          rule(
              "(?:INNER, LEFT, RIGHT.*|.*JOIN requires a condition.*)",
              "a join needs a condition",
              "write ON … or USING (…), or CROSS JOIN"),
          rule(
              "Cannot specify condition .* following CROSS JOIN",
              "a cross join has no condition",
              "write JOIN … ON …"),
          rule(
              "Unequal number of entries in ROW expressions",
              "the two sides have different numbers of values",
              ""),
          rule(
              "UNNEST argument must be a collection",
              "there are no lists in this dialect",
              "use a join, or date_spine and number_spine"));

  private final Scope scope;
  private final Collection<TableName> tables;
  private final String schema;
  private final Set<String> functions;

  private ValidationProblems(
      Scope scope, Collection<TableName> tables, String schema, Set<String> functions) {
    this.scope = scope;
    this.tables = tables;
    this.schema = schema;
    this.functions = functions;
  }

  /** What went wrong with a query, known by what Calcite threw. */
  static SqlProblem of(
      Throwable thrown,
      SqlNode query,
      Collection<TableShape> tables,
      String schema,
      Set<String> functions) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused refused) {
        return refused.problem();
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CalciteContextException context && context.getPosLine() > 0) {
        SqlParserPos place =
            new SqlParserPos(
                context.getPosLine(),
                context.getPosColumn(),
                context.getEndPosLine(),
                context.getEndPosColumn());
        String sentence = innermost(context);
        Scope scope = Scope.at(place, query, name -> columns(name, tables, schema));
        List<TableName> names = tables.stream().map(TableShape::name).toList();
        Said said = new ValidationProblems(scope, names, schema, functions).said(sentence);
        return Refused.problemAt(place, said.message(), said.advice()).as(said.kind());
      }
    }
    return Refused.problemAt(
        query.getParserPosition(),
        "this statement is beyond what can be compiled",
        thrown instanceof StackOverflowError
            ? "nest less deeply"
            : "write it in simpler steps (" + plain(String.valueOf(thrown.getMessage())) + ")");
  }

  private static List<String> columns(
      List<String> name, Collection<TableShape> tables, String schema) {
    String last = name.get(name.size() - 1);
    String first = name.size() > 1 ? name.get(name.size() - 2) : schema;
    return tables.stream()
        .filter(table -> table.name().name().equalsIgnoreCase(last))
        .filter(table -> table.name().schema().equalsIgnoreCase(first))
        .flatMap(table -> table.columns().stream())
        .map(Column::name)
        .toList();
  }

  private static String innermost(CalciteContextException context) {
    Throwable said = context;
    while (said.getCause() != null) {
      said = said.getCause();
    }
    return String.valueOf(said.getMessage());
  }

  private Said said(String sentence) {
    String line = sentence.replace('\n', ' ').replace('\r', ' ');
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(line);
      if (matcher.matches()) {
        return rule.words().apply(this, matcher);
      }
    }
    return new Said("this cannot be compiled: " + plain(line), "");
  }

  /** The start of a foreign sentence, with our quotes. */
  private static String plain(String sentence) {
    String first = sentence.lines().findFirst().orElse("");
    return first.replace('\'', '"');
  }

  private static Rule rule(String pattern, BiFunction<ValidationProblems, Matcher, Said> words) {
    return new Rule(Pattern.compile(pattern), words);
  }

  private static Rule rule(String pattern, String message, String advice) {
    return rule(pattern, (problems, matcher) -> new Said(message, advice));
  }

  private Said table(Matcher found) {
    String name = found.group(1);
    String within = found.group(2);
    List<String> known = new ArrayList<>();
    for (TableName table : tables) {
      known.add(table.toString());
    }
    String wanted =
        scope.named().isEmpty()
            ? (within == null ? schema : within) + "." + name
            : scope.named().size() == 1
                ? schema + "." + scope.named().get(0)
                : String.join(".", scope.named());
    String advice =
        sameName(wanted.substring(wanted.lastIndexOf('.') + 1))
            .or(() -> Nearest.to(wanted, known))
            .map(near -> "did you mean \"" + near + "\"?")
            .orElseGet(() -> listed(known));
    return new Said(SqlProblem.Kind.UNKNOWN_TABLE, "unknown table \"" + wanted + "\"", advice);
  }

  private Said tableOfQuery(Matcher found) {
    String name = found.group(1);
    return new Said(
        SqlProblem.Kind.UNKNOWN_TABLE,
        "there is no \"" + name + "\" in FROM",
        Nearest.to(name, scope.tables().keySet())
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(scope.tables().isEmpty() ? "" : "there are " + scope.names()));
  }

  private Optional<String> sameName(String name) {
    return tables.stream()
        .filter(table -> table.name().equalsIgnoreCase(name))
        .map(TableName::toString)
        .findFirst();
  }

  private static String listed(Collection<String> known) {
    return known.isEmpty()
        ? "there are no tables yet"
        : "known are "
            + known.stream().sorted().limit(TABLES_LISTED).collect(Collectors.joining(", "))
            + (known.size() > TABLES_LISTED ? ", …" : "");
  }

  private Said column(Matcher found) {
    String name = found.group(1);
    if (UNSTEADY.contains(name.toLowerCase(Locale.ROOT))) {
      return unsteady(name);
    }
    String where = scope.tables().isEmpty() ? "" : " in " + scope.names();
    return new Said(
        SqlProblem.Kind.UNKNOWN_COLUMN,
        "unknown column \"" + name + "\"" + where,
        near(name, scope.columns()));
  }

  private Said columnOfTable(Matcher found) {
    String name = found.group(1);
    String table = found.group(2);
    return new Said(
        SqlProblem.Kind.UNKNOWN_COLUMN,
        "unknown column \"" + name + "\" in \"" + table + "\"",
        near(name, scope.columnsOf(table)));
  }

  private static String near(String name, List<String> columns) {
    return Nearest.to(name, columns)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElseGet(() -> columns.isEmpty() ? "" : "there are " + String.join(", ", columns));
  }

  private Said ambiguous(Matcher found) {
    String name = found.group(1);
    List<String> qualified = scope.qualified(name);
    if (qualified.size() == 1) {
      return new Said(
          SqlProblem.Kind.AMBIGUOUS_COLUMN,
          "there are several " + qualified.get(0),
          "give one of them another name by AS; upper and lower case are the same");
    }
    return new Said(
        SqlProblem.Kind.AMBIGUOUS_COLUMN,
        "column \"" + name + "\" is in several tables",
        qualified.isEmpty()
            ? "write the table before it"
            : "write " + String.join(" or ", qualified));
  }

  private static Said unsteady(String name) {
    return new Said(
        "\"" + name + "\" gives another result each time",
        "a model gives the same result whenever it runs; use a variable of the domain, as in DATE"
            + " '${as-of}'");
  }

  private Said function(Matcher found) {
    String name = found.group(1).strip().toLowerCase(Locale.ROOT);
    if (UNSTEADY.contains(name)) {
      return unsteady(name);
    }
    if (functions.contains(name)) {
      return new Said(
          name
              + " does not take ("
              + (found.groupCount() > 1 && found.group(2) != null ? types(found.group(2)) : "")
              + ")",
          "");
    }
    return new Said(
        SqlProblem.Kind.UNKNOWN_FUNCTION,
        "unknown function \"" + name + "\"",
        Nearest.to(name, functions).map(near -> "did you mean \"" + near + "\"?").orElse(""));
  }

  private Said notGrouped(Matcher found) {
    String expression = shown(found.group(1));
    return new Said(
        "\"" + expression + "\" is neither grouped nor aggregated",
        "add it to GROUP BY, or take an aggregate of it such as max(" + expression + ")");
  }

  private Said notSelected(Matcher found) {
    return new Said(
        "\"" + shown(found.group(1)) + "\" is not in the SELECT DISTINCT",
        "select it, or order by a column that is selected");
  }

  private Said operator(Matcher found) {
    String operator = found.group(1).toLowerCase(Locale.ROOT);
    if (operator.equals("$scalar_query")) {
      return new Said(
          "this query gives several columns where one value is needed", "select one column");
    }
    String types = types(found.group(2));
    String advice =
        operator.equals("-") && types.matches("(date|timestamp), (date|timestamp)")
            ? "use date_diff('day', earlier, later)"
            : "cast one of them";
    return new Said(operator + " does not take " + types.replace(", ", " and "), advice);
  }

  private Said arguments(Matcher found) {
    return new Said(
        found.group(1).toLowerCase(Locale.ROOT) + " does not take so many arguments", "");
  }

  private Said aggregate(Matcher found) {
    String clause = found.group(1);
    return new Said(
        "an aggregate cannot stand in " + clause,
        clause.equals("WHERE")
            ? "use HAVING, or compute it in a subquery"
            : "compute it in a subquery");
  }

  private Said window(Matcher found) {
    return new Said("a window function cannot stand in " + found.group(1), "use QUALIFY");
  }

  private Said condition(Matcher found) {
    return new Said(found.group(1) + " needs a condition", "compare something, as in … > 0");
  }

  private Said compared(Matcher found) {
    return new Said(
        "the values that " + found.group(1) + " compares have different types",
        "cast them to one type");
  }

  private Said cast(Matcher found) {
    return new Said(
        "no " + typeName(found.group(1)) + " can be cast to " + typeName(found.group(2)), "");
  }

  private Said setWidth(Matcher found) {
    return new Said(
        "the parts of " + found.group(1) + " have different numbers of columns",
        "select the same columns in each");
  }

  private Said setType(Matcher found) {
    return new Said(
        "column " + found.group(1) + " has different types in the parts of " + found.group(2),
        "cast them to one type");
  }

  private Said tableTwice(Matcher found) {
    return new Said(
        "two tables go by the name \"" + found.group(1) + "\"",
        "give one of them another: … AS other");
  }

  private Said using(Matcher found) {
    return new Said(
        "column \"" + found.group(1) + "\" is twice on one side of the join",
        "write ON instead of USING");
  }

  private Said nameTwice(Matcher found) {
    return new Said(
        "the name \"" + found.group(1) + "\" is given twice", "give one of them another name");
  }

  private Said type(Matcher found) {
    List<String> types =
        List.of(
            "boolean", "integer", "bigint", "double", "decimal", "date", "timestamp", "varchar");
    String advice =
        Nearest.to(found.group(1), types)
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse("");
    return new Said(
        "unknown type \"" + found.group(1) + "\"",
        "use one of " + String.join(", ", types) + advice);
  }

  private Said literal(Matcher found) {
    String kind = found.group(1).toLowerCase(Locale.ROOT);
    return new Said(
        "'" + found.group(2) + "' is not " + (kind.startsWith("i") ? "an " : "a ") + kind,
        switch (kind) {
          case "date" -> "write DATE '2024-01-31'";
          case "timestamp" -> "write TIMESTAMP '2024-01-31 13:45:00'";
          case "interval" -> "write INTERVAL '3' DAY";
          default -> "";
        });
  }

  private Said outOfRange(Matcher found) {
    return new Said(found.group(1) + " is too large", "use a smaller number, or a text");
  }

  private Said namedWindow(Matcher found) {
    return new Said(
        "unknown window \"" + found.group(1) + "\"", "write WINDOW " + found.group(1) + " AS (…)");
  }

  private Said distinct(Matcher found) {
    return new Said(
        found.group(1).toLowerCase(Locale.ROOT) + " does not take DISTINCT", "leave DISTINCT out");
  }

  private Said withinGroup(Matcher found) {
    return new Said(
        shown(found.group(1)) + " needs an order", "write WITHIN GROUP (ORDER BY …) after it");
  }

  private static String shown(String expression) {
    return expression.replace("`", "").replace("\"", "");
  }

  /** {@code <INTEGER> + <VARCHAR>} as {@code integer, varchar}. */
  private static String types(String types) {
    Matcher type = Pattern.compile("<([^<>]*)>").matcher(types);
    List<String> names = new ArrayList<>();
    while (type.find()) {
      names.add(typeName(type.group(1)));
    }
    return String.join(", ", names);
  }

  private static String typeName(String type) {
    String name =
        type.replaceAll(" NOT NULL| CHARACTER SET.*|\\(6\\)", "").toLowerCase(Locale.ROOT);
    return name.startsWith("interval") ? "interval" : name.replace(", ", ",");
  }
}

package dev.lodestar.sql;

import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * One form of a function: what it takes, what it gives, and how DuckDB says it. Read from a line
 * such as {@code lpad(varchar, integer [, varchar]) varchar = lpad({0}, {1}, {2|' '})}; see {@link
 * DuckDbText} for the right-hand side.
 *
 * @param required how many parameters must be given
 * @param repeated whether the last parameter may be given several times
 * @param result a type, {@code first} (that of the first argument), {@code widest} (one that holds
 *     all arguments), {@code wider} (the first, with one digit more) or {@code sum} (the first,
 *     with all digits)
 */
record Variant(
    String name,
    List<Parameter> parameters,
    int required,
    boolean repeated,
    String result,
    String text) {
  private static final Pattern LINE = Pattern.compile("(\\w+)\\((.*?)\\) ([\\w(), ]+?) = (.*)");

  Variant {
    parameters = List.copyOf(parameters);
  }

  static Variant parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("Not a function: " + line);
    }
    String list = matcher.group(2);
    boolean repeated = list.endsWith("...");
    List<Parameter> parameters = new ArrayList<>();
    int required = 0;
    boolean optional = false;
    for (String part : list.replace("...", "").split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      if (!optional) {
        required++;
      }
      optional |= part.contains("[");
      parameters.add(Parameter.named(part.replaceAll("[\\[\\]' ]", "")));
    }
    return new Variant(
        matcher.group(1), parameters, required, repeated, matcher.group(3), matcher.group(4));
  }

  boolean acceptsCount(int count) {
    return count >= required && (repeated || count <= parameters.size());
  }

  Parameter parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  boolean accepts(List<RelDataType> types) {
    if (!acceptsCount(types.size())) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!parameter(i).accepts(types.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The type of the result; null when the arguments have no type in common. */
  @Nullable RelDataType resultType(RelDataTypeFactory factory, List<RelDataType> arguments) {
    if (result.equals("first")) {
      RelDataType first = arguments.get(0);
      return first.getSqlTypeName() == SqlTypeName.NULL
          ? first
          : factory.createTypeWithNullability(first, true);
    }
    if (result.equals("wider")) {
      RelDataType first = arguments.get(0);
      return Types.decimal(factory, first.getPrecision() + 1, first.getScale());
    }
    if (result.equals("sum")) {
      return Types.decimal(factory, Types.DECIMAL_DIGITS, arguments.get(0).getScale());
    }
    if (result.equals("widest")) {
      RelDataType widest = factory.leastRestrictive(arguments);
      return widest == null ? null : factory.createTypeWithNullability(widest, true);
    }
    ColumnType type =
        ColumnType.parse(result)
            .orElseThrow(() -> new IllegalStateException("Not a type: " + result));
    return ColumnTypes.type(factory, type);
  }

  /** The signature as a user reads it: {@code lpad(varchar, integer[, varchar])}. */
  String signature() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      if (i >= required) {
        text.append('[');
      }
      text.append(i == 0 ? "" : ", ").append(parameters.get(i));
    }
    return text.append(repeated ? ", …" : "")
        .append("]".repeat(parameters.size() - required))
        .append(')')
        .toString();
  }

  static String signatures(List<Variant> variants) {
    return variants.stream().map(Variant::signature).distinct().collect(Collectors.joining(" or "));
  }
}

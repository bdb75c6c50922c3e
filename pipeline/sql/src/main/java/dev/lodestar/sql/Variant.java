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
 * such as {@code lpad(varchar, integer [, varchar]) varchar = lpad({0}, {1}, {2|' '})}; {@code
 * functions.txt} explains the parts.
 *
 * @param required how many parameters must be given
 * @param repeated whether the last parameter may be given several times
 * @param around DuckDB SQL around a whole aggregate call; empty when there is none
 */
record Variant(
    String name,
    List<Parameter> parameters,
    int required,
    boolean repeated,
    String result,
    String text,
    String around) {
  private static final Pattern LINE =
      Pattern.compile("(\\w+)\\((.*?)\\) ([\\w(), ]+?) = (.*?)(?: => (.*))?");

  Variant {
    parameters = List.copyOf(parameters);
  }

  static Variant parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("Not a function: " + line);
    }
    String list = matcher.group(2);
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
      parameters.add(Parameter.named(part.replaceAll("[\\[\\] ]", "")));
    }
    String around = matcher.group(5) == null ? "" : matcher.group(5);
    return new Variant(
        matcher.group(1),
        parameters,
        required,
        list.endsWith("..."),
        matcher.group(3),
        matcher.group(4),
        around);
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
    return switch (result) {
      case "first" -> nullable(factory, arguments.get(0));
      case "wider" -> wider(factory, arguments.get(0));
      case "sum" -> Types.decimal(factory, Types.DECIMAL_DIGITS, arguments.get(0).getScale());
      case "widest" -> widest(factory, arguments);
      case "present" -> present(factory, arguments);
      default ->
          ColumnTypes.type(
              factory,
              ColumnType.parse(result)
                  .orElseThrow(() -> new IllegalStateException("Not a type: " + result)));
    };
  }

  private static RelDataType nullable(RelDataTypeFactory factory, RelDataType type) {
    return factory.createTypeWithNullability(type, true);
  }

  private static RelDataType wider(RelDataTypeFactory factory, RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        ? Types.decimal(factory, type.getPrecision() + 1, type.getScale())
        : nullable(factory, type);
  }

  /** Null only if all arguments are; of a column that USING shares, Calcite insists on it. */
  private static @Nullable RelDataType present(
      RelDataTypeFactory factory, List<RelDataType> arguments) {
    RelDataType widest = factory.leastRestrictive(arguments);
    return widest == null
        ? null
        : factory.createTypeWithNullability(
            widest, arguments.stream().allMatch(RelDataType::isNullable));
  }

  private static @Nullable RelDataType widest(
      RelDataTypeFactory factory, List<RelDataType> arguments) {
    RelDataType widest = factory.leastRestrictive(arguments);
    return widest == null ? null : nullable(factory, widest);
  }

  /** The signature as a user reads it: {@code lpad(varchar, integer[, varchar])}. */
  String signature() {
    StringBuilder signature = new StringBuilder(name).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      signature
          .append(i >= required ? "[" : "")
          .append(i == 0 ? "" : ", ")
          .append(parameters.get(i));
    }
    return signature
        .append(repeated ? ", …" : "")
        .append("]".repeat(parameters.size() - required))
        .append(')')
        .toString();
  }

  /** The first form that takes arguments of these types. */
  static Variant accepting(List<Variant> variants, List<RelDataType> types) {
    return variants.stream()
        .filter(variant -> variant.accepts(types))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No form of " + variants + " takes " + types));
  }

  static String signatures(List<Variant> variants) {
    return variants.stream().map(Variant::signature).distinct().collect(Collectors.joining(" or "));
  }
}

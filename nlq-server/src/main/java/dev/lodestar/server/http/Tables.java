package dev.lodestar.server.http;

import dev.lodestar.spec.TableName;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table that a request is about. */
final class Tables {
  private static final Pattern NAME = Pattern.compile("(\\w+)\\.(\\w+)");

  private Tables() {}

  static TableName named(Context context) throws ApiProblem {
    String text = Optional.ofNullable(context.queryParam("table")).orElse("");
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      throw ApiProblem.badRequest("table \"" + text + "\" is not like gold.dim_customers");
    }
    return new TableName(name.group(1), name.group(2));
  }
}

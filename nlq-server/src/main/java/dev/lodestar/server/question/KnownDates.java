package dev.lodestar.server.question;

import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.SqlText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions that say that a date is known, and nothing else: lost are those who left some day. */
final class KnownDates {
  private static final Pattern KNOWN = Pattern.compile("(?i)\\s*\\{\\}\\s+is\\s+not\\s+null\\s*");

  private final Model model;

  KnownDates(Model model) {
    this.model = model;
  }

  Optional<FieldRef> of(String filter) {
    SqlText condition = model.filter(filter).condition();
    Set<FieldRef> fields = condition.fields();
    return fields.size() == 1 && KNOWN.matcher(condition.write(field -> "{}")).matches()
        ? fields.stream().filter(field -> model.field(field).isDate()).findFirst()
        : Optional.empty();
  }
}

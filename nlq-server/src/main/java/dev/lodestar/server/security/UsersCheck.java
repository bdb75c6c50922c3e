package dev.lodestar.server.security;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what users may see with what there is. */
public final class UsersCheck {
  private final Users users;
  private final Problems problems = new Problems();

  private UsersCheck(Users users) {
    this.users = users;
  }

  /** Reads a file, and compares what it says with what there is. */
  public static UsersFile.Outcome read(Path file, List<ServedDomain> domains) {
    UsersFile.Outcome outcome = UsersFile.read(file);
    List<Problem> problems =
        outcome.users().map(users -> problems(users, domains, file)).orElse(List.of());
    return problems.isEmpty() ? outcome : new UsersFile.Outcome(Optional.empty(), problems);
  }

  /** What roles name and the released tables do not have; a server with these must not start. */
  public static List<Problem> problems(Users users, List<ServedDomain> domains, Path file) {
    UsersCheck check = new UsersCheck(users);
    for (ServedDomain domain : domains) {
      domain.current().ifPresent(catalog -> check.check(domain.name(), catalog));
    }
    return check.problems.inOrder(file);
  }

  /** Tables that are withheld from someone, and why, a sentence each. */
  public static List<String> withheld(Users users, List<ServedDomain> domains) {
    List<String> sentences = new ArrayList<>();
    for (ServedDomain domain : domains) {
      Map<String, TreeSet<String>> names = new TreeMap<>();
      for (Users.User user : users.all()) {
        Caller caller = users.caller(user);
        caller
            .tables(domain)
            .map(Catalog::withheld)
            .orElse(Map.of())
            .forEach(
                (table, reason) ->
                    names
                        .computeIfAbsent(table + ": " + reason, key -> new TreeSet<>())
                        .add(user.name()));
      }
      names.forEach(
          (what, who) ->
              sentences.add(
                  "withheld from " + String.join(", ", who) + ": " + domain.name() + " " + what));
    }
    return sentences;
  }

  private void check(String domain, Catalog catalog) {
    for (Users.Role role : users.roles().values()) {
      Users.Grant grant = role.grants().get(domain);
      if (grant != null) {
        grant.hidden().forEach(hidden -> column(hidden, catalog));
        grant.rows().forEach(rule -> rule(role, rule, catalog));
      }
    }
  }

  private void column(Users.Hidden hidden, Catalog catalog) {
    String name = hidden.column().column();
    Optional<TableName> table = hidden.column().table();
    if (table.isPresent()) {
      Optional<CatalogTable> found = find(table.get(), catalog);
      if (found.isEmpty()) {
        problems.add(
            hidden.at(), "unknown table \"" + table.get() + "\"", nearest(table.get(), catalog));
      } else if (!has(found.get(), name)) {
        problems.add(
            hidden.at(),
            "unknown column \"" + name + "\" of " + table.get(),
            Nearest.to(name, found.get().columns().stream().map(column -> column.name()).toList())
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("take it out"));
      }
    } else if (catalog.tables().stream().noneMatch(one -> has(one, name))) {
      problems.add(hidden.at(), "no table has a column \"" + name + "\"", "take it out");
    }
  }

  private static boolean has(CatalogTable table, String column) {
    return table.columns().stream().anyMatch(one -> one.name().equals(column));
  }

  private static Optional<CatalogTable> find(TableName name, Catalog catalog) {
    return catalog.tables().stream().filter(table -> table.name().equals(name)).findFirst();
  }

  private static String nearest(TableName name, Catalog catalog) {
    return Nearest.to(
            name.toString(),
            catalog.tables().stream().map(table -> table.name().toString()).toList())
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse("take it out");
  }

  private void rule(Users.Role role, Users.RowRule rule, Catalog catalog) {
    if (find(rule.table(), catalog).isEmpty()) {
      problems.add(
          rule.at(), "unknown table \"" + rule.table() + "\"", nearest(rule.table(), catalog));
      return;
    }
    for (Users.User user : users.all()) {
      if (rule.isOpen() || !user.roles().contains(role.name())) {
        continue;
      }
      try {
        catalog
            .compiler()
            .compileForReader(
                "SELECT 1 AS one FROM gold.\""
                    + rule.table().name()
                    + "\" WHERE ("
                    + rule.of(user)
                    + "\n)",
                "gold");
      } catch (SqlProblem e) {
        problems.add(
            rule.at(),
            "not a condition on " + rule.table() + " for " + user.name() + ": " + e.getMessage(),
            e.advice());
        return;
      }
    }
  }
}

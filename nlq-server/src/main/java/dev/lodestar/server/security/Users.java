package dev.lodestar.server.security;

import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.LastUsed;
import dev.lodestar.server.catalog.Mask;
import dev.lodestar.server.query.Share;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All users, and what their roles let them see. */
public final class Users {
  /** Where an attribute of the user stands in a condition. */
  static final Pattern ATTRIBUTE = Pattern.compile("\\$\\{user\\.([^}\\r\\n]*)\\}");

  static final String NAME = "name";

  private static final int MOST_SHARES = 10_000;

  private final Map<String, User> users;
  private final Map<String, Role> roles;
  private final String maskKey;
  private final Optional<Oidc> oidc;
  private final Map<Limit, Long> limits;
  private final Map<ShareOf, Share> shares = new LastUsed<>(MOST_SHARES);
  private final Map<String, String> userByToken = new HashMap<>();

  /** The same one is used for all that a user asks at a time, unless their limits change. */
  private record ShareOf(String user, Share.Limits limits) {}

  /**
   * One who can sign in.
   *
   * @param password empty for one who has tokens only
   * @param tokens what is kept of them, by the user's names for them
   * @param byOidc whether a token of the issuer that names them signs them in
   * @param attributes each with one value or more
   */
  record User(
      String name,
      Optional<ScramVerifier> password,
      Map<String, String> tokens,
      boolean byOidc,
      List<String> roles,
      Map<String, List<String>> attributes,
      Map<Limit, Long> limits,
      Position at) {
    User {
      tokens = Map.copyOf(tokens);
      roles = List.copyOf(roles);
      attributes = Map.copyOf(attributes);
      limits = Map.copyOf(limits);
    }

    /** The values of an attribute; empty when there is none. */
    Optional<List<String>> attribute(String attribute) {
      return attribute.equals(NAME)
          ? Optional.of(List.of(name))
          : Optional.ofNullable(attributes.get(attribute));
    }
  }

  /** What its users are granted, by domain. */
  record Role(String name, Map<String, Grant> grants, Map<Limit, Long> limits) {
    Role {
      grants = Map.copyOf(grants);
      limits = Map.copyOf(limits);
    }
  }

  /**
   * What one role lets its users see of one domain.
   *
   * @param mayRun whether they may start runs of it
   */
  record Grant(
      Set<String> schemas, List<Hidden> hidden, List<RowRule> rows, boolean mayRun, Position at) {
    Grant {
      schemas = Set.copyOf(schemas);
      hidden = List.copyOf(hidden);
      rows = List.copyOf(rows);
    }
  }

  /**
   * A column that is not shown as it is.
   *
   * @param mask what is shown instead; empty when nothing is, not even the column
   */
  record Hidden(Access.ColumnOf column, Optional<Mask> mask, Position at) {}

  /**
   * Which rows of a table are shown.
   *
   * @param condition with attributes of the user in it
   */
  record RowRule(TableName table, String condition, Position at) {

    /** Whether it says that there is nothing to keep back. */
    boolean isOpen() {
      return condition.strip().equalsIgnoreCase("true");
    }

    /** The names of the attributes in it. */
    Set<String> attributes() {
      return ATTRIBUTE
          .matcher(condition)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The condition for one user: each attribute becomes its values, as texts of SQL. */
    String of(User user) {
      return ATTRIBUTE
          .matcher(condition)
          .replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      literals(user.attribute(found.group(1)).orElse(List.of()))));
    }

    /** Where there is no value nothing is equal to it. */
    private static String literals(List<String> values) {
      return values.isEmpty()
          ? "CAST(NULL AS varchar)"
          : values.stream()
              .map(value -> "'" + value.replace("'", "''") + "'")
              .collect(Collectors.joining(", "));
    }
  }

  /**
   * @param oidc whose tokens sign users in as well
   * @param limits of every user of whom nothing else is said
   */
  Users(
      Map<String, User> users,
      Map<String, Role> roles,
      Optional<Oidc> oidc,
      String maskKey,
      Map<Limit, Long> limits) {
    this.users = new LinkedHashMap<>(users);
    this.roles = Map.copyOf(roles);
    this.oidc = oidc;
    this.maskKey = maskKey;
    this.limits = Map.copyOf(limits);
    for (User user : this.users.values()) {
      user.tokens().values().forEach(token -> userByToken.put(token, user.name()));
    }
  }

  /** Those whom the file names, and one who stands for all others whom tokens name. */
  List<User> all() {
    List<User> all = new ArrayList<>(users.values());
    oidc.ifPresent(issuer -> all.add(issuer.anyone(roles.keySet())));
    return all;
  }

  Optional<Oidc> oidc() {
    return oidc;
  }

  Map<String, Role> roles() {
    return roles;
  }

  Optional<ScramVerifier> verifier(String name) {
    return Optional.ofNullable(users.get(name)).flatMap(User::password);
  }

  /** A user as a caller; empty when there is none of that name. */
  public Optional<Caller> caller(String name) {
    return Optional.ofNullable(users.get(name)).map(this::caller);
  }

  /**
   * Whom a token speaks of: one of the file who signs in so, as the file says, or else one whom the
   * file does not name, as the token says; nobody takes the name of another.
   */
  Optional<Caller> callerOf(User spokenOf) {
    return Optional.of(users.getOrDefault(spokenOf.name(), spokenOf))
        .filter(User::byOidc)
        .map(this::caller);
  }

  Caller caller(User user) {
    Set<String> domains = new HashSet<>();
    roles(user).forEach(role -> domains.addAll(role.grants().keySet()));
    Map<String, Access> access = new HashMap<>();
    domains.forEach(domain -> access.put(domain, access(user, domain)));
    return new Caller(user.name(), access, false, runs(user), share(user));
  }

  private Share share(User user) {
    List<Map<Limit, Long>> ofRoles = roles(user).stream().map(Role::limits).toList();
    Share.Limits of = Limit.of(limits, ofRoles, user.limits());
    synchronized (shares) {
      return shares.computeIfAbsent(
          new ShareOf(user.name(), of), absent -> new Share(absent.limits()));
    }
  }

  /** The domains of which some role of a user grants runs. */
  private Set<String> runs(User user) {
    Set<String> domains = new HashSet<>();
    for (Role role : roles(user)) {
      role.grants()
          .forEach(
              (domain, grant) -> {
                if (grant.mayRun()) {
                  domains.add(domain);
                }
              });
    }
    return domains;
  }

  Optional<Caller> callerWith(String token) {
    return Optional.ofNullable(userByToken.get(token)).flatMap(this::caller);
  }

  List<Role> roles(User user) {
    return user.roles().stream()
        .map(roles::get)
        .flatMap(role -> Optional.ofNullable(role).stream())
        .toList();
  }

  /** All that any role grants, without all that any role keeps back. */
  Access access(User user, String domain) {
    Set<String> schemas = new HashSet<>();
    Set<Access.ColumnOf> hidden = new HashSet<>();
    Map<Access.ColumnOf, Mask> masked = new HashMap<>();
    Map<TableName, List<String>> rows = new HashMap<>();
    Set<TableName> open = new HashSet<>();
    for (Role role : roles(user)) {
      Grant grant = role.grants().get(domain);
      if (grant == null) {
        continue;
      }
      schemas.addAll(grant.schemas());
      for (Hidden column : grant.hidden()) {
        if (column.mask().isEmpty()) {
          hidden.add(column.column());
        } else {
          masked.merge(column.column(), column.mask().get(), Users::thatShowsLess);
        }
      }
      for (RowRule rule : grant.rows()) {
        if (rule.isOpen()) {
          open.add(rule.table());
        } else {
          rows.computeIfAbsent(rule.table(), name -> new ArrayList<>()).add(rule.of(user));
        }
      }
    }
    rows.replaceAll((table, rules) -> rules.stream().distinct().sorted().toList());
    return new Access(schemas, hidden, masked, rows, open, maskKey);
  }

  private static Mask thatShowsLess(Mask one, Mask other) {
    return one == other ? one : Mask.REDACT;
  }
}

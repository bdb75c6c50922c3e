package dev.lodestar.server.security;

import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Mask;
import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Variables;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.tables.files.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads users and roles from one YAML file. */
public final class UsersFile {
  private static final List<String> SCHEMAS =
      List.of("bronze", "silver", "gold", "quarantine", "deleted", "runs");
  private static final Map<String, Mask> MASKS =
      new TreeMap<>(Map.of("hash", Mask.HASH, "redact", Mask.REDACT, "partial", Mask.PARTIAL));
  private static final Map<String, Boolean> YES_OR_NO =
      new TreeMap<>(Map.of("true", true, "false", false));
  private static final int SHORTEST_MASK_KEY = 16;

  private final Problems problems;
  private final Section.Setting setting;
  private final Map<String, Users.Role> roles = new LinkedHashMap<>();
  private final Map<String, Users.User> users = new LinkedHashMap<>();
  private final Map<String, String> userOfToken = new LinkedHashMap<>();

  private UsersFile(Problems problems) {
    this.problems = problems;
    this.setting = new Section.Setting(problems, Variables.NONE, List.of());
  }

  /** What came of reading: users, or problems. */
  public record Outcome(Optional<Users> users, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a file, and finds all its problems at once. */
  public static Outcome read(Path file) {
    Problems problems = new Problems();
    Optional<Users> users =
        TextFile.read(file, problems)
            .flatMap(text -> YamlReader.keysOf(text, problems))
            .map(keys -> new UsersFile(problems).users(keys));
    return problems.isEmpty()
        ? new Outcome(users, List.of())
        : new Outcome(Optional.empty(), problems.inOrder(file));
  }

  private Users users(Yaml.Keys keys) {
    Section file = new Section(keys, setting, "users", "roles", "oidc", "mask-key", "limits");
    if (!file.has("oidc")) {
      file.require("users", "add \"users:\" with a user below it");
    }
    for (Yaml.Entry entry : entries(file, "roles")) {
      below(entry).ifPresent(of -> role(entry.name(), of));
    }
    for (Yaml.Entry entry : entries(file, "users")) {
      below(entry).ifPresent(of -> user(entry, of));
    }
    Optional<Yaml.Scalar> maskKey = file.verbatim("mask-key");
    if (maskKey.isPresent() && maskKey.get().text().length() < SHORTEST_MASK_KEY) {
      file.report(
          maskKey.get().at(),
          "a mask-key of " + maskKey.get().text().length() + " characters",
          "write " + SHORTEST_MASK_KEY + " or more that nobody guesses");
    }
    if (maskKey.isEmpty() && masks(Mask.HASH)) {
      file.report(
          file.at(),
          "missing key \"mask-key\"",
          "a mask \"hash\" needs one: a text that nobody guesses, so that nobody finds a value by"
              + " making its fingerprint");
    }
    Optional<Oidc> oidc = file.keys("oidc").flatMap(this::oidc);
    Users all =
        new Users(users, roles, oidc, maskKey.map(Yaml.Scalar::text).orElse(""), limits(file));
    all.all().forEach(this::rolesHaveTheirAttributes);
    return all;
  }

  private boolean masks(Mask mask) {
    return roles.values().stream()
        .flatMap(role -> role.grants().values().stream())
        .flatMap(grant -> grant.hidden().stream())
        .anyMatch(hidden -> hidden.mask().equals(Optional.of(mask)));
  }

  private static List<Yaml.Entry> entries(Section section, String key) {
    return section.keys(key).map(Yaml.Keys::entries).orElse(List.of());
  }

  private Optional<Yaml.Keys> below(Yaml.Entry entry) {
    if (entry.value() instanceof Yaml.Keys keys) {
      return Optional.of(keys);
    }
    if (entry.value() instanceof Yaml.Nothing) {
      problems.add(
          entry.key().at(), "nothing is said of \"" + entry.name() + "\"", "write it below, or {}");
    } else if (entry.value().readable()) {
      problems.add(
          entry.value().at(),
          "expected keys with values, found " + entry.value().kind(),
          "write them indented below " + entry.name() + ":");
    }
    return Optional.empty();
  }

  // ---- roles

  private void role(String name, Yaml.Keys keys) {
    Section role = new Section(keys, setting, "domains", "limits");
    role.require("domains", "say what the role lets its users see: \"domains: [DOMAIN]\"");
    Map<String, Users.Grant> grants = new LinkedHashMap<>();
    if (role.value("domains").filter(Yaml.Items.class::isInstance).isPresent()) {
      for (Section.Words domain : role.list("domains")) {
        grants.put(
            domain.text(),
            new Users.Grant(Set.of("gold"), List.of(), List.of(), false, domain.at()));
      }
    } else {
      for (Yaml.Entry entry : entries(role, "domains")) {
        below(entry).ifPresent(of -> grants.put(entry.name(), grant(of, entry.key().at())));
      }
    }
    roles.put(name, new Users.Role(name, grants, limits(role)));
  }

  private Map<Limit, Long> limits(Section of) {
    Optional<Yaml.Keys> keys = of.keys("limits");
    if (keys.isEmpty()) {
      return Map.of();
    }
    Section limits = new Section(keys.get(), setting, Limit.words());
    Map<Limit, Long> found = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      Optional<Long> number =
          limit == Limit.BYTES ? bytes(limits, limit) : limits.wholeNumber(limit.word());
      number.ifPresent(value -> found.put(limit, value));
    }
    return found;
  }

  private static Optional<Long> bytes(Section limits, Limit limit) {
    Optional<Section.Words> words = limits.words(limit.word());
    try {
      return words.map(size -> ByteSize.parse(size.text()));
    } catch (IllegalArgumentException e) {
      limits.report(
          words.orElseThrow().at(), String.valueOf(e.getMessage()), "leave it out for any size");
      return Optional.empty();
    }
  }

  private Users.Grant grant(Yaml.Keys keys, Position at) {
    Section grant = new Section(keys, setting, "schemas", "hide", "mask", "rows", "may-run");
    List<Users.Hidden> hidden = new ArrayList<>();
    for (Section.Words words : grant.list("hide")) {
      column(words.text(), words.at())
          .ifPresent(of -> hidden.add(new Users.Hidden(of, Optional.empty(), words.at())));
    }
    for (Yaml.Entry entry : entries(grant, "mask")) {
      Optional<Access.ColumnOf> column = column(entry.name(), entry.key().at());
      if (entry.value() instanceof Yaml.Scalar scalar) {
        Optional<Mask> mask = Optional.ofNullable(MASKS.get(scalar.text()));
        if (mask.isEmpty()) {
          problems.add(
              scalar.at(),
              "unknown mask \"" + scalar.text() + "\"",
              Advice.oneOf(scalar.text(), MASKS.keySet()));
        }
        if (column.isPresent() && mask.isPresent()) {
          hidden.add(new Users.Hidden(column.get(), mask, entry.key().at()));
        }
      } else {
        problems.add(
            entry.key().at(), "no mask for " + entry.name(), Advice.oneOf("", MASKS.keySet()));
      }
    }
    List<Users.RowRule> rows = new ArrayList<>();
    for (Yaml.Entry entry : entries(grant, "rows")) {
      rule(entry).ifPresent(rows::add);
    }
    Set<String> schemas = schemas(grant);
    if ((!hidden.isEmpty() || rows.stream().anyMatch(rule -> !rule.isOpen()))
        && !schemas.equals(Set.of("gold"))) {
      grant.report(
          grant.at("schemas"),
          "something is kept back, so only gold can be granted",
          "the other schemas hold the same rows before anything is kept back; leave \"schemas\" out");
    }
    boolean mayRun = grant.oneOf("may-run", YES_OR_NO).orElse(false);
    if (mayRun && !(schemas.contains("*") && hidden.isEmpty() && rows.isEmpty())) {
      grant.report(
          grant.at("may-run"),
          "runs are granted to those who do not see everything",
          "logs and errors of runs tell of any row; write schemas: all, and keep nothing back");
    }
    return new Users.Grant(schemas, hidden, rows, mayRun, at);
  }

  private static Set<String> schemas(Section grant) {
    Optional<Yaml> value = grant.value("schemas");
    if (value.isEmpty()) {
      return Set.of("gold");
    }
    if (value.get() instanceof Yaml.Scalar word && word.text().equals("all")) {
      return Set.of("*");
    }
    Set<String> schemas = new LinkedHashSet<>();
    for (Section.Words words : grant.list("schemas")) {
      if (SCHEMAS.contains(words.text())) {
        schemas.add(words.text());
      } else {
        grant.report(
            words.at(),
            "unknown schema \"" + words.text() + "\"",
            "write schemas: all, or " + Advice.oneOf(words.text(), SCHEMAS));
      }
    }
    return schemas;
  }

  private Optional<Access.ColumnOf> column(String text, Position at) {
    String[] parts = text.split("\\.", -1);
    boolean everywhere = parts.length == 2 && parts[0].equals("*") && !parts[1].isEmpty();
    boolean here =
        parts.length == 3 && parts[0].equals("gold") && !parts[1].isEmpty() && !parts[2].isEmpty();
    if (!everywhere && !here) {
      problems.add(
          at,
          "not a column: \"" + text + "\"",
          "write gold.TABLE.COLUMN, or \"*.COLUMN\" for every table that has it");
      return Optional.empty();
    }
    return Optional.of(
        everywhere
            ? new Access.ColumnOf(Optional.empty(), parts[1])
            : new Access.ColumnOf(Optional.of(new TableName(parts[0], parts[1])), parts[2]));
  }

  private Optional<Users.RowRule> rule(Yaml.Entry entry) {
    String[] parts = entry.name().split("\\.", -1);
    if (parts.length != 2 || !parts[0].equals("gold") || parts[1].isEmpty()) {
      problems.add(entry.key().at(), "not a table: \"" + entry.name() + "\"", "write gold.TABLE");
      return Optional.empty();
    }
    if (!(entry.value() instanceof Yaml.Scalar scalar) || scalar.text().isBlank()) {
      problems.add(
          entry.key().at(),
          "no condition for " + entry.name(),
          "write one, as in region = ${user.region}; or true for all rows");
      return Optional.empty();
    }
    return Optional.of(
        new Users.RowRule(new TableName(parts[0], parts[1]), scalar.text(), scalar.at()));
  }

  // ---- users

  private void user(Yaml.Entry entry, Yaml.Keys keys) {
    Section user =
        new Section(keys, setting, "password", "tokens", "oidc", "roles", "attributes", "limits");
    boolean byOidc = user.oneOf("oidc", YES_OR_NO).orElse(false);
    if (!user.has("password") && !user.has("tokens") && !byOidc) {
      problems.add(
          entry.key().at(),
          entry.name() + " has neither a password nor a token",
          "make one with lodestar user password, or lodestar user token");
    }
    Optional<Yaml.Scalar> password = user.verbatim("password");
    Optional<ScramVerifier> verifier = password.flatMap(p -> ScramVerifier.parse(p.text()));
    if (password.isPresent() && verifier.isEmpty()) {
      problems.add(
          password.get().at(),
          "this is not what is kept of a password",
          "make it with lodestar user password");
    }
    List<String> names = new ArrayList<>();
    for (Section.Words role : user.list("roles")) {
      names.add(role.text());
      if (!roles.containsKey(role.text())) {
        problems.add(
            role.at(),
            "unknown role \"" + role.text() + "\"",
            roles.isEmpty()
                ? "add it below \"roles:\""
                : Advice.oneOf(role.text(), roles.keySet()));
      }
    }
    user.require("roles", "say what the user may see: \"roles: [ROLE]\"");
    users.put(
        entry.name(),
        new Users.User(
            entry.name(),
            verifier,
            tokens(user, entry.name()),
            byOidc,
            names,
            attributes(user),
            limits(user),
            entry.key().at()));
  }

  private Map<String, String> tokens(Section user, String name) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(user, "tokens")) {
      if (!(entry.value() instanceof Yaml.Scalar scalar) || !TokenHash.isOne(scalar.text())) {
        problems.add(
            entry.key().at(),
            "this is not what is kept of a token",
            "make it with lodestar user token");
        continue;
      }
      String other = userOfToken.putIfAbsent(scalar.text(), name);
      if (other != null) {
        problems.add(scalar.at(), "this is a token of " + other + " already", "make one for each");
      }
      tokens.put(entry.name(), scalar.text());
    }
    return tokens;
  }

  private Map<String, List<String>> attributes(Section user) {
    entries(user, "attributes").stream()
        .filter(entry -> entry.name().equals(Users.NAME))
        .forEach(
            entry ->
                problems.add(
                    entry.key().at(),
                    "an attribute called name",
                    "that is the user's own name; leave it out"));
    return values(user, "attributes");
  }

  private Map<String, List<String>> values(Section section, String key) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries(section, key)) {
      if (entry.value() instanceof Yaml.Scalar one) {
        values.put(entry.name(), List.of(one.text()));
      } else if (entry.value() instanceof Yaml.Items items
          && items.items().stream().allMatch(Yaml.Scalar.class::isInstance)) {
        values.put(
            entry.name(), items.items().stream().map(item -> ((Yaml.Scalar) item).text()).toList());
      } else {
        problems.add(
            entry.key().at(),
            "no value for \"" + entry.name() + "\"",
            "write one, or some in brackets, as in [EMEA, APAC]");
      }
    }
    return values;
  }

  private void rolesHaveTheirAttributes(Users.User user) {
    for (String name : user.roles()) {
      Users.Role role = roles.get(name);
      if (role == null) {
        continue;
      }
      Set<String> wanted = new LinkedHashSet<>();
      role.grants().values().stream()
          .flatMap(grant -> grant.rows().stream())
          .forEach(rule -> wanted.addAll(rule.attributes()));
      for (String attribute : wanted) {
        if (user.attribute(attribute).isEmpty()) {
          problems.add(
              user.at(),
              user.name() + " has no attribute \"" + attribute + "\"",
              "the role " + name + " asks for it; write it below \"attributes:\"");
        }
      }
    }
  }

  // ---- tokens of an issuer

  private Optional<Oidc> oidc(Yaml.Keys keys) {
    Section oidc =
        new Section(
            keys, setting, "issuer", "audience", "keys", "user", "roles", "roles-of", "attributes");
    oidc.require("issuer", "write the address of who issues the tokens");
    oidc.require("audience", "write what the tokens for this server name as their audience");
    Optional<String> issuer = address(oidc, "issuer");
    Optional<String> published = address(oidc, "keys");
    Map<String, List<String>> rolesOf = values(oidc, "roles-of");
    if (!rolesOf.isEmpty() && !oidc.has("roles")) {
      oidc.report(
          oidc.at("roles-of"),
          "roles of groups, and no claim that names groups",
          "write it as \"roles:\"");
    }
    for (String role : rolesOf.values().stream().flatMap(List::stream).distinct().toList()) {
      if (!roles.containsKey(role)) {
        oidc.report(
            oidc.at("roles-of"),
            "unknown role \"" + role + "\"",
            Advice.oneOf(role, roles.keySet()));
      }
    }
    List<String> audiences =
        oidc.value("audience").filter(Yaml.Items.class::isInstance).isPresent()
            ? oidc.list("audience").stream().map(Section.Words::text).toList()
            : oidc.words("audience").map(Section.Words::text).stream().toList();
    return issuer.map(
        address ->
            new Oidc(
                address,
                audiences,
                oidc.words("user").map(Section.Words::text).orElse("sub"),
                oidc.words("roles").map(Section.Words::text),
                rolesOf,
                attributes(oidc),
                new IssuerKeys(address, published, System::nanoTime),
                oidc.at()));
  }

  private static Optional<String> address(Section oidc, String key) {
    Optional<Section.Words> words = oidc.words(key);
    if (words.isPresent() && !SafeAddress.isSafe(words.get().text())) {
      oidc.report(
          words.get().at(),
          "not an address that nobody else can answer for: \"" + words.get().text() + "\"",
          "write one that begins with https://");
      return Optional.empty();
    }
    return words.map(Section.Words::text);
  }
}

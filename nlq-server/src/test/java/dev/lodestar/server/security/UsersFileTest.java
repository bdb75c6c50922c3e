package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.Share;
import dev.lodestar.spec.ProblemReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of users may say, and what is said of one that says something else. */
final class UsersFileTest {
  private static final String TOKEN = TokenHash.of("t");

  @TempDir Path directory;

  private UsersFile.Outcome read(String yaml) throws Exception {
    return UsersFile.read(
        Files.writeString(directory.resolve("users.yaml"), yaml.replace("TOKEN", TOKEN)));
  }

  @Test
  void everyProblemIsToldAtOnceAndWhereItStands() throws Exception {
    UsersFile.Outcome outcome =
        read(
            """
            mask-key: short
            users:
              ann: {password: swordfish, roles: [saler]}
              bob: {roles: [seller]}
              cec: {tokens: {a: abc, b: "TOKEN"}, roles: [seller], attributes: {region: {}, name: x}}
              dan: {tokens: {a: "TOKEN"}, roles: [seller], attributes: {region: EMEA}}
            roles:
              seller:
                domains:
                  shop:
                    schemas: [gold, silber]
                    hide: [dim_customers.email]
                    mask: {gold.dim_customers.name: hide}
                    rows:
                      gold.dim_customers: region = ${user.region}
                      silver.sales: true
              none: {domain: [shop]}
            """);
    assertThat(outcome.users()).isEmpty();
    assertThat(
            ProblemReport.text(outcome.problems(), directory)
                .replaceAll("(?m)^( +\\d+ \\|| +\\^).*\n", ""))
        .isEqualTo(
            """
            users.yaml:1:11: a mask-key of 5 characters
              write 16 or more that nobody guesses

            users.yaml:3:19: this is not what is kept of a password
              make it with lodestar user password

            users.yaml:3:38: unknown role "saler"
              use one of seller, none

            users.yaml:4:3: bob has neither a password nor a token
              make one with lodestar user password, or lodestar user token

            users.yaml:4:3: bob has no attribute "region"
              the role seller asks for it; write it below "attributes:"

            users.yaml:5:3: cec has no attribute "region"
              the role seller asks for it; write it below "attributes:"

            users.yaml:5:18: this is not what is kept of a token
              make it with lodestar user token

            users.yaml:5:135: no value for "region"
              write one, or some in brackets, as in [EMEA, APAC]

            users.yaml:5:147: an attribute called name
              that is the user's own name; leave it out

            users.yaml:6:22: this is a token of cec already
              make one for each

            users.yaml:11:25: unknown schema "silber"
              write schemas: all, or use one of bronze, silver, gold, quarantine, deleted, runs; did you mean "silver"?

            users.yaml:12:16: not a column: "dim_customers.email"
              write gold.TABLE.COLUMN, or "*.COLUMN" for every table that has it

            users.yaml:13:41: unknown mask "hide"
              use one of hash, partial, redact

            users.yaml:16:11: not a table: "silver.sales"
              write gold.TABLE

            users.yaml:17:10: unknown key "domain"
              use one of domains, limits; did you mean "domains"?
            """);
  }

  @Test
  void attributesBecomeTextsOfSqlAndNothingElse() throws Exception {
    Users users =
        read("""
                users:
                  o'neil: {tokens: {a: "TOKEN"}, roles: [seller], attributes: {region: ["' OR true --", EMEA]}}
                  nobody: {password: "%s", roles: [seller], attributes: {region: []}}
                roles:
                  seller:
                    domains:
                      shop:
                        rows: {gold.dim_customers: "region IN (${user.region}) OR name = ${user.name}"}
                """
                .formatted(ScramVerifier.of("longer than that")))
            .users()
            .orElseThrow();
    Caller caller = users.callerWith(TOKEN).orElseThrow();
    assertThat(caller.to("shop").orElseThrow().rows().values())
        .containsExactly(List.of("region IN (''' OR true --', 'EMEA') OR name = 'o''neil'"));
    assertThat(users.caller("nobody").orElseThrow().to("shop").orElseThrow().rows().values())
        .containsExactly(List.of("region IN (CAST(NULL AS varchar)) OR name = 'nobody'"));
    try (BuiltDomain shop = Shop.in(directory, "shop", "*")) {
      shop.release("run-1");
      try (ServedDomain served = shop.served()) {
        assertThat(UsersCheck.problems(users, List.of(served), directory)).isEmpty();
      }
    }
  }

  @Test
  void rolesAddUpInWhatTheyGrantAndInWhatTheyKeepBack() throws Exception {
    Users users =
        read("""
                mask-key: 0123456789abcdef
                users:
                  ann: {tokens: {a: "TOKEN"}, roles: [one, two]}
                roles:
                  one:
                    domains:
                      shop: {hide: [gold.a.x], mask: {gold.a.y: hash, gold.a.z: partial}, rows: {gold.a: n > 1}}
                  two:
                    domains:
                      shop: {mask: {gold.a.y: partial}, rows: {gold.a: n < 9}}
                      other: {schemas: [gold, runs]}
                """)
            .users()
            .orElseThrow();
    Caller ann = users.caller("ann").orElseThrow();
    assertThat(ann.knows("shop") && ann.knows("other") && !ann.knows("third")).isTrue();
    assertThat(ann.to("other").orElseThrow().schemas()).containsExactlyInAnyOrder("gold", "runs");
    assertThat(ann.to("shop").orElseThrow().rows().values())
        .containsExactly(List.of("n < 9", "n > 1"));
    assertThat(ann.to("shop").orElseThrow().hidden()).hasSize(1);
    assertThat(ann.to("shop").orElseThrow().masked().toString()).contains("y=REDACT", "z=PARTIAL");
  }

  @Test
  void whatTheTablesDoNotHaveIsAProblem() throws Exception {
    try (BuiltDomain shop = Shop.in(directory, "shop", "*")) {
      shop.release("run-1");
      try (ServedDomain served = shop.served()) {
        Users users =
            read("""
                    users:
                      ann: {tokens: {a: "TOKEN"}, roles: [seller]}
                    roles:
                      seller:
                        domains:
                          shop:
                            hide: [gold.dim_custmers.email, gold.dim_customers.emial, "*.phone"]
                            rows:
                              gold.dim_customers: regio = 'EMEA'
                              gold.fact_sale: true
                              gold.fact_sales: amount
                    """)
                .users()
                .orElseThrow();
        assertThat(UsersCheck.problems(users, List.of(served), directory))
            .extracting(
                problem -> problem.at().line() + ": " + problem.message() + "; " + problem.advice())
            .containsExactly(
                "7: unknown table \"gold.dim_custmers\"; did you mean \"gold.dim_customers\"?",
                "7: unknown column \"emial\" of gold.dim_customers; did you mean \"email\"?",
                "7: no table has a column \"phone\"; take it out",
                "9: not a condition on gold.dim_customers for ann: unknown column \"regio\" in"
                    + " \"dim_customers\"; did you mean \"region\"?",
                "10: unknown table \"gold.fact_sale\"; did you mean \"gold.fact_sales\"?",
                "11: not a condition on gold.fact_sales for ann: WHERE needs a condition; compare"
                    + " something, as in … > 0");
        // Whoever serves with these all the same shows none of what they are about.
        Caller ann = users.caller("ann").orElseThrow();
        assertThat(ann.tables(served).orElseThrow().tables().stream().map(t -> t.name().name()))
            .doesNotContain("dim_customers", "fact_sales", "large_sales");
      }
    }
  }

  @Test
  void runsAreGrantedByDomainToThoseWhoSeeAllOfIt() throws Exception {
    Users users =
        read("""
                users:
                  ann: {tokens: {a: "TOKEN"}, roles: [operator, reader]}
                  bob: {tokens: {a: "%s"}, roles: [operator, tester]}
                roles:
                  operator:
                    domains:
                      shop: {schemas: all, may-run: true}
                      other: {schemas: all, may-run: false}
                  reader: {domains: [third]}
                  tester:
                    domains:
                      shop: {hide: [gold.a.x]}
                """
                .formatted(TokenHash.of("another")))
            .users()
            .orElseThrow();
    Caller ann = users.caller("ann").orElseThrow();
    assertThat(ann.mayRun("shop")).isTrue();
    assertThat(ann.mayRun("other")).isFalse();
    assertThat(ann.mayRun("third")).isFalse();
    assertThat(users.caller("bob").orElseThrow().mayRun("shop")).isFalse();
    assertThat(Caller.ANYONE.mayRun("shop")).isTrue();
  }

  @Test
  void runsAreNotGrantedToThoseFromWhomSomethingIsKeptBack() throws Exception {
    UsersFile.Outcome outcome =
        read(
            """
            users:
              ann: {tokens: {a: "TOKEN"}, roles: [operator]}
            roles:
              operator:
                domains:
                  shop: {may-run: true}
                  other: {schemas: all, may-run: perhaps}
            """);
    assertThat(outcome.problems())
        .extracting(problem -> problem.at().line() + ": " + problem.message())
        .containsExactly(
            "6: runs are granted to those who do not see everything",
            "7: unknown may-run \"perhaps\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # user  | rows | bytes | seconds | statements | wait | connections
          said    | 7    | 2048  | 5       | 2          | 60   | 50
          roles   | 9    |       | 30      | 8          | 60   | 20
          nothing | 100  |       | 300     | 8          | 60   | 50
          """)
  void whatIsSaidOfAUserComesBeforeTheRolesAndThoseBeforeAll(
      String user, Long rows, Long bytes, int seconds, int statements, int wait, int connections)
      throws Exception {
    UsersFile.Outcome outcome =
        read(
            """
            limits: {rows: 100}
            users:
              said:
                tokens: {a: "TOKEN"}
                roles: [few, more]
                limits: {rows: 7, bytes: 2KB, seconds: 5, statements: 2, connections: 50}
              roles: {tokens: {a: "%s"}, roles: [few, more]}
              nothing: {tokens: {a: "%s"}, roles: [plain]}
            roles:
              few: {domains: [shop], limits: {rows: 3, seconds: 30, connections: 20}}
              more: {domains: [shop], limits: {rows: 9}}
              plain: {domains: [shop]}
            """
                .formatted(TokenHash.of("u"), TokenHash.of("v")));
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.users().orElseThrow().caller(user).orElseThrow().share().limits())
        .isEqualTo(
            new Share.Limits(
                Optional.ofNullable(rows),
                Optional.ofNullable(bytes),
                Optional.of(Duration.ofSeconds(seconds)),
                statements,
                Duration.ofSeconds(wait),
                connections));
  }

  @Test
  void limitsAreNumbersAndSizes() throws Exception {
    UsersFile.Outcome outcome =
        read(
            """
            limits: {rows: none, bytes: huge, minutes: 5}
            users:
              ann: {tokens: {a: "TOKEN"}, roles: [reader], limits: {statements: 0}}
            roles:
              reader: {domains: [shop]}
            """);
    assertThat(outcome.problems())
        .extracting(problem -> problem.at().line() + ": " + problem.message())
        .containsExactly(
            "1: expected a whole number for \"rows\", found \"none\"",
            "1: \"huge\" is no size; write it like 500MB or 20GB",
            "1: unknown key \"minutes\"",
            "3: expected a whole number for \"statements\", found \"0\"");
  }
}

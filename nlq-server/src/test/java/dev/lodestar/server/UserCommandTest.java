package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.security.ScramVerifier;
import dev.lodestar.server.security.TokenHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a file of users, and what refuses one. */
class UserCommandTest {
  @TempDir Path directory;

  private record Printed(int code, String out, String err) {}

  private static Printed run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            StandardCharsets.UTF_8);
    int code = Main.run(terminal, arguments);
    terminal.flush();
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void keepsAPasswordThatComesFromStandardInput() {
    Printed printed = run("correct horse\nmore\n", "user", "password");
    assertThat(printed.code()).isZero();
    assertThat(printed.out()).startsWith("password: SCRAM-SHA-256$").doesNotContain("horse");
    assertThat(ScramVerifier.parse(printed.out().strip().substring("password: ".length())))
        .isPresent();
  }

  @Test
  void refusesAPasswordThatIsShort() {
    Printed printed = run("horse\n", "user", "password");
    assertThat(printed.code()).isEqualTo(2);
    assertThat(printed.err()).isEqualTo("A password has 8 characters or more\n");
    assertThat(printed.out()).isEmpty();
  }

  @Test
  void showsATokenOnceWithWhatIsKeptOfIt() {
    String[] lines = run("", "user", "token").out().lines().toArray(String[]::new);
    String token = lines[0].substring(lines[0].lastIndexOf(' ') + 1);
    assertThat(lines[1]).isEqualTo("tokens: {NAME: \"" + TokenHash.of(token) + "\"}");
  }

  @Test
  void aServerDoesNotStartWithUsersThatDoNotFitItsTables() throws Exception {
    try (BuiltDomain domain = BuiltDomain.in(directory, "oranges")) {
      domain.table("gold.fruit", "SELECT 1 AS id").release("run-1");
      Path users =
          Files.writeString(
              directory.resolve("users.yaml"),
              """
              users:
                ann: {tokens: {a: "%s"}, roles: [reader]}
              roles:
                reader:
                  domains:
                    oranges:
                      hide: [gold.friut.id]
              """
                  .formatted(TokenHash.of("t")));
      Printed printed =
          run(
              "",
              "serve",
              domain.folder().toString(),
              "--warehouse=" + domain.warehouse(),
              "--host=0.0.0.0",
              "--users=" + users);
      assertThat(printed.code()).isEqualTo(2);
      assertThat(printed.err())
          .contains("users.yaml:7:16: unknown table \"gold.friut\"")
          .contains("did you mean \"gold.fruit\"?");
      Printed half =
          run("", "serve", domain.folder().toString(), "--tls-cert=" + users, "--port=0");
      assertThat(half.err()).isEqualTo("--tls-cert and --tls-key belong together; name both\n");
    }
  }
}

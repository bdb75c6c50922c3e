package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {
  @TempDir Path directory;

  private record Printed(int code, String err) {}

  private static Printed serve(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            err,
            StandardCharsets.UTF_8);
    int code = Main.run(terminal, arguments);
    terminal.flush();
    return new Printed(code, err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
  void refusesToListenWhereOthersCouldReadEverything(String host) throws Exception {
    try (BuiltDomain domain = BuiltDomain.in(directory, "oranges")) {
      Printed printed = serve("serve", domain.folder().toString(), "--host=" + host);
      assertThat(printed.code()).isEqualTo(2);
      assertThat(printed.err())
          .startsWith("Cannot listen on " + host + ": others could read everything");
    }
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (BuiltDomain domain = BuiltDomain.in(directory, "oranges");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Printed printed = serve("serve", domain.folder().toString(), "--port=" + port);
      assertThat(printed.code()).isEqualTo(3);
      assertThat(printed.err())
          .startsWith("Cannot listen on port " + port + " of 127.0.0.1: another program does");
    }
  }

  @Test
  void refusesTwoDomainsOfOneName() throws Exception {
    try (BuiltDomain domain = BuiltDomain.in(directory, "oranges")) {
      String folder = domain.folder().toString();
      Printed printed = serve("serve", folder, folder);
      assertThat(printed.code()).isEqualTo(2);
      assertThat(printed.err()).startsWith("Two domains are called oranges: ");
    }
  }

  @Test
  void servesUntilItIsStoppedAndThenEndsCleanly() throws Exception {
    try (BuiltDomain domain = BuiltDomain.in(directory, "oranges")) {
      domain.table("gold.a", "SELECT 7 AS n").release("run-1");
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      "dev.lodestar.server.Main",
                      "serve",
                      domain.folder().toString(),
                      "--port=0",
                      "--pg-port=0"))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("oranges: release 1 is served");
        assertThat(out.readLine())
            .matches("PostgreSQL's clients connect to port \\d+, database oranges");
        Matcher address =
            Pattern.compile("Open (http://localhost:\\d+/) \\(Ctrl-C stops the server\\)")
                .matcher(out.readLine());
        assertThat(address.matches()).isTrue();
        String answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(address.group(1) + "api/2.0/sql/statements"))
                        .POST(
                            HttpRequest.BodyPublishers.ofString(
                                "{\"wait_timeout\": \"50s\", \"statement\": \"select n from a\"}"))
                        .build(),
                    BodyHandlers.ofString())
                .body();
        assertThat(answer).contains("\"data_array\":[[\"7\"]]");
        process.toHandle().destroy(); // which, unlike the process itself, keeps its output open
        assertThat(out.readLine()).as("nothing more to say").isNull();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
      } finally {
        process.destroyForcibly();
      }
    }
  }
}

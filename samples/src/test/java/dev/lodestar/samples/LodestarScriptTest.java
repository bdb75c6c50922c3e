package dev.lodestar.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that users type, on what this build has packaged: the rest of the tests go past it.
 */
class LodestarScriptTest {
  private static final List<String> MODULES =
      List.of("nlq-server", "runners/direct", "samples/with-postgres");

  /** The script's builds have nothing left to do, but for what it does itself after Maven. */
  private static final String MVN = "#!/bin/sh\nexit 0\n";

  @TempDir private Path home;

  @BeforeEach
  void takesWhatIsBuilt() throws IOException {
    Path root = Path.of("..").toRealPath();
    Files.copy(root.resolve("lodestar"), home.resolve("lodestar"));
    Files.copy(root.resolve("pom.xml"), home.resolve("pom.xml"));
    Files.createDirectory(home.resolve("pipeline"));
    for (String module : MODULES) {
      assumeThat(root.resolve(module).resolve("target/classpath"))
          .as("%s is packaged before this module is tested, but for mvn test", module)
          .exists();
      Files.createDirectories(home.resolve(module).getParent());
      Files.createSymbolicLink(home.resolve(module), root.resolve(module));
    }
    Path mvn = Files.writeString(Files.createDirectory(home.resolve("bin")).resolve("mvn"), MVN);
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void leavesWhatIsBuilt() throws IOException {
    for (String module : MODULES) {
      Files.deleteIfExists(home.resolve(module));
    }
  }

  @Test
  void theFirstCommandBuildsAndADemoAnswers() throws Exception {
    Path sample = home.resolve("samples/northwind");
    Folders.copy(Path.of("northwind"), sample, file -> !file.startsWith("data"));
    Folders.copy(Path.of("warm-up"), home.resolve("samples/warm-up"), file -> true);

    assertThat(printed(3, "ask", "samples/northwind", "revenue by segment"))
        .contains("Building nlq-server (first use, or a source has changed)")
        .contains("lodestar run samples/northwind")
        .doesNotContain("Starts will be slow");
    assertThat(printed(0, "demo", "northwind", "--no-serve"))
        .contains("starting a PostgreSQL with data/northwind.sql in it")
        .contains("lodestar ask " + sample.toRealPath() + " \"top 5 products by revenue in 1997\"");
    assertThat(printed(0, "ask", "samples/northwind", "revenue by segment"))
        .containsIgnoringCase("revenue by segment")
        .contains("SELECT");
    assertThat(
            printed(
                0,
                "sql",
                "samples/northwind",
                "select count(*) as regions from revenue_by_country"))
        .contains("regions");
    assertThat(printed(2, "nonsense")).contains("nonsense");
  }

  @Test
  void saysWhatItTakes() throws Exception {
    assertThat(printed(0)).contains("Usage: lodestar COMMAND");
    assertThat(printed(0, "version")).contains("Lodestar ").contains("Java ");
    assertThat(printed(2, "demo", "nowhere"))
        .contains("there is no sample \"nowhere\"; there are: ");
    assertThat(printed(2, "run", "samples/northwind", "--runner=storm"))
        .contains("unknown runner \"storm\"; --runner takes direct\n");
    assertThat(printed(2, "bundle", "direct")).contains("bundle takes flink or spark");
  }

  /** All that the script prints, once it has ended as it should. */
  private String printed(int exit, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("lodestar").toString()));
    command.addAll(List.of(words));
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", home + "/bin", (path, bin) -> bin + ":" + path);
    builder.environment().remove("NORTHWIND_DB");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroy();
    }
    String printed = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(printed).isEqualTo(exit);
    return printed;
  }
}

package dev.lodestar.launch;

import dev.lodestar.spec.DomainReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar generate}: source files made by the domain's own script. */
@Command(
    name = "generate",
    description = "Make source files with the domain's generate.sql, always the same ones",
    footer = {
      "",
      "Files go to the folder that the variable data names; --var data=FOLDER changes it."
    })
final class GenerateCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = "So many times the rows; 1 unless given")
  private int scale = 1;

  @Override
  public Integer call() {
    Path folder = arguments.folder.toAbsolutePath().normalize();
    return DomainReader.read(folder, arguments.variables)
        .match(
            domain -> {
              Path script = folder.resolve("generate.sql");
              if (!Files.isRegularFile(script)) {
                throw new UsageException("There is no generate.sql in " + arguments.folder);
              }
              Map<String, String> variables = new HashMap<>(domain.variables());
              variables.put("scale", String.valueOf(scale));
              Generator.Made made = new Generator(variables).run(script);
              System.out.printf(
                  "Made %,d files (%,d bytes) in %s%n", made.files(), made.bytes(), made.folder());
              return Exit.OK;
            },
            problems -> Problems.print(folder, problems));
  }
}

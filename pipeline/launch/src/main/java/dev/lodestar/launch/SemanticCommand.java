package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.semantic.FirstModel;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieVersion;
import dev.lodestar.spec.semantic.OssieWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar semantic}: a first semantic model, told from the gold star. */
@Command(
    name = "semantic",
    description = "Write a first semantic model of a domain, told from its gold star",
    footer = {
      "",
      "Keys, joins, types, descriptions, times and plain measures are told from the tables; names and",
      "synonyms are yours to give. Put it into the domain as semantic.yaml.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage."
    })
final class SemanticCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it is written, and never over another file; printed unless given")
  private @Nullable Path out;

  @Option(
      names = "--ossie",
      paramLabel = "VERSION",
      defaultValue = "0.1.1",
      description = "The version of Ossie: 0.1.1 or 0.2.0.dev0; 0.1.1 unless given")
  private String ossie = "0.1.1";

  @Override
  public Integer call() {
    OssieVersion version = version();
    return Checked.domain(arguments)
        .match(
            (domain, sql) -> write(domain, sql, version),
            problems -> Problems.print(arguments.folder, problems));
  }

  private OssieVersion version() {
    return Arrays.stream(OssieVersion.values())
        .filter(v -> v.text().equals(ossie))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no Ossie "
                        + ossie
                        + " here; --ossie takes "
                        + Arrays.stream(OssieVersion.values())
                            .map(OssieVersion::text)
                            .collect(Collectors.joining(" or "))));
  }

  private Integer write(Domain domain, DomainSql sql, OssieVersion version) {
    String yaml = OssieWriter.yaml(Ossie.of(version, FirstModel.of(domain, sql.tables(domain))));
    Path file = out;
    if (file == null) {
      System.out.print(yaml);
      return Exit.OK;
    }
    if (Files.exists(file)) {
      throw new UsageException(file + " is there already, and is not written over");
    }
    try {
      Files.write(file, yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("Cannot write " + file + ": " + e);
    }
    System.out.println("Wrote " + file);
    return Exit.OK;
  }
}

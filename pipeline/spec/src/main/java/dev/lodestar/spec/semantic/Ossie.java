package dev.lodestar.spec.semantic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An Ossie file.
 *
 * @param dialects the languages of expressions that the file lists, where it does
 * @param vendors the vendors of extensions that the file lists, where it does
 * @param ontology the keys of a file that describes concepts instead, carried along as they are
 */
public record Ossie(
    OssieVersion version,
    List<SemanticModel> models,
    List<String> dialects,
    List<String> vendors,
    Map<String, Object> ontology) {

  public Ossie {
    models = List.copyOf(models);
    dialects = List.copyOf(dialects);
    vendors = List.copyOf(vendors);
    ontology = Collections.unmodifiableMap(new LinkedHashMap<>(ontology));
  }

  /** A file with one model. */
  public static Ossie of(OssieVersion version, SemanticModel model) {
    return new Ossie(version, List.of(model), List.of(), List.of(), Map.of());
  }
}

package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.Optional;

/** The files that make one table: a source is a YAML file, a model is SQL with YAML beside it. */
record LayerFile(Layer layer, String name, Optional<Path> sql, Optional<Path> yaml) {

  /** The file without which there is no table. */
  Path path() {
    return (layer == Layer.BRONZE ? yaml : sql).or(() -> yaml).or(() -> sql).orElseThrow();
  }

  TableName table() {
    return TableName.of(layer, name);
  }
}

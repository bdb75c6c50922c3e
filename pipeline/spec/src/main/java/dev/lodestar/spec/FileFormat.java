package dev.lodestar.spec;

import java.io.Serializable;
import java.util.function.Function;

/** How the files of a source are written. */
public sealed interface FileFormat extends Serializable
    permits CsvFormat, JsonFormat, ParquetFormat {

  <T> T match(
      Function<CsvFormat, T> csv, Function<JsonFormat, T> json, Function<ParquetFormat, T> parquet);
}

package dev.lodestar.spec;

import java.util.function.Function;

/** Parquet, which carries names and types by itself. */
public record ParquetFormat() implements FileFormat {

  @Override
  public <T> T match(
      Function<CsvFormat, T> csv,
      Function<JsonFormat, T> json,
      Function<ParquetFormat, T> parquet) {
    return parquet.apply(this);
  }
}

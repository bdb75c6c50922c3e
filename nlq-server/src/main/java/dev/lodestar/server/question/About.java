package dev.lodestar.server.question;

import dev.lodestar.server.semantic.FieldRef;

/** What a question asks of the model itself, and not of the data. */
public sealed interface About {
  /** What can be asked at all. */
  record Everything() implements About {}

  /** What a measure means, and how it is computed. */
  record OfMetric(String metric) implements About {}

  /** What a column tells. */
  record OfField(FieldRef field) implements About {}

  /** What the rows of a dataset are. */
  record OfDataset(String dataset) implements About {}

  /** Which rows a filter keeps. */
  record OfFilter(String filter) implements About {}
}

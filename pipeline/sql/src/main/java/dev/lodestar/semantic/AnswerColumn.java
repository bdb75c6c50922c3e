package dev.lodestar.semantic;

import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.Metric;
import java.util.Optional;

/**
 * What a column of an answer is: a measure, or what was grouped by.
 *
 * @param grain how finely the time is told that was grouped by
 */
public record AnswerColumn(
    String name, Optional<Metric> metric, Optional<Star.Place> field, Optional<Grain> grain) {}

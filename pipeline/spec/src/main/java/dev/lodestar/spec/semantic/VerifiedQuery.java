package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Position;

/**
 * A question whose answer somebody has made sure of.
 *
 * @param ask its phrasings, by language
 */
public record VerifiedQuery(Wordings ask, Asked answer, Position at) {}

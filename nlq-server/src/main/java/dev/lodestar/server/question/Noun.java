package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import java.util.Optional;

/**
 * Something that has a name in the model.
 *
 * @param group what rows are grouped by when it is grouped by
 * @param entity the dataset, when rows of a dataset are meant
 * @param plural whether several are meant, as far as its form tells
 */
record Noun(Group group, Optional<String> entity, boolean plural) {}

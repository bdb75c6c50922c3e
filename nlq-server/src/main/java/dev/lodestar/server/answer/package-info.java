/**
 * Answers: a question understood, run, and told in words, numbers and a chart. {@link
 * dev.lodestar.server.answer.Asker} is the door for the command line and for every other way to
 * ask; {@link dev.lodestar.server.answer.Telling} has the words.
 */
@NullMarked
package dev.lodestar.server.answer;

import org.jspecify.annotations.NullMarked;

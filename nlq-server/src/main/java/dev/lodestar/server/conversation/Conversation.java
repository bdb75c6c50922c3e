package dev.lodestar.server.conversation;

/**
 * Questions that go on from each other.
 *
 * @param title what it is called: its first question
 * @param created in milliseconds since 1970, as all times here
 */
public record Conversation(String id, String title, long created, long updated) {}

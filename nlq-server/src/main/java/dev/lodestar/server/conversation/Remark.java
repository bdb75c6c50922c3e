package dev.lodestar.server.conversation;

/** What somebody noted beside a message. */
public record Remark(
    String id, String conversation, String message, String content, long created) {}

package dev.lodestar.server.http;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells the bytes of an answer from others, so that a client which has them is not sent them. */
final class Tag {
  private Tag() {}

  static String of(byte[] bytes) {
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return '"' + hash.substring(0, 32) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Sends the tag; where the client has what it stands for, that is the answer. */
  static boolean isAnswer(Context context, String tag) {
    context.header("ETag", tag);
    boolean known = tag.equals(context.header("If-None-Match"));
    if (known) {
      context.status(304);
    }
    return known;
  }
}

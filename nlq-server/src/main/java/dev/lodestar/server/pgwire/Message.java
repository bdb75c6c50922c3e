package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message of a client, read from its start; reading behind its end is a violation. */
final class Message {
  private final byte type;
  private final ByteBuf body;

  /**
   * A message.
   *
   * @param type the letter of its kind; 0 for those before a session, which have none
   */
  Message(byte type, ByteBuf body) {
    this.type = type;
    this.body = body;
  }

  byte type() {
    return type;
  }

  int size() {
    return body.readableBytes();
  }

  void release() {
    body.release();
  }

  byte int8() throws PgError {
    require(1);
    return body.readByte();
  }

  short int16() throws PgError {
    require(2);
    return body.readShort();
  }

  /** A number of things that follow, each of at least so many bytes. */
  int count(int bytesOfEach) throws PgError {
    int count = int16() & 0xffff;
    require(count * bytesOfEach);
    return count;
  }

  int int32() throws PgError {
    require(4);
    return body.readInt();
  }

  /** A text that ends with a zero. */
  String text() throws PgError {
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw PgError.violation("A text of a message has no end");
    }
    String text = body.readCharSequence(length, StandardCharsets.UTF_8).toString();
    body.skipBytes(1);
    return text;
  }

  /** Bytes whose number comes first; null when that is -1. */
  byte @Nullable [] bytes() throws PgError {
    int length = int32();
    if (length == -1) {
      return null;
    }
    return bytes(length);
  }

  byte[] bytes(int length) throws PgError {
    require(length);
    byte[] bytes = new byte[length];
    body.readBytes(bytes);
    return bytes;
  }

  /** All that is left. */
  byte[] rest() throws PgError {
    return bytes(body.readableBytes());
  }

  private void require(int bytes) throws PgError {
    if (bytes < 0 || body.readableBytes() < bytes) {
      throw PgError.violation("A message is shorter than it says");
    }
  }
}

package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is sent to a client. It is gathered and handed over in pieces; when the client does not take
 * them, whoever writes waits, so that nothing piles up.
 */
final class Output {
  private static final int PIECE = 64 * 1024;

  private final Channel channel;
  private final Object writable = new Object();
  private ByteBuf piece = Unpooled.EMPTY_BUFFER;
  private int messageStart;

  Output(Channel channel) {
    this.channel = channel;
  }

  /** The bytes of the message that was begun. */
  ByteBuf begin(char type) {
    if (piece.capacity() == 0) {
      piece = channel.alloc().directBuffer(PIECE + PIECE / 8);
    }
    piece.writeByte(type);
    messageStart = piece.writerIndex();
    piece.writeInt(0);
    return piece;
  }

  void end() throws IOException {
    piece.setInt(messageStart, piece.writerIndex() - messageStart);
    if (piece.readableBytes() >= PIECE) {
      flush();
    }
  }

  /** Takes back what was written of a message that was begun. */
  void forget() {
    piece.writerIndex(messageStart - 1);
  }

  static void text(ByteBuf to, String text) {
    to.writeCharSequence(text, StandardCharsets.UTF_8);
    to.writeByte(0);
  }

  /** Hands everything over, and waits until the client has taken most of it. */
  void flush() throws IOException {
    if (!piece.isReadable()) {
      return;
    }
    ByteBuf full = piece;
    piece = Unpooled.EMPTY_BUFFER;
    ChannelFuture unused = channel.writeAndFlush(full, channel.voidPromise());
    synchronized (writable) {
      try {
        while (!channel.isWritable() && channel.isActive()) {
          writable.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("The server is being stopped", e);
      }
    }
    if (!channel.isActive()) {
      throw new IOException("The client has gone");
    }
  }

  /** To be called when the client has taken something, or has gone. */
  void wake() {
    synchronized (writable) {
      writable.notifyAll();
    }
  }

  /** Gives the memory back. */
  void release() {
    piece.release();
    piece = Unpooled.EMPTY_BUFFER;
  }
}

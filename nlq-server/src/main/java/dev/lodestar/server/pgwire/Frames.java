package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts what a client sends into messages, and agrees with it on encryption before the first. */
final class Frames extends ByteToMessageDecoder {
  static final int CANCEL = 80877102;
  private static final int TLS = 80877103;
  private static final int GSS = 80877104;

  private static final int LENGTH = 4;
  private static final int LARGEST_BEFORE_SESSION = 10_000;
  private static final int LARGEST = 16_000_000;

  private final Optional<SslContext> tls;
  private final Set<Integer> asked = new HashSet<>();
  private boolean typed;
  private volatile boolean encrypted;
  private boolean broken;
  private volatile boolean trusted;

  Frames(Optional<SslContext> tls) {
    this.tls = tls;
  }

  /** Whether nobody can overhear what is said. */
  boolean isEncrypted() {
    return encrypted;
  }

  /** From here on messages may be large. */
  void trust() {
    trusted = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws PgError {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int letter = typed ? 1 : 0;
    if (in.readableBytes() < letter + LENGTH) {
      return;
    }
    int length = in.getInt(in.readerIndex() + letter);
    int least = typed ? LENGTH : 2 * LENGTH;
    if (length < least || length > (trusted ? LARGEST : LARGEST_BEFORE_SESSION)) {
      broken = true;
      throw PgError.violation("A message cannot have " + (length & 0xffffffffL) + " bytes");
    }
    if (in.readableBytes() < letter + length) {
      return;
    }
    byte type = typed ? in.readByte() : 0;
    in.skipBytes(LENGTH);
    if (typed) {
      out.add(new Message(type, in.readRetainedSlice(length - LENGTH)));
      return;
    }
    int code = in.getInt(in.readerIndex());
    if (code == TLS || code == GSS) {
      in.skipBytes(length - LENGTH);
      encryption(context, in, code);
      return;
    }
    typed = code != CANCEL;
    out.add(new Message(type, in.readRetainedSlice(length - LENGTH)));
  }

  private void encryption(ChannelHandlerContext context, ByteBuf in, int code) throws PgError {
    if (encrypted || in.isReadable()) {
      // What came before encryption began may be somebody else's.
      broken = true;
      throw PgError.violation("Nothing can follow a request for encryption but its answer");
    }
    if (!asked.add(code)) {
      // The answers of who asks for ever and reads none would pile up.
      broken = true;
      throw PgError.violation("This encryption was asked for before");
    }
    boolean yes = code == TLS && tls.isPresent();
    ChannelFuture unused =
        context.writeAndFlush(
            Unpooled.wrappedBuffer(new byte[] {(byte) (yes ? 'S' : 'N')}), context.voidPromise());
    if (yes) {
      encrypted = true;
      context.pipeline().addFirst(tls.orElseThrow().newHandler(context.alloc()));
    }
  }
}

package dev.lodestar.server.pgwire;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages from Netty's threads, which must not wait, to a thread in which the session may:
 * one after the other, and no more of them than a session needs to have ready.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int MOST_BYTES_WAITING = 1_000_000;
  private static final int MOST_MESSAGES_WAITING = 1_000;

  /** What a session is told: a message, or that its client broke the protocol. */
  private record Event(@Nullable Message message, @Nullable PgError broken) {
    int size() {
      return message == null ? 0 : message.size();
    }
  }

  private final Session session;
  private final PgServer server;
  private final ExecutorService workers;

  private final Object lock = new Object();
  private final Queue<Event> waiting = new ArrayDeque<>();
  private long bytesWaiting;
  private boolean working;
  private boolean gone;
  private boolean ended;

  Conversation(Session session, PgServer server, ExecutorService workers) {
    this.session = session;
    this.server = server;
    this.workers = workers;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    server.enter(session);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    tell(context, new Event((Message) message, null));
  }

  private void tell(ChannelHandlerContext context, Event event) {
    synchronized (lock) {
      if (ended) {
        release(event);
        return;
      }
      waiting.add(event);
      bytesWaiting += event.size();
      if (isFull()) {
        context.channel().config().setAutoRead(false);
      }
      work(context);
    }
  }

  private boolean isFull() {
    return bytesWaiting > MOST_BYTES_WAITING || waiting.size() > MOST_MESSAGES_WAITING;
  }

  private void work(ChannelHandlerContext context) {
    if (!working) {
      working = true;
      try {
        workers.execute(() -> run(context));
      } catch (RejectedExecutionException e) {
        LOG.warn("No thread is left for a client", e);
        working = false;
        ChannelFuture unused = context.close();
      }
    }
  }

  private void run(ChannelHandlerContext context) {
    boolean goOn = true;
    try {
      while (goOn) {
        Event event = next(context);
        if (event == null) {
          return;
        }
        goOn = handle(event);
      }
    } catch (IOException e) {
      LOG.debug("A client has gone", e);
    } catch (RuntimeException | Error e) {
      LOG.error("A session failed", e);
      throw e;
    }
    ChannelFuture unused = context.close();
    finish();
  }

  private boolean handle(Event event) throws IOException {
    Message message = event.message();
    if (message == null) {
      session.breakOff(java.util.Objects.requireNonNull(event.broken()));
      return false;
    }
    try {
      return session.handle(message);
    } finally {
      message.release();
    }
  }

  /** The next thing to do; null when there is none now, or ever. */
  private @Nullable Event next(ChannelHandlerContext context) throws IOException {
    synchronized (lock) {
      if (gone) {
        finish();
        return null;
      }
      Event event = waiting.poll();
      if (event != null) {
        bytesWaiting -= event.size();
        if (!isFull() && !context.channel().config().isAutoRead()) {
          context.channel().config().setAutoRead(true);
        }
        return event;
      }
      working = false;
    }
    return null;
  }

  /** Runs once, when nobody works on the session any more. */
  private void finish() {
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
      waiting.forEach(Conversation::release);
      waiting.clear();
    }
    server.leave(session);
    session.end();
  }

  private static void release(Event event) {
    Message message = event.message();
    if (message != null) {
      message.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.output().wake();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    synchronized (lock) {
      gone = true;
      session.output().wake();
      session.clientHasGone();
      if (!ended) {
        work(context);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable inner =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (inner instanceof PgError error) {
      tell(context, new Event(null, error));
    } else {
      LOG.debug("A connection broke", cause);
      ChannelFuture unused = context.close();
    }
  }
}

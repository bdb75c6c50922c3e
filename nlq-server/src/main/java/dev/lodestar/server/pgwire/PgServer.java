package dev.lodestar.server.pgwire;

import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.Places;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Accepts PostgreSQL's clients, each to the domain that it names as its database. */
public final class PgServer implements AutoCloseable {
  private static final int MOST_SESSIONS = 100;

  /** Clients that have not signed in take no place of those that have. */
  private static final int MOST_STRANGERS = 100;

  private static final int SECONDS_TO_SIGN_IN = 60;
  private static final WriteBufferWaterMark WAITING =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final Map<String, Database> databases = new LinkedHashMap<>();
  private final SignIn signIn;
  private final Optional<SslContext> tls;
  private final PgCatalogs catalogs = new PgCatalogs();
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
  private final EventLoopGroup acceptors =
      new NioEventLoopGroup(1, new DefaultThreadFactory("lodestar-pg-accept", true));
  private final EventLoopGroup readers =
      new NioEventLoopGroup(0, new DefaultThreadFactory("lodestar-pg", true));
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          2 * (MOST_SESSIONS + MOST_STRANGERS),
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          new DefaultThreadFactory("lodestar-pg-session", true));
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /** Those who have not signed in yet; who has come first stands first. */
  private final Map<Integer, Channel> strangers = new LinkedHashMap<>();

  private final Places places = new Places(MOST_SESSIONS, "clients are connected");
  private @Nullable Channel listening;

  /** For domains whose names differ, and clients on this machine. */
  public PgServer(Collection<Database> databases) {
    this(databases, Entrance.OPEN);
  }

  /**
   * For domains whose names differ.
   *
   * @param entrance how clients come in
   */
  public PgServer(Collection<Database> databases, Entrance entrance) {
    this.signIn = entrance.signIn();
    this.tls = entrance.tls().map(PgServer::context);
    databases.forEach(database -> this.databases.put(database.name(), database));
  }

  private static SslContext context(Tls tls) {
    try {
      return SslContextBuilder.forServer(tls.key(), tls.chain()).build();
    } catch (SSLException e) {
      throw new IllegalStateException("Java cannot use the certificate", e);
    }
  }

  /**
   * Begins to accept clients.
   *
   * @param port 0 for any that is free
   * @throws IOException when the port is taken
   */
  public PgServer start(String host, int port) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(acceptors, readers)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                })
            .bind(host, port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot listen on port " + port + " of " + host, bound.cause());
    }
    listening = bound.channel();
    return this;
  }

  public int port() {
    Channel open = listening;
    if (open == null) {
      throw new IllegalStateException("Not started");
    }
    return ((InetSocketAddress) open.localAddress()).getPort();
  }

  private void accept(SocketChannel channel) {
    channels.add(channel);
    Frames frames = new Frames(tls);
    Session session = new Session(this, channel, frames, ids.incrementAndGet(), random.nextInt());
    channel.pipeline().addLast(frames, new Conversation(session, this, workers));
    ScheduledFuture<?> patience =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!session.isOpen()) {
                    ChannelFuture unused = channel.close();
                  }
                },
                SECONDS_TO_SIGN_IN,
                TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> patience.cancel(false));
    greet(session, channel);
  }

  /**
   * Any number of clients may come. Of those who have not signed in only the last are kept, so that
   * nobody keeps others out by connecting and saying nothing.
   */
  private void greet(Session session, Channel channel) {
    Channel eldest = null;
    synchronized (strangers) {
      strangers.put(session.id(), channel);
      if (strangers.size() > MOST_STRANGERS) {
        eldest = strangers.remove(strangers.keySet().iterator().next());
      }
    }
    if (eldest != null) {
      ChannelFuture unused = eldest.close();
    }
    channel.closeFuture().addListener(closed -> isNoStranger(session));
  }

  private void isNoStranger(Session session) {
    synchronized (strangers) {
      strangers.remove(session.id());
    }
  }

  void enter(Session session) {
    sessions.put(session.id(), session);
  }

  /** Takes one of the places for those who have signed in. */
  void signedIn(Session session) throws PgError {
    isNoStranger(session);
    Optional<String> full = places.take(session.caller());
    if (full.isPresent()) {
      throw PgError.fatal("53300", full.get());
    }
  }

  void leave(Session session) {
    sessions.remove(session.id());
    if (session.isOpen()) {
      places.give(session.caller().name());
    }
  }

  /** How many clients are connected. */
  public int sessions() {
    return sessions.size();
  }

  void cancel(int id, int secret) {
    Session session = sessions.get(id);
    if (session != null && session.secret() == secret) {
      session.cancel();
    }
  }

  /** Those that a caller knows of. */
  Collection<Database> databases(Caller caller) {
    return databases.values().stream().filter(one -> caller.knows(one.name())).toList();
  }

  Database find(String name, Caller caller) throws PgError {
    Database database = databases.get(name);
    if (database == null || !caller.knows(name)) {
      List<String> known = databases(caller).stream().map(Database::name).toList();
      throw PgError.fatal(
          "3D000",
          "database \""
              + name
              + "\" does not exist; there is "
              + (known.isEmpty() ? "none for " + caller.name() : String.join(", ", known)));
    }
    return database;
  }

  /** What there is to know of the tables that a session reads. */
  PgCatalog catalog(Session session) throws PgError {
    return catalogs.of(session);
  }

  /** How a client shows who it is; one that need not be overheard must not let itself be. */
  Login login(String user, String from, boolean encrypted) throws PgError {
    if (tls.isPresent() && !encrypted) {
      throw PgError.fatal("28000", "Connect with encryption, as with sslmode=require");
    }
    return signIn.isNeeded() ? new ScramLogin(signIn, user, from) : Login.trust();
  }

  /** A client as it is known by now; empty when it no longer is. */
  Optional<Caller> still(Caller caller) {
    return signIn.still(caller);
  }

  AuditLog audit() {
    return signIn.audit();
  }

  @Override
  public void close() throws InterruptedException, SQLException {
    Channel open = listening;
    if (open != null) {
      open.close().sync();
    }
    sessions.values().forEach(Session::cancel);
    channels.close().sync();
    workers.shutdown();
    if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("A session goes on although its client was sent away");
    }
    readers.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    catalogs.close();
  }
}

package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.security.Caller;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conversation with one client, message after message, never two at a time. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final int PROTOCOL_3 = 3;
  private static final int LONGEST_STATEMENT = 1_000_000;

  /** Where a transaction stands, in the letters of the protocol. */
  enum Transaction {
    NONE('I'),
    OPEN('T'),
    FAILED('E');

    private final char letter;

    Transaction(char letter) {
      this.letter = letter;
    }
  }

  private final PgServer server;
  private final String from;
  private final Output output;
  private final Frames frames;
  private final int id;
  private final int secret;
  private final Replies replies;
  private final Settings settings = new Settings();
  private final Named named = new Named();

  private @Nullable Login login;
  private @Nullable Caller caller;
  private @Nullable Database database;
  private String user = "";
  private volatile boolean open;
  private String wanted = "";
  private boolean finished;
  private boolean skipping;
  private Transaction transaction = Transaction.NONE;
  private @Nullable Catalog pinned;
  private String pinnedFor = "";

  private final Object cancelling = new Object();
  private @Nullable Answer running;
  private boolean gone;

  Session(PgServer server, SocketChannel channel, Frames frames, int id, int secret) {
    this.from = channel.remoteAddress().getAddress().getHostAddress();
    this.server = server;
    this.output = new Output(channel);
    this.replies = new Replies(output);
    this.frames = frames;
    this.id = id;
    this.secret = secret;
  }

  int id() {
    return id;
  }

  boolean isEncrypted() {
    return frames.isEncrypted();
  }

  int secret() {
    return secret;
  }

  Output output() {
    return output;
  }

  Settings settings() {
    return settings;
  }

  String user() {
    return user;
  }

  Database database() {
    Database known = database;
    if (known == null) {
      throw new IllegalStateException("The session has not begun");
    }
    return known;
  }

  Collection<Database> databases() {
    return server.databases(caller());
  }

  Caller caller() {
    Caller known = caller;
    if (known == null) {
      throw new IllegalStateException("The session has not begun");
    }
    return known;
  }

  /** Whether the client has shown who it is. */
  boolean isOpen() {
    return open;
  }

  PgServer server() {
    return server;
  }

  /** Handles one message; false when it was the last. */
  boolean handle(Message message) throws IOException {
    try {
      if (open) {
        talk(message);
      } else {
        greet(message);
      }
    } catch (PgError e) {
      failed(e);
    } catch (RuntimeException e) {
      LOG.error("Cannot answer a message of kind {}", (char) message.type(), e);
      failed(PgError.of("XX000", "The server failed: " + e));
    }
    return !finished;
  }

  /** The client did something that cannot be answered but by sending it away. */
  void breakOff(PgError error) throws IOException {
    error(error);
    output.flush();
  }

  /**
   * An error is told at once: what else the client has sent, a wish to hear of it too, is skipped.
   */
  private void failed(PgError error) throws IOException {
    error(error);
    output.flush();
    if (error.isFatal() || !open) {
      finished = true;
      return;
    }
    if (transaction == Transaction.OPEN) {
      transaction = Transaction.FAILED;
    }
    skipping = true;
  }

  private void error(PgError error) throws IOException {
    replies.error(error, error.isFatal() || !open);
  }

  // ---- before the session

  private void greet(Message message) throws PgError, IOException {
    Login begun = login;
    if (begun != null) {
      if (message.type() != 'p') {
        throw PgError.violation("A password was expected");
      }
      if (begun.answer(message, output)) {
        begin(begun.caller());
      } else {
        output.flush();
      }
      return;
    }
    int code = message.int32();
    if (code == Frames.CANCEL) {
      int whom = message.int32();
      server.cancel(whom, message.int32());
      finished = true;
      return;
    }
    if (code >> 16 != PROTOCOL_3) {
      throw PgError.fatal(
          "0A000",
          "Protocol " + (code >> 16) + "." + (code & 0xffff) + " is not spoken here; 3.0 is");
    }
    startUp(code & 0xffff, message);
  }

  private void startUp(int minor, Message message) throws PgError, IOException {
    StartUp given = StartUp.read(message);
    if (minor > 0 || !given.unknown().isEmpty()) {
      replies.negotiate(PROTOCOL_3, given.unknown());
    }
    user = given.user();
    wanted = given.database();
    settings.user(user);
    for (Map.Entry<String, String> setting : given.settings().entrySet()) {
      settings.begin(setting.getKey(), setting.getValue());
    }
    Login asked = server.login(user, from, frames.isEncrypted());
    login = asked;
    if (asked.begin(output)) {
      begin(asked.caller());
    } else {
      output.flush();
    }
  }

  /** Only now, so that nobody who has not signed in learns which databases there are. */
  private void begin(Caller known) throws PgError, IOException {
    caller = known;
    database = server.find(wanted, known);
    server.signedIn(this);
    open = true;
    frames.trust();
    replies.authenticated();
    replies.settings(settings);
    replies.key(id, secret);
    replies.ready(transaction.letter);
  }

  // ---- in the session

  private void talk(Message message) throws PgError, IOException {
    if (message.type() == 'X') {
      finished = true;
      return;
    }
    if (message.type() == 'S') {
      sync();
      return;
    }
    if (message.type() == 'Q') {
      skipping = false;
      askWhoItIs();
      simple(message.text());
      return;
    }
    if (skipping) {
      return;
    }
    askWhoItIs();
    switch (message.type()) {
      case 'P' -> parse(message);
      case 'B' -> bind(message);
      case 'D' -> describe(message);
      case 'E' -> execute(message);
      case 'C' -> close(message);
      case 'H' -> output.flush();
      case 'd', 'c', 'f' -> {
        // Copying that was refused goes on until the client has heard of it.
      }
      case 'F' -> throw PgError.of("0A000", "Functions cannot be called by their number");
      default -> throw PgError.violation("There is no message of kind " + message.type());
    }
  }

  /** Who may see what may have changed since the client has signed in. */
  private void askWhoItIs() throws PgError {
    Caller before = caller();
    Caller now =
        server
            .still(before)
            .filter(known -> known.knows(database().name()))
            .orElseThrow(() -> PgError.fatal("28000", "You may no longer sign in here"));
    if (!now.access().equals(before.access())) {
      pinned = null;
    }
    caller = now;
  }

  private void sync() throws PgError, IOException {
    skipping = false;
    if (transaction == Transaction.NONE) {
      endTransaction();
    }
    replies.ready(transaction.letter);
  }

  /** Statements in a text of their own, each answered at once. */
  private void simple(String sql) throws PgError, IOException {
    try {
      named.close("");
      named.forget("");
      requireShort(sql);
      List<List<Token>> all = Tokens.statements(sql);
      if (all.isEmpty()) {
        replies.plain('I');
      }
      for (List<Token> tokens : all) {
        int start = tokens.get(0).start();
        int end = tokens.get(tokens.size() - 1).end();
        try {
          simpleOne(sql.substring(start, end));
        } catch (PgError e) {
          throw e.behind(sql.codePointCount(0, start));
        }
      }
    } catch (PgError e) {
      failed(e);
      if (finished) {
        return;
      }
    } catch (RuntimeException e) {
      LOG.error("Cannot answer a statement", e);
      failed(PgError.of("XX000", "The server failed: " + e));
    }
    skipping = false;
    if (transaction == Transaction.NONE) {
      endTransaction();
    }
    replies.ready(transaction.letter);
  }

  private void simpleOne(String sql) throws PgError, IOException {
    Statement statement = understand(sql, List.of());
    if (!statement.parameters().isEmpty()) {
      throw PgError.of("42P02", "There is no value for $1");
    }
    try (Portal portal = new Portal(statement, List.of(), Formats.TEXT.of(statement))) {
      Optional<List<Field>> fields = statement.fields();
      if (fields.isPresent()) {
        replies.columns(fields.get(), portal.binary());
      }
      run(portal, 0);
      replies.complete(portal.answer().tag());
    }
    replies.settings(settings);
  }

  private Statement understand(String sql, List<Optional<PgType>> types) throws PgError {
    requireShort(sql);
    Statement statement = Statements.understand(this, sql, types);
    if (transaction == Transaction.FAILED && !statement.endsTransaction() && !statement.isEmpty()) {
      throw PgError.of(
          "25P02",
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    return statement;
  }

  private static void requireShort(String sql) throws PgError {
    if (sql.length() > LONGEST_STATEMENT) {
      throw PgError.of(
          "54000",
          "A statement cannot have more than "
              + LONGEST_STATEMENT
              + " characters; this has "
              + sql.length());
    }
  }

  private void parse(Message message) throws PgError, IOException {
    int size = message.size();
    String name = message.text();
    String sql = message.text();
    int count = message.count(4);
    List<Optional<PgType>> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(type(message.int32()));
    }
    named.expect(name, size);
    named.prepare(name, understand(sql, types), size);
    replies.plain('1');
  }

  private static Optional<PgType> type(int oid) throws PgError {
    if (oid == 0 || oid == PgType.UNKNOWN.oid()) {
      return Optional.empty();
    }
    return Optional.of(
        PgType.of(oid)
            .orElseThrow(
                () -> PgError.of("0A000", "A parameter cannot be of the type with number " + oid)));
  }

  private void bind(Message message) throws PgError, IOException {
    int size = message.size();
    String portal = message.text();
    String name = message.text();
    Statement statement = named.statement(name);
    Formats formats = Formats.read(message);
    int count = message.count(4);
    List<PgType> types = statement.parameters();
    if (count != types.size()) {
      throw PgError.violation(
          count + " values came for a statement with " + types.size() + " parameters");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = message.bytes();
      values.add(
          bytes == null ? null : Values.read(types.get(i), formats.isBinary(i), bytes, i + 1));
    }
    boolean[] binary = Formats.read(message).of(statement);
    named.open(portal, new Portal(statement, values, binary), size + named.size(name));
    replies.plain('2');
  }

  private void describe(Message message) throws PgError, IOException {
    byte kind = message.int8();
    String name = message.text();
    Statement statement;
    boolean[] binary;
    if (kind == 'S') {
      statement = named.statement(name);
      replies.parameters(statement.parameters());
      binary = Formats.TEXT.of(statement);
    } else {
      Portal portal = named.portal(name);
      statement = portal.statement();
      binary = portal.binary();
    }
    Optional<List<Field>> fields = statement.fields();
    if (fields.isPresent()) {
      replies.columns(fields.get(), binary);
    } else {
      replies.plain('n');
    }
  }

  private void execute(Message message) throws PgError, IOException {
    Portal portal = named.portal(message.text());
    int most = message.int32();
    if (portal.statement().isEmpty()) {
      replies.plain('I');
    } else if (run(portal, Math.max(0, most))) {
      replies.complete(portal.answer().tag());
    } else {
      replies.plain('s');
    }
    replies.settings(settings);
  }

  private boolean run(Portal portal, long most) throws PgError, IOException {
    if (transaction == Transaction.FAILED && !portal.statement().endsTransaction()) {
      throw PgError.of(
          "25P02",
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    Answer answer = portal.answer();
    synchronized (cancelling) {
      running = answer;
      if (gone) {
        answer.cancel();
      }
    }
    try {
      return portal.send(output, most);
    } finally {
      synchronized (cancelling) {
        running = null;
      }
    }
  }

  private void close(Message message) throws PgError, IOException {
    byte kind = message.int8();
    String name = message.text();
    if (kind == 'S') {
      named.forget(name);
    } else {
      named.close(name);
    }
    replies.plain('3');
  }

  // ---- what statements do to the session

  Named named() {
    return named;
  }

  Transaction transaction() {
    return transaction;
  }

  void beginTransaction() {
    transaction = Transaction.OPEN;
  }

  /** Rows of a transaction are those of one release; the next transaction looks again. */
  void endTransaction() throws PgError {
    transaction = Transaction.NONE;
    pinned = null;
    named.closePortals();
  }

  void repair() {
    if (transaction == Transaction.FAILED) {
      transaction = Transaction.OPEN;
    }
  }

  /** The tables of the release that this session reads; empty while there is none. */
  Optional<Catalog> catalog() throws PgError {
    String asOf = settings.asOf().orElse("");
    Catalog known = pinned;
    if (known != null && asOf.equals(pinnedFor)) {
      return Optional.of(known);
    }
    Optional<Catalog> found;
    if (asOf.isEmpty()) {
      found = caller().tables(database().domain());
    } else {
      try {
        found = caller().tablesAsOf(database().domain(), asOf);
      } catch (RuntimeException e) {
        throw PgError.of("22023", String.valueOf(e.getMessage()), e);
      }
    }
    if (transaction == Transaction.OPEN && found.isPresent()) {
      pinned = found.get();
      pinnedFor = asOf;
    }
    return found;
  }

  /** Stops what is running, from any thread. */
  void cancel() {
    synchronized (cancelling) {
      if (running != null) {
        running.cancel();
      }
    }
  }

  /** The client has gone, so what is running is of no use any more. */
  void clientHasGone() {
    synchronized (cancelling) {
      gone = true;
      cancel();
    }
  }

  /** Gives everything back. */
  void end() {
    try {
      named.closePortals();
    } catch (PgError e) {
      LOG.warn("Cannot close what a client left open", e);
    } finally {
      output.release();
    }
  }
}

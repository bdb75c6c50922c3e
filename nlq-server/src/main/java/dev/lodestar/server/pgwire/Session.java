package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.security.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private static final int MOST_NAMED = 5_000;

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
  private final Settings settings = new Settings();
  private final Map<String, Statement> statements = new HashMap<>();
  private final Map<String, Portal> portals = new LinkedHashMap<>();
  private final Map<String, String> told = new HashMap<>();

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

  private void failed(PgError error) throws IOException {
    error(error);
    if (error.isFatal() || !open) {
      finished = true;
      output.flush();
      return;
    }
    if (transaction == Transaction.OPEN) {
      transaction = Transaction.FAILED;
    }
    skipping = true;
  }

  private void error(PgError error) throws IOException {
    ByteBuf to = output.begin('E');
    String severity = error.isFatal() || !open ? "FATAL" : "ERROR";
    errorField(to, 'S', severity);
    errorField(to, 'V', severity);
    errorField(to, 'C', error.code());
    errorField(to, 'M', String.valueOf(error.getMessage()).replace('\0', ' '));
    if (!error.hint().isEmpty()) {
      errorField(to, 'H', error.hint().replace('\0', ' '));
    }
    if (error.position() > 0) {
      errorField(to, 'P', Integer.toString(error.position()));
    }
    to.writeByte(0);
    output.end();
  }

  private static void errorField(ByteBuf to, char field, String text) {
    to.writeByte(field);
    Output.text(to, text);
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
    Map<String, String> given = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String name = message.text(); !name.isEmpty(); name = message.text()) {
      String value = message.text();
      if (name.startsWith("_pq_.")) {
        unknown.add(name);
      } else {
        given.put(name, value);
      }
    }
    user = given.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw PgError.fatal("28000", "The client has not said who the user is");
    }
    if (!given.getOrDefault("replication", "false").matches("false|off|no|0")) {
      throw PgError.fatal("0A000", "There is no replication here");
    }
    if (minor > 0 || !unknown.isEmpty()) {
      negotiate(unknown);
    }
    settings.user(user);
    options(given.getOrDefault("options", ""));
    for (Map.Entry<String, String> setting : given.entrySet()) {
      if (!List.of("user", "database", "options", "replication").contains(setting.getKey())) {
        settings.begin(setting.getKey(), setting.getValue());
      }
    }
    wanted = given.getOrDefault("database", user);
    Login asked = server.login(user, from, frames.isEncrypted());
    login = asked;
    if (asked.begin(output)) {
      begin(asked.caller());
    } else {
      output.flush();
    }
  }

  private void negotiate(List<String> unknown) throws IOException {
    ByteBuf to = output.begin('v');
    to.writeInt(PROTOCOL_3 << 16);
    to.writeInt(unknown.size());
    unknown.forEach(name -> Output.text(to, name));
    output.end();
  }

  /** {@code -c name=value} or {@code --name=value}; a backslash keeps a blank. */
  private void options(String options) throws PgError {
    List<String> words = new ArrayList<>();
    for (String word : options.split("(?<!\\\\)\\s+")) {
      if (!word.isEmpty()) {
        words.add(word.replaceAll("\\\\(.)", "$1"));
      }
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String setting;
      if (word.equals("-c") && i + 1 < words.size()) {
        setting = words.get(++i);
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        setting = word.substring(2);
      } else {
        throw PgError.fatal("42601", "Unknown option " + word + "; write -c name=value");
      }
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw PgError.fatal("42601", "An option without a value: " + setting);
      }
      settings.begin(setting.substring(0, equals).replace('-', '_'), setting.substring(equals + 1));
    }
  }

  /** Only now, so that nobody who has not signed in learns which databases there are. */
  private void begin(Caller known) throws PgError, IOException {
    caller = known;
    database = server.find(wanted, known);
    open = true;
    frames.trust();
    ByteBuf authenticated = output.begin('R');
    authenticated.writeInt(0);
    output.end();
    tell();
    ByteBuf key = output.begin('K');
    key.writeInt(id);
    key.writeInt(secret);
    output.end();
    ready();
  }

  /** Tells the client of settings that it should know and does not. */
  private void tell() throws IOException {
    for (String name : Settings.REPORTED) {
      String value = settings.get(name).orElse("");
      if (!value.equals(told.put(name, value))) {
        ByteBuf to = output.begin('S');
        Output.text(to, name);
        Output.text(to, value);
        output.end();
      }
    }
  }

  private void ready() throws IOException {
    ByteBuf to = output.begin('Z');
    to.writeByte(transaction.letter);
    output.end();
    output.flush();
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
    ready();
  }

  /** Statements in a text of their own, each answered at once. */
  private void simple(String sql) throws PgError, IOException {
    try {
      if (portals.containsKey("")) {
        portals.remove("").close();
      }
      statements.remove("");
      List<List<Token>> all = Tokens.statements(sql);
      if (all.isEmpty()) {
        output.begin('I');
        output.end();
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
    ready();
  }

  private void simpleOne(String sql) throws PgError, IOException {
    Statement statement = understand(sql, List.of());
    if (!statement.parameters().isEmpty()) {
      throw PgError.of("42P02", "There is no value for $1");
    }
    try (Portal portal = new Portal(statement, List.of(), formats(statement, List.of()))) {
      Optional<List<Field>> fields = statement.fields();
      if (fields.isPresent()) {
        describeRows(fields.get(), portal.binary());
      }
      run(portal, 0);
      complete(portal);
    }
    tell();
  }

  private Statement understand(String sql, List<Optional<PgType>> types) throws PgError {
    Statement statement = Statements.understand(this, sql, types);
    if (transaction == Transaction.FAILED && !statement.endsTransaction() && !statement.isEmpty()) {
      throw PgError.of(
          "25P02",
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    return statement;
  }

  private void parse(Message message) throws PgError, IOException {
    String name = message.text();
    String sql = message.text();
    int count = message.count(4);
    List<Optional<PgType>> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(type(message.int32()));
    }
    if (!name.isEmpty() && statements.containsKey(name)) {
      throw PgError.of("42P05", "prepared statement \"" + name + "\" already exists");
    }
    if (statements.size() >= MOST_NAMED) {
      throw PgError.of("53400", "There are " + MOST_NAMED + " prepared statements; close some");
    }
    statements.put(name, understand(sql, types));
    output.begin('1');
    output.end();
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
    String portal = message.text();
    Statement statement = statement(message.text());
    List<Boolean> parameterFormats = formats(message);
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
          bytes == null
              ? null
              : Values.read(types.get(i), format(parameterFormats, i), bytes, i + 1));
    }
    boolean[] binary = formats(statement, formats(message));
    if (!portal.isEmpty() && portals.containsKey(portal)) {
      throw PgError.of("42P03", "portal \"" + portal + "\" already exists");
    }
    put(portal, new Portal(statement, values, binary));
    output.begin('2');
    output.end();
  }

  void put(String name, Portal portal) throws PgError {
    Portal before = portals.remove(name);
    if (before != null) {
      before.close();
    }
    if (portals.size() >= MOST_NAMED) {
      throw PgError.of("53400", "There are " + MOST_NAMED + " open portals; close some");
    }
    portals.put(name, portal);
  }

  private static List<Boolean> formats(Message message) throws PgError {
    int count = message.count(2);
    List<Boolean> binary = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      short format = message.int16();
      if (format != 0 && format != 1) {
        throw PgError.violation("There is no format " + format);
      }
      binary.add(format == 1);
    }
    return binary;
  }

  /** None means text, one is for all. */
  private static boolean format(List<Boolean> binary, int index) {
    if (binary.size() <= 1) {
      return !binary.isEmpty() && binary.get(0);
    }
    return index < binary.size() && binary.get(index);
  }

  private static boolean[] formats(Statement statement, List<Boolean> wanted) throws PgError {
    int columns = statement.fields().map(List::size).orElse(0);
    if (wanted.size() > 1 && wanted.size() != columns) {
      throw PgError.violation(wanted.size() + " formats for " + columns + " columns");
    }
    boolean[] binary = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      binary[i] = format(wanted, i);
    }
    return binary;
  }

  private Statement statement(String name) throws PgError {
    Statement statement = statements.get(name);
    if (statement == null) {
      throw PgError.of("26000", "prepared statement \"" + name + "\" does not exist");
    }
    return statement;
  }

  Optional<Portal> portal(String name) {
    return Optional.ofNullable(portals.get(name));
  }

  private Portal knownPortal(String name) throws PgError {
    return portal(name)
        .orElseThrow(() -> PgError.of("34000", "portal \"" + name + "\" does not exist"));
  }

  private void describe(Message message) throws PgError, IOException {
    byte kind = message.int8();
    String name = message.text();
    Statement statement;
    boolean[] binary;
    if (kind == 'S') {
      statement = statement(name);
      ByteBuf to = output.begin('t');
      to.writeShort(statement.parameters().size());
      statement.parameters().forEach(type -> to.writeInt(type.oid()));
      output.end();
      binary = formats(statement, List.of());
    } else {
      Portal portal = knownPortal(name);
      statement = portal.statement();
      binary = portal.binary();
    }
    Optional<List<Field>> fields = statement.fields();
    if (fields.isPresent()) {
      describeRows(fields.get(), binary);
    } else {
      output.begin('n');
      output.end();
    }
  }

  private void describeRows(List<Field> fields, boolean[] binary) throws IOException {
    ByteBuf to = output.begin('T');
    to.writeShort(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Output.text(to, field.name());
      to.writeInt(0);
      to.writeShort(0);
      to.writeInt(field.type().oid());
      to.writeShort(field.type().size());
      to.writeInt(field.modifier());
      to.writeShort(binary[i] ? 1 : 0);
    }
    output.end();
  }

  private void execute(Message message) throws PgError, IOException {
    Portal portal = knownPortal(message.text());
    int most = message.int32();
    if (portal.statement().isEmpty()) {
      output.begin('I');
      output.end();
    } else if (run(portal, Math.max(0, most))) {
      complete(portal);
    } else {
      output.begin('s');
      output.end();
    }
    tell();
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

  private void complete(Portal portal) throws PgError, IOException {
    Output.text(output.begin('C'), portal.answer().tag());
    output.end();
  }

  private void close(Message message) throws PgError, IOException {
    byte kind = message.int8();
    String name = message.text();
    if (kind == 'S') {
      statements.remove(name);
    } else {
      closePortal(name);
    }
    output.begin('3');
    output.end();
  }

  boolean closePortal(String name) throws PgError {
    Portal portal = portals.remove(name);
    if (portal != null) {
      portal.close();
    }
    return portal != null;
  }

  // ---- what statements do to the session

  boolean forget(String statement) {
    return statements.remove(statement) != null;
  }

  void forgetStatements() {
    statements.clear();
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
    closePortals();
  }

  void repair() {
    if (transaction == Transaction.FAILED) {
      transaction = Transaction.OPEN;
    }
  }

  void closePortals() throws PgError {
    List<Portal> all = List.copyOf(portals.values());
    portals.clear();
    for (Portal portal : all) {
      portal.close();
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
      closePortals();
    } catch (PgError e) {
      LOG.warn("Cannot close what a client left open", e);
    } finally {
      output.release();
    }
  }
}

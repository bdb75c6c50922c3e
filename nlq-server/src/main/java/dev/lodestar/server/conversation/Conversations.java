package dev.lodestar.server.conversation;

import dev.lodestar.tables.Database;
import dev.lodestar.tables.WarehouseAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The conversations about one domain: in {@code conversations.db} beside the file of its catalogue,
 * or, where that is in PostgreSQL, in tables beside its tables. Safe to share between threads.
 */
public final class Conversations implements AutoCloseable {
  private static final String FILE = "conversations.db";
  private static final String MESSAGES =
      "select id, conversation, content, language, state, outcome, error, rating, rating_comment,"
          + " created, updated from nlq_message ";
  private static final String REMARKS =
      "select id, conversation, message, content, created from nlq_remark ";

  private final Database database;
  private final Clock clock;

  private Conversations(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Opens those about a domain whose warehouse is there. */
  public static Conversations of(WarehouseAddress warehouse, Clock clock) {
    Database database = Database.beside(warehouse, FILE);
    database.execute(
        "create table if not exists nlq_conversation (id varchar(36) primary key, title text not"
            + " null, created bigint not null, updated bigint not null)");
    database.execute(
        "create table if not exists nlq_message (id varchar(36) primary key, conversation"
            + " varchar(36) not null, number bigint not null, content text not null, language"
            + " varchar(2) not null, state varchar(10) not null, outcome text not null, error text"
            + " not null, rating varchar(10) not null, rating_comment text not null, created bigint"
            + " not null, updated bigint not null)");
    database.execute(
        "create table if not exists nlq_remark (id varchar(36) primary key, conversation"
            + " varchar(36) not null, message varchar(36) not null, content text not null, created"
            + " bigint not null)");
    database.execute(
        "create table if not exists nlq_evaluation (id varchar(36) primary key, outcome text not"
            + " null, created bigint not null)");
    database.execute(
        "create index if not exists nlq_message_of on nlq_message (conversation, number)");
    addOwner("nlq_conversation", database);
    addOwner("nlq_evaluation", database);
    return new Conversations(database, clock);
  }

  /**
   * What was kept before there were owners is everybody's where nobody has to say who they are, and
   * else nobody's.
   */
  private static void addOwner(String table, Database database) {
    String add = "alter table " + table + " add column ";
    String owner = "owner text not null default ''";
    if (!database.isSqlite()) {
      database.execute(add + "if not exists " + owner);
      return;
    }
    database.inTransaction(
        () ->
            database
                    .first(
                        "select name from pragma_table_info(?) where name = 'owner'",
                        row -> row.getString(1),
                        table)
                    .isPresent()
                ? 0
                : database.execute(add + owner));
  }

  /** A name that nothing else has. */
  public static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Begins a conversation.
   *
   * @param owner the name of who asks, who alone will find it; empty where nobody has one
   */
  public Conversation start(String owner, String title) {
    long now = clock.millis();
    Conversation conversation = new Conversation(newId(), title, now, now);
    database.execute(
        "insert into nlq_conversation (id, owner, title, created, updated) values (?, ?, ?, ?, ?)",
        conversation.id(),
        owner,
        title,
        now,
        now);
    return conversation;
  }

  /** One of an owner's. */
  public Optional<Conversation> conversation(String owner, String id) {
    return database.first(
        "select id, title, created, updated from nlq_conversation where id = ? and owner = ?",
        Conversations::conversation,
        id,
        owner);
  }

  /** An owner's; those that were last asked something, before the others. */
  public List<Conversation> conversations(String owner, long from, long most) {
    return database.list(
        "select id, title, created, updated from nlq_conversation where owner = ? order by updated"
            + " desc, id limit ? offset ?",
        Conversations::conversation,
        owner,
        most,
        from);
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
  }

  /** Forgets a conversation with all that was said in it. */
  public void delete(Conversation conversation) {
    database.inTransaction(
        () -> {
          database.execute("delete from nlq_remark where conversation = ?", conversation.id());
          database.execute("delete from nlq_message where conversation = ?", conversation.id());
          return database.execute("delete from nlq_conversation where id = ?", conversation.id());
        });
  }

  /** Adds a question. */
  public Message ask(Conversation conversation, String content, String language) {
    long now = clock.millis();
    Message message =
        new Message(
            newId(),
            conversation.id(),
            content,
            language,
            Message.State.ASKED,
            "",
            "",
            "",
            "",
            now,
            now);
    database.inTransaction(
        () -> {
          database.execute(
              "insert into nlq_message (id, conversation, number, content, language, state,"
                  + " outcome, error, rating, rating_comment, created, updated) select ?, ?,"
                  + " coalesce(max(number), 0) + 1, ?, ?, ?, '', '', '', '', ?, ? from nlq_message"
                  + " where conversation = ?",
              message.id(),
              conversation.id(),
              content,
              language,
              message.state().name(),
              now,
              now,
              conversation.id());
          return database.execute(
              "update nlq_conversation set updated = ? where id = ?", now, conversation.id());
        });
    return message;
  }

  /** Notes the answer. */
  public void end(Message message, String outcome) {
    end(message, Message.State.ENDED, outcome, "");
  }

  /** Notes that there is none. */
  public void fail(Message message, String error) {
    end(message, Message.State.FAILED, "", error);
  }

  private void end(Message message, Message.State state, String outcome, String error) {
    database.execute(
        "update nlq_message set state = ?, outcome = ?, error = ?, updated = ? where id = ?",
        state.name(),
        outcome,
        error,
        clock.millis(),
        message.id());
  }

  public Optional<Message> message(String conversation, String id) {
    return database.first(
        MESSAGES + "where conversation = ? and id = ?", Conversations::message, conversation, id);
  }

  /** What was asked in a conversation, in this order. */
  public List<Message> messages(Conversation conversation, long from, long most) {
    return database.list(
        MESSAGES + "where conversation = ? order by number limit ? offset ?",
        Conversations::message,
        conversation.id(),
        most,
        from);
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Message.State.valueOf(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getLong(10),
        row.getLong(11));
  }

  /** Forgets a question, its answer and what was noted beside them. */
  public void delete(Message message) {
    database.inTransaction(
        () -> {
          database.execute("delete from nlq_remark where message = ?", message.id());
          return database.execute("delete from nlq_message where id = ?", message.id());
        });
  }

  /** Notes what the asker thinks of an answer, in place of what was noted before. */
  public void rate(Message message, String rating, String comment) {
    database.execute(
        "update nlq_message set rating = ?, rating_comment = ? where id = ?",
        rating,
        comment,
        message.id());
  }

  /** Notes something beside a message. */
  public Remark remark(Message message, String content) {
    Remark remark =
        new Remark(newId(), message.conversation(), message.id(), content, clock.millis());
    database.execute(
        "insert into nlq_remark (id, conversation, message, content, created) values (?, ?, ?, ?,"
            + " ?)",
        remark.id(),
        remark.conversation(),
        remark.message(),
        content,
        remark.created());
    return remark;
  }

  /** What was noted beside a message. */
  public List<Remark> remarks(Message message) {
    return database.list(
        REMARKS + "where message = ? order by created, id", Conversations::remark, message.id());
  }

  /** What was noted beside any message of a conversation. */
  public List<Remark> remarks(Conversation conversation) {
    return database.list(
        REMARKS + "where conversation = ? order by created, id",
        Conversations::remark,
        conversation.id());
  }

  private static Remark remark(ResultSet row) throws SQLException {
    return new Remark(
        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5));
  }

  /** Keeps what came of an owner's evaluation, as JSON. */
  public void keepEvaluation(String owner, String id, String outcome) {
    database.execute(
        "insert into nlq_evaluation (id, owner, outcome, created) values (?, ?, ?, ?)",
        id,
        owner,
        outcome,
        clock.millis());
  }

  /** What came of one of an owner's evaluations. */
  public Optional<String> evaluation(String owner, String id) {
    return database.first(
        "select outcome from nlq_evaluation where id = ? and owner = ?",
        row -> row.getString(1),
        id,
        owner);
  }

  /** What came of an owner's evaluations, latest first. */
  public List<String> evaluations(String owner, long from, long most) {
    return database.list(
        "select outcome from nlq_evaluation where owner = ? order by created desc, id limit ?"
            + " offset ?",
        row -> row.getString(1),
        owner,
        most,
        from);
  }

  @Override
  public void close() {
    database.close();
  }
}

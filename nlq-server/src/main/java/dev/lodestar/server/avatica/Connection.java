package dev.lodestar.server.avatica;

import dev.lodestar.server.query.QueryEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta.ConnectionProperties;

/** What is kept between the requests of one client. */
final class Connection {
  private static final int MOST_STATEMENTS = 100;

  private final String id;
  private final String owner;
  private final String domain;
  private final Map<Integer, Statement> statements = new HashMap<>();
  private String schema = QueryEngine.DEFAULT_SCHEMA;
  private int last;
  private long used = System.nanoTime();

  Connection(String id, String owner, String domain) {
    this.id = id;
    this.owner = owner;
    this.domain = domain;
  }

  String id() {
    return id;
  }

  String owner() {
    return owner;
  }

  synchronized String schema() {
    return schema;
  }

  synchronized void touch() {
    used = System.nanoTime();
  }

  synchronized Duration idle() {
    return Duration.ofNanos(System.nanoTime() - used);
  }

  /**
   * Of what a client may set, the schema is heeded: nothing is written, so the rest is as it is.
   */
  synchronized ConnectionProperties sync(ConnectionProperties wanted) {
    if (wanted.getSchema() != null && !wanted.getSchema().isEmpty()) {
      schema = wanted.getSchema();
    }
    return new ConnectionPropertiesImpl(
            true, true, java.sql.Connection.TRANSACTION_REPEATABLE_READ, domain, schema)
        .setDirty(false);
  }

  /** The driver closes what it has listed like a statement, so that needs a number as well. */
  synchronized int newNumber() {
    return ++last;
  }

  synchronized Statement newStatement() {
    if (statements.size() >= MOST_STATEMENTS) {
      throw AvaticaDoor.refused("53400", MOST_STATEMENTS + " statements are open; close some");
    }
    Statement statement = new Statement(newNumber());
    statements.put(statement.number(), statement);
    return statement;
  }

  synchronized Statement statement(int number) {
    Statement statement = statements.get(number);
    if (statement == null) {
      throw AvaticaDoor.refused("26000", "There is no statement " + number);
    }
    return statement;
  }

  synchronized void close(int number) {
    Statement statement = statements.remove(number);
    if (statement != null) {
      statement.close();
    }
  }

  synchronized void close() {
    statements.values().forEach(Statement::close);
    statements.clear();
  }
}

package dev.lodestar.server.pgwire;

import dev.lodestar.server.security.AuditLog;
import java.time.Duration;

/** A statement of a session that is to be written down when it has ended. */
final class Asked {
  private final AuditLog audit;
  private final String user;
  private final String domain;
  private final String sql;
  private final long begun = System.nanoTime();
  private boolean noted;

  private Asked(AuditLog audit, String user, String domain, String sql) {
    this.audit = audit;
    this.user = user;
    this.domain = domain;
    this.sql = sql;
  }

  static Asked of(Session session, String sql) {
    return new Asked(session.server().audit(), session.user(), session.database().name(), sql);
  }

  /** Writes it down, once. */
  void ended(String status, long rows) {
    if (!noted) {
      noted = true;
      audit.statement(
          new AuditLog.Entry(
              ScramLogin.DOOR,
              user,
              domain,
              sql,
              status,
              rows,
              Duration.ofNanos(System.nanoTime() - begun)));
    }
  }
}

package dev.lodestar.server.avatica;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.Places;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers Avatica's requests about one domain, and keeps what is between them. */
public final class AvaticaDoor {
  private static final Logger LOG = LoggerFactory.getLogger(AvaticaDoor.class);
  private static final int MOST_CONNECTIONS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Answer NOT_READABLE =
      new Answer(
          400,
          "The body is no request of Avatica's, in JSON or in protocol buffers"
              .getBytes(StandardCharsets.UTF_8));

  private final ServedDomain domain;
  private final QueryEngine engine;
  private final AuditLog audit;
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final Places places = new Places(MOST_CONNECTIONS, "clients are connected");

  public AvaticaDoor(ServedDomain domain, QueryEngine engine, AuditLog audit) {
    this.domain = domain;
    this.engine = engine;
    this.audit = audit;
  }

  /** What is sent back, with the status of HTTP. */
  public record Answer(int status, byte[] body) {}

  /** Answers a request of a caller who was let in. */
  public Answer answer(Caller caller, byte[] request) {
    Service service = telling(new CallersService(this, caller));
    if (request.length > 0 && request[0] == '{') {
      String json = new String(request, StandardCharsets.UTF_8);
      if (!isReadable(() -> JsonService.MAPPER.readValue(json, Service.Request.class))) {
        return NOT_READABLE;
      }
      HandlerResponse<String> answer =
          new JsonHandler(service, NoopMetricsSystem.getInstance()).apply(json);
      return new Answer(
          answer.getStatusCode(), answer.getResponse().getBytes(StandardCharsets.UTF_8));
    }
    ProtobufTranslation translation = new ProtobufTranslationImpl();
    if (!isReadable(() -> translation.parseRequest(request))) {
      return NOT_READABLE;
    }
    HandlerResponse<byte[]> answer =
        new ProtobufHandler(service, translation, NoopMetricsSystem.getInstance()).apply(request);
    return new Answer(answer.getStatusCode(), answer.getResponse());
  }

  /** Whether a request can be read: Avatica would answer one that cannot with all its traces. */
  private static boolean isReadable(Callable<Service.Request> reading) {
    try {
      return reading.call() != null;
    } catch (Exception e) {
      LOG.debug("A request that is none of Avatica's", e);
      return false;
    }
  }

  /** Avatica would send what failed with all its traces: clients are told what is for them. */
  private static Service telling(Service service) {
    return (Service)
        Proxy.newProxyInstance(
            Service.class.getClassLoader(),
            new Class<?>[] {Service.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(service, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof AvaticaRuntimeException refused) {
                  refused.setStackTrace(new StackTraceElement[0]);
                  throw refused;
                }
                LOG.error("Cannot answer {}", method, e.getCause());
                throw refused("XX000", "The server failed; its log says how");
              }
            });
  }

  static AvaticaRuntimeException refused(String sqlState, String message) {
    AvaticaRuntimeException refused =
        new AvaticaRuntimeException(message, 0, sqlState, AvaticaSeverity.ERROR);
    refused.setStackTrace(new StackTraceElement[0]);
    return refused;
  }

  /** Nothing is written here: transactions end with nothing done, and batches are refused. */
  static Meta readOnly() {
    return (Meta)
        Proxy.newProxyInstance(
            Meta.class.getClassLoader(),
            new Class<?>[] {Meta.class},
            (proxy, method, arguments) -> {
              if (List.of("commit", "rollback").contains(method.getName())) {
                return null;
              }
              throw refused("0A000", "This is not offered: " + method.getName());
            });
  }

  ServedDomain domain() {
    return domain;
  }

  QueryEngine engine() {
    return engine;
  }

  AuditLog audit() {
    return audit;
  }

  synchronized void open(String id, Caller caller) {
    connections
        .values()
        .removeIf(
            connection -> {
              boolean forgotten = connection.idle().compareTo(PATIENCE) > 0;
              if (forgotten) {
                end(connection);
              }
              return forgotten;
            });
    if (connections.containsKey(id)) {
      throw refused("08002", "There is a connection " + id + " already");
    }
    Optional<String> full = places.take(caller);
    if (full.isPresent()) {
      throw refused("53300", full.get());
    }
    connections.put(id, new Connection(id, caller.name(), domain.name()));
  }

  /** One of the caller's own; nobody is told of those of others. */
  synchronized Connection connection(String id, Caller caller) {
    Connection connection = connections.get(id);
    if (connection == null || !connection.owner().equals(caller.name())) {
      throw refused(
          "08003", "There is no connection " + id + ", or it was forgotten; connect again");
    }
    connection.touch();
    return connection;
  }

  synchronized void close(String id, Caller caller) {
    Connection connection = connections.get(id);
    if (connection != null && connection.owner().equals(caller.name())) {
      connections.remove(id);
      end(connection);
    }
  }

  private void end(Connection connection) {
    places.give(connection.owner());
    connection.close();
  }

  /** Gives everything back. */
  public synchronized void close() {
    connections.values().forEach(this::end);
    connections.clear();
  }
}

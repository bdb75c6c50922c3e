package dev.lodestar.server;

import com.sun.management.OperatingSystemMXBean;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.tables.files.ByteSize;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Serves what domains have released, until it is stopped. */
@Command(
    name = "serve",
    description =
        "Serves the tables that domains have released: a page, and SQL over HTTP and for"
            + " PostgreSQL's clients.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final int USUAL_PG_PORT = 5433;

  @Parameters(arity = "1..*", paramLabel = "DOMAIN", description = "The folders of the domains.")
  List<Path> folders = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "8765 unless told otherwise; 0 takes any that is free.",
      defaultValue = "8765")
  int port;

  @Option(
      names = "--pg-port",
      paramLabel = "PORT",
      description =
          "The port for PostgreSQL's clients: 5433 unless told otherwise or taken; 0 takes any that"
              + " is free.")
  @Nullable Integer pgPort;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address of this machine to listen on; only loopback is possible.",
      defaultValue = "127.0.0.1")
  String host = "127.0.0.1";

  @Option(
      names = "--warehouse",
      paramLabel = "URI",
      description = "The warehouse, if it is not warehouse/NAME; with one DOMAIN only.")
  @Nullable String warehouse;

  @Option(
      names = "--catalog",
      paramLabel = "CATALOG",
      description =
          "The warehouse's database, jdbc:postgresql://HOST/DATABASE or a folder, if it is not in the"
              + " warehouse.")
  @Nullable String catalog;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Another value for a variable of the domains.")
  Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--cache",
      paramLabel = "SIZE",
      description =
          "Gold tables whose files have so many bytes together are kept in memory as well, as in"
              + " 500MB; ${DEFAULT-VALUE} unless told otherwise, 0 for none.",
      defaultValue = "1GB",
      converter = Bytes.class)
  long cache;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "How much memory queries may take before they write to disk; half of the machine's unless"
              + " told otherwise.",
      converter = Bytes.class)
  @Nullable Long memory;

  @Mixin HelpOption help = new HelpOption();

  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UsageProblem, CannotServe, InterruptedException, SQLException {
    refuseForeignAddress();
    List<ServedDomain> domains = domains();
    CountDownLatch stopped = new CountDownLatch(1);
    HttpServer server = start(domains);
    Optional<PgServer> pg = startPg(server, domains);
    CountDownLatch closed = new CountDownLatch(1);
    Thread stop = new Thread(() -> await(stopped, closed), "lodestar-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    greet(server, pg, domains);
    try {
      stopped.await();
    } finally {
      if (pg.isPresent()) {
        pg.get().close();
      }
      server.close();
      closed.countDown();
    }
    return ExitCode.OK;
  }

  /** Runs when the process is told to end: lets the server close, and waits for that. */
  private static void await(CountDownLatch stopped, CountDownLatch closed) {
    stopped.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseForeignAddress() throws UsageProblem {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      UsageProblem problem = new UsageProblem("Not an address of this machine: " + host);
      problem.addSuppressed(e);
      throw problem;
    }
    throw new UsageProblem(
        "Cannot listen on "
            + host
            + ": others could read everything, as nobody has to say who they are; use 127.0.0.1,"
            + " and from elsewhere a tunnel, as in ssh -L "
            + port
            + ":localhost:"
            + port
            + " THIS-MACHINE");
  }

  private List<ServedDomain> domains() throws UsageProblem {
    if (warehouse != null && folders.size() > 1) {
      throw new UsageProblem("--warehouse names the warehouse of one domain; name one DOMAIN");
    }
    Map<String, ServedDomain> domains = new LinkedHashMap<>();
    for (Path folder : folders) {
      ServedDomain domain =
          DomainFolder.open(
              folder, variables, Optional.ofNullable(warehouse), Optional.ofNullable(catalog));
      ServedDomain other = domains.put(domain.name(), domain);
      if (other != null) {
        throw new UsageProblem(
            "Two domains are called "
                + domain.name()
                + ": "
                + other.domain().folder()
                + " and "
                + domain.domain().folder());
      }
    }
    return List.copyOf(domains.values());
  }

  private HttpServer start(List<ServedDomain> domains)
      throws CannotServe, InterruptedException, SQLException {
    refuseTakenPort();
    HttpServer server = new HttpServer(domains, settings());
    try {
      return server.start(host, port);
    } catch (JavalinBindException e) {
      server.close();
      throw taken(port, "--port", e);
    }
  }

  /** The usual port may be taken by another server, which needs not concern this one. */
  private Optional<PgServer> startPg(HttpServer server, List<ServedDomain> domains)
      throws CannotServe, InterruptedException, SQLException {
    List<Database> databases =
        domains.stream().map(domain -> new Database(domain, server.engine(domain.name()))).toList();
    PgServer pg = new PgServer(databases);
    try {
      return Optional.of(pg.start(host, pgPort == null ? USUAL_PG_PORT : pgPort));
    } catch (IOException e) {
      pg.close();
      if (pgPort != null) {
        server.close();
        throw taken(pgPort, "--pg-port", e);
      }
      return Optional.empty();
    }
  }

  /** What each domain gets when all are asked at once. */
  private EngineSettings settings() {
    long all = memory == null ? memoryOfTheMachine() / 2 : memory;
    return new EngineSettings(Optional.of(all / folders.size()), cache / folders.size());
  }

  private static long memoryOfTheMachine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** Reads 500MB. */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return ByteSize.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Before anything is opened, so that nothing else is said. */
  private void refuseTakenPort() throws CannotServe {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw taken(port, "--port", e);
    }
  }

  private CannotServe taken(int which, String option, Exception cause) {
    return new CannotServe(
        "Cannot listen on port "
            + which
            + " of "
            + host
            + ": another program does; stop that, or choose another with "
            + option,
        cause);
  }

  private void greet(HttpServer server, Optional<PgServer> pg, List<ServedDomain> domains) {
    for (ServedDomain domain : domains) {
      terminal
          .out()
          .println(
              domain
                  .current()
                  .map(
                      catalog ->
                          domain.name() + ": release " + catalog.release().id() + " is served")
                  .orElse(
                      domain.name()
                          + ": nothing released yet; it appears when lodestar run "
                          + domain.domain().folder()
                          + " is done"));
    }
    terminal
        .out()
        .println(
            pg.map(
                    open ->
                        "PostgreSQL's clients connect to port "
                            + open.port()
                            + ", database "
                            + domains.get(0).name())
                .orElse(
                    "Port "
                        + USUAL_PG_PORT
                        + " is taken, so there is no door for PostgreSQL's clients; choose a port"
                        + " with --pg-port"));
    String name = host.contains(":") ? "[" + host + "]" : host;
    terminal
        .out()
        .println(
            "Open http://"
                + (name.equals("127.0.0.1") ? "localhost" : name)
                + ":"
                + server.port()
                + "/ (Ctrl-C stops the server)");
    terminal.flush();
  }
}

package dev.lodestar.server;

import com.sun.management.OperatingSystemMXBean;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.runs.Launcher;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.CurrentUsers;
import dev.lodestar.server.security.Entrance;
import dev.lodestar.server.security.SignIn;
import dev.lodestar.server.security.Tls;
import dev.lodestar.server.security.UsersCheck;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
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

  /** The property in which the script lodestar says where it is. */
  private static final String SCRIPT = "lodestar.script";

  /** The property in which it says which runners are there. */
  private static final String RUNNERS = "lodestar.runners";

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
      description =
          "The address of this machine to listen on: loopback unless told otherwise; another needs"
              + " --users.",
      defaultValue = "127.0.0.1")
  String host = "127.0.0.1";

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
      names = "--result-cache",
      paramLabel = "SIZE",
      description =
          "So many bytes of small results are kept for those who ask the same of the same release;"
              + " ${DEFAULT-VALUE} unless told otherwise, 0 for none.",
      defaultValue = "32MB",
      converter = Bytes.class)
  long resultCache;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "How much memory queries may take before they write to disk; half of the machine's unless"
              + " told otherwise.",
      converter = Bytes.class)
  @Nullable Long memory;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "Who may sign in, and what they see; nobody has to without.")
  @Nullable Path users;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate and those that vouch for it, in PEM; with --tls-key.")
  @Nullable Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, in PEM.")
  @Nullable Path tlsKey;

  @Option(
      names = "--audit-log",
      paramLabel = "FILE",
      description = "Who signed in and asked what is written to this file, a JSON object a line.")
  @Nullable Path auditLog;

  @Option(
      names = "--audit-literals",
      paramLabel = "shown|masked",
      description =
          "Whether texts and numbers of statements are written as well; shown unless told.",
      defaultValue = "shown")
  String auditLiterals = "shown";

  @Mixin DomainOptions options = new DomainOptions();

  @Mixin HelpOption help = new HelpOption();

  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws UsageProblem, CannotServe, InterruptedException, SQLException, IOException {
    refuseForeignAddress();
    List<ServedDomain> domains = domains();
    AuditLog audit = audit();
    Entrance entrance = new Entrance(signIn(domains, audit), tls());
    CountDownLatch stopped = new CountDownLatch(1);
    HttpServer server = start(domains, entrance);
    Optional<PgServer> pg = startPg(server, domains, entrance);
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
      audit.close();
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

  private boolean isLoopback() {
    return new InetSocketAddress(host, 0).getAddress().isLoopbackAddress();
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
    if (users != null) {
      return;
    }
    throw new UsageProblem(
        "Cannot listen on "
            + host
            + ": others could read everything, as nobody has to say who they are; name who may with"
            + " --users, or use 127.0.0.1, and from elsewhere a tunnel, as in ssh -L "
            + port
            + ":localhost:"
            + port
            + " THIS-MACHINE");
  }

  private List<ServedDomain> domains() throws UsageProblem {
    if (options.warehouse != null && folders.size() > 1) {
      throw new UsageProblem("--warehouse names the warehouse of one domain; name one DOMAIN");
    }
    Map<String, ServedDomain> domains = new LinkedHashMap<>();
    for (Path folder : folders) {
      ServedDomain domain = options.open(folder);
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

  private SignIn signIn(List<ServedDomain> domains, AuditLog audit) throws UsageProblem {
    Path file = users;
    if (file == null) {
      return SignIn.notNeeded(audit);
    }
    CurrentUsers current = new CurrentUsers(file, path -> UsersCheck.read(path, domains));
    refuse(current.problems());
    UsersCheck.withheld(current.get(), domains).forEach(terminal.err()::println);
    return SignIn.of(current, audit);
  }

  private static void refuse(List<Problem> problems) throws UsageProblem {
    if (!problems.isEmpty()) {
      throw new UsageProblem(ProblemReport.text(problems, Path.of("")).stripTrailing());
    }
  }

  private AuditLog audit() throws UsageProblem, IOException {
    AuditLog.LiteralsIn literals =
        switch (auditLiterals) {
          case "shown" -> AuditLog.LiteralsIn.SHOWN;
          case "masked" -> AuditLog.LiteralsIn.MASKED;
          default ->
              throw new UsageProblem(
                  "--audit-literals takes shown or masked, not \"" + auditLiterals + "\"");
        };
    return auditLog == null ? AuditLog.NONE : AuditLog.in(auditLog, literals);
  }

  private Optional<Tls> tls() throws UsageProblem, CannotServe {
    if (tlsCertificate == null && tlsKey == null) {
      return Optional.empty();
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw new UsageProblem("--tls-cert and --tls-key belong together; name both");
    }
    try {
      return Optional.of(Tls.read(tlsCertificate, tlsKey));
    } catch (IOException e) {
      throw new CannotServe("Cannot encrypt: " + e.getMessage(), e);
    }
  }

  private HttpServer start(List<ServedDomain> domains, Entrance entrance)
      throws CannotServe, InterruptedException, SQLException {
    refuseTakenPort();
    HttpServer server = new HttpServer(domains, settings(), entrance, launcher());
    try {
      return server.start(host, port);
    } catch (JavalinBindException e) {
      server.close();
      throw taken(port, "--port", e);
    }
  }

  /** The script that started this server makes the same tables when it gets the same options. */
  private Optional<Launcher> launcher() {
    String script = System.getProperty(SCRIPT);
    if (script == null) {
      return Optional.empty();
    }
    List<String> runners = List.of(System.getProperty(RUNNERS, "direct").split(","));
    return Optional.of(new Launcher(Path.of(script), runners, options.arguments()));
  }

  /** The usual port may be taken by another server, which needs not concern this one. */
  private Optional<PgServer> startPg(
      HttpServer server, List<ServedDomain> domains, Entrance entrance)
      throws CannotServe, InterruptedException, SQLException {
    List<Database> databases =
        domains.stream().map(domain -> new Database(domain, server.engine(domain.name()))).toList();
    PgServer pg = new PgServer(databases, entrance);
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
    return new EngineSettings(
        Optional.of(all / folders.size()), cache / folders.size(), resultCache / folders.size());
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
    if (tlsCertificate == null && !isLoopback()) {
      terminal
          .err()
          .println(
              "Warning: without --tls-cert and --tls-key passwords for the page, tokens and all rows"
                  + " can be read on their way through the network");
    }
    String name = host.contains(":") ? "[" + host + "]" : host;
    terminal
        .out()
        .println(
            "Open "
                + (tlsCertificate == null ? "http" : "https")
                + "://"
                + (name.equals("127.0.0.1") ? "localhost" : name)
                + ":"
                + server.port()
                + "/ (Ctrl-C stops the server)");
    terminal.flush();
  }
}

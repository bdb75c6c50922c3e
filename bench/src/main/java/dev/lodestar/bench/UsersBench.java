package dev.lodestar.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Many people at one server, each of whom asks a question, changes a filter of the dashboard, and
 * thinks a little: how long they wait, and what goes wrong.
 */
@Command(
    name = "users",
    description = "Measure how long many users of the page wait for answers and tiles",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UsersBench implements Callable<Integer> {
  private static final String DOMAIN = "samples/fmcg";
  private static final String SPACE = "/api/2.0/genie/spaces/fmcg";
  private static final String DASHBOARD = "/api/dashboard";
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MOST_TOLD = 5;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "30",
      description = "So many at once; ${DEFAULT-VALUE} unless given")
  private int users = 30;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "So many questions and filters of each; ${DEFAULT-VALUE} unless given")
  private int rounds = 10;

  @Option(
      names = "--pause",
      paramLabel = "MILLIS",
      defaultValue = "1000",
      description =
          "How long each thinks between two of them, on average; ${DEFAULT-VALUE} unless given")
  private int pause = 1000;

  @ParentCommand private Bench bench = new Bench();

  /** What is waited for, in the order in which it is told. */
  private enum Wait {
    PAGE("the catalogue, as the page opens"),
    ANSWER("a question, until its rows are there"),
    TILES("a filter, until all its tiles are there");

    private final String told;

    Wait(String told) {
      this.told = told;
    }
  }

  /** What users have waited for so far. */
  private static final class Waited {
    private final Map<Wait, List<Double>> millis = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();

    synchronized void add(Wait what, long nanos) {
      millis.computeIfAbsent(what, w -> new ArrayList<>()).add(nanos / 1e6);
    }

    synchronized void wrong(String message) {
      errors.add(message);
    }
  }

  /** What there is to ask and to choose. */
  private record Offered(List<String> questions, List<String> filters, int tiles) {}

  @Override
  public Integer call() throws Exception {
    Path home = bench.home();
    Path build = home.resolve("build/bench/users");
    Bench.prepare(home, "direct", build);
    Path warehouse = warehouse(home, build);
    Waited waited = new Waited();
    long start;
    double cpu;
    long memory;
    try (Served served =
        Served.start(home, DOMAIN, warehouse, build.resolve("serve.log"), List.of())) {
      HttpClient client = HttpClient.newHttpClient();
      String address = "http://localhost:" + served.httpPort();
      Offered offered = offered(client, address);
      use(client, address, offered, new Waited(), 1);
      start = System.nanoTime();
      double before = served.cpuSeconds();
      use(client, address, offered, waited, users);
      cpu = served.cpuSeconds() - before;
      memory = served.peakMegabytes();
    }
    String page = page(waited, (System.nanoTime() - start) / 1e9, cpu, memory);
    System.out.println("\n" + page);
    waited.errors.stream().limit(MOST_TOLD).forEach(System.out::println);
    Results.put(home, "Users of the page", page);
    return waited.errors.isEmpty() ? 0 : 1;
  }

  private static Path warehouse(Path home, Path build) throws Exception {
    Path warehouse = build.resolve("warehouse");
    Path complete = build.resolve("complete");
    if (!Files.exists(complete)) {
      Bench.delete(warehouse);
      String domain = home.resolve(DOMAIN).toString();
      String data = "--var=data=" + build.resolve("data");
      String lodestar = home.resolve("lodestar").toString();
      Path log = build.resolve("make.log");
      Meter.measure(List.of(lodestar, "generate", domain, data), log);
      Meter.measure(List.of(lodestar, "run", domain, data, "--warehouse=" + warehouse), log);
      Files.createFile(complete);
    }
    return warehouse;
  }

  private static Offered offered(HttpClient client, String address) throws Exception {
    String space = get(client, address + SPACE);
    Matcher samples = Pattern.compile("\"sample_questions\":\\{\"en\":\\[(.*?)]").matcher(space);
    List<String> questions = samples.find() ? texts(samples.group(1)) : List.of();
    String dashboard = get(client, address + DASHBOARD);
    Matcher names =
        Pattern.compile("\"name\":\"(\\w+)\",\"choose\":\"(?:one|several)\"").matcher(dashboard);
    List<String> filters = new ArrayList<>();
    while (names.find()) {
      String choices = get(client, address + DASHBOARD + "/choices?filter=" + names.group(1));
      for (String value : texts(choices.substring(choices.indexOf('[')))) {
        filters.add("filter." + names.group(1) + "=" + encoded(value));
      }
    }
    int tiles = 0;
    while (status(client, address + DASHBOARD + "/tile?page=0&tile=" + tiles) == 200) {
      tiles++;
    }
    if (questions.isEmpty() || filters.isEmpty() || tiles == 0) {
      throw new IllegalStateException("There is nothing to ask or to choose: " + space);
    }
    return new Offered(questions, filters, tiles);
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    Matcher text = Pattern.compile("\"([^\"]*)\"").matcher(json);
    while (text.find()) {
      texts.add(text.group(1));
    }
    return texts;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void use(HttpClient client, String address, Offered offered, Waited waited, int many)
      throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(many);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int user = 0; user < many; user++) {
        Random chance = new Random(user);
        all.add(
            people.submit(
                () -> {
                  visit(client, address, offered, waited, chance);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      people.shutdownNow();
    }
  }

  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private void visit(
      HttpClient client, String address, Offered offered, Waited waited, Random chance)
      throws InterruptedException {
    think(chance);
    step(Wait.PAGE, waited, () -> get(client, address + "/api/catalog"));
    for (int round = 0; round < rounds; round++) {
      think(chance);
      String question = offered.questions().get(chance.nextInt(offered.questions().size()));
      step(Wait.ANSWER, waited, () -> ask(client, address, question));
      think(chance);
      String filter = offered.filters().get(chance.nextInt(offered.filters().size()));
      step(Wait.TILES, waited, () -> tiles(client, address, offered.tiles(), filter));
    }
  }

  private void think(Random chance) throws InterruptedException {
    Thread.sleep(pause / 2 + chance.nextInt(pause + 1));
  }

  private static void step(Wait what, Waited waited, Step step) throws InterruptedException {
    long start = System.nanoTime();
    try {
      step.take();
      waited.add(what, System.nanoTime() - start);
    } catch (IOException e) {
      waited.wrong(what.told + ": " + e.getMessage());
    }
  }

  /** As the page does: starts a conversation, looks again and again, and fetches the rows. */
  private static void ask(HttpClient client, String address, String question)
      throws IOException, InterruptedException {
    String body = "{\"content\": \"" + question + "\"}";
    String message =
        sent(
            client,
            HttpRequest.newBuilder(URI.create(address + SPACE + "/start-conversation"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    String path =
        address
            + SPACE
            + "/conversations/"
            + field(message, "conversation_id")
            + "/messages/"
            + field(message, "message_id");
    long pauseMillis = 10;
    while (message.contains("\"status\":\"SUBMITTED\"")
        || message.contains("\"status\":\"EXECUTING_QUERY\"")) {
      Thread.sleep(pauseMillis);
      pauseMillis = Math.min(500, 2 * pauseMillis);
      message = get(client, path);
    }
    if (!message.contains("\"status\":\"COMPLETED\"")) {
      throw new IOException(question + ": " + message);
    }
    if (message.contains("\"query\":{")) {
      get(client, path + "/query-result");
    }
  }

  /** As the page does: asks for all tiles at once. */
  private static void tiles(HttpClient client, String address, int tiles, String filter)
      throws IOException, InterruptedException {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int tile = 0; tile < tiles; tile++) {
      String path = DASHBOARD + "/tile?page=0&tile=" + tile + "&" + filter;
      all.add(
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(address + path)).timeout(LONGEST).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    for (var one : all) {
      try {
        checked(one.get());
      } catch (ExecutionException e) {
        throw new IOException(filter, e);
      }
    }
  }

  private static String field(String json, String name) throws IOException {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    if (!found.find()) {
      throw new IOException("No " + name + " in " + json);
    }
    return found.group(1);
  }

  private static String get(HttpClient client, String address)
      throws IOException, InterruptedException {
    return sent(client, HttpRequest.newBuilder(URI.create(address)));
  }

  private static int status(HttpClient client, String address)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(LONGEST).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String sent(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return checked(
        client.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static String checked(HttpResponse<String> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(response.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private String page(Waited waited, double seconds, double cpu, long memory) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            "%s. %d users of `samples/fmcg` at once, each with %d questions and %d changes of a"
                + " filter, thinking %.1f s between them; %.0f s in all, %.0f s of processor time,"
                + " %d MB at most. Written by `bench/run users`.%n%n"
                + "| waited for | times | p50 ms | p95 ms | longest ms |%n|---|---|---|---|---|%n",
            Results.when(),
            users,
            rounds,
            rounds,
            pause / 1000.0,
            seconds,
            cpu,
            memory));
    waited.millis.forEach(
        (what, millis) -> {
          List<Double> sorted = millis.stream().sorted().toList();
          page.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %.0f | %.0f | %.0f |%n",
                  what.told,
                  sorted.size(),
                  at(sorted, 0.5),
                  at(sorted, 0.95),
                  at(sorted, 1)));
        });
    page.append(String.format(Locale.ROOT, "%nErrors: %d.%n", waited.errors.size()));
    return page.toString();
  }

  static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
  }
}

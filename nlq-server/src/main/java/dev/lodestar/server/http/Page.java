package dev.lodestar.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page and its files, from the class path. The address of each of its views gives the same
 * document, which looks at its address to know what to show.
 */
final class Page {
  /**
   * Only what this server sends itself may run or be shown, and nothing that stands in the page.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-cache");

  private static final List<String> VIEWS =
      List.of("/", "/ask", "/dashboards", "/catalogue", "/runs", "/quality", "/sql");

  /** What can be asked for besides the page; kept true by a test. */
  private static final String OPEN_API = "/dev/lodestar/server/http/openapi.json";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  private final Map<String, Content> files = new ConcurrentHashMap<>();

  /** A file as it is sent. */
  private record Content(byte[] bytes, String type, String tag) {}

  static void serve(RoutesConfig routes) {
    Page page = new Page();
    VIEWS.forEach(view -> routes.get(view, context -> page.send(context, "page/index.html")));
    routes.get("/page/{file}", context -> page.send(context, "page/" + context.pathParam("file")));
    String echarts = library("echarts") + "/dist/echarts.esm.min.js";
    routes.get("/api/openapi.json", context -> page.send(context, OPEN_API));
    routes.get("/lib/echarts.js", context -> page.send(context, echarts));
  }

  /** Where the jar of a library keeps its files. */
  private static String library(String name) {
    String about = "/META-INF/maven/org.mvnpm/" + name + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream file = Page.class.getResourceAsStream(about)) {
      if (file == null) {
        throw new IllegalStateException("Not on the class path: " + about);
      }
      properties.load(file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + about + " from the class path", e);
    }
    return "/META-INF/resources/_static/" + name + "/" + properties.getProperty("version");
  }

  /** For every answer, as any of them may be opened in a browser. */
  static void protect(Context context) {
    HEADERS.forEach(context::header);
  }

  private void send(Context context, String path) throws ApiProblem {
    Content content = content(path);
    if (Tag.isAnswer(context, content.tag())) {
      return;
    }
    context.contentType(content.type());
    context.result(content.bytes());
  }

  private Content content(String path) throws ApiProblem {
    Content known = files.get(path);
    if (known == null) {
      known = read(path);
      files.put(path, known);
    }
    return known;
  }

  private static Content read(String path) throws ApiProblem {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    boolean plain = path.startsWith("/") || path.matches("page/[a-z][a-z0-9-]*\\.[a-z]+");
    try (InputStream file = type == null || !plain ? null : Page.class.getResourceAsStream(path)) {
      if (file == null) {
        throw ApiProblem.notFound("There is no file " + path);
      }
      byte[] bytes = file.readAllBytes();
      return new Content(bytes, String.valueOf(type), Tag.of(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + path + " from the class path", e);
    }
  }
}

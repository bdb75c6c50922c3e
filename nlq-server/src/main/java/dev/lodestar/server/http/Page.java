package dev.lodestar.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The page and its files, from the class path. */
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

  private Page() {}

  static void serve(RoutesConfig routes) {
    file(routes, "/", "index.html", "text/html;charset=utf-8");
    file(routes, "/page.js", "page.js", "text/javascript;charset=utf-8");
    file(routes, "/page.css", "page.css", "text/css;charset=utf-8");
    file(routes, "/star.svg", "star.svg", "image/svg+xml");
  }

  private static void file(RoutesConfig routes, String address, String name, String type) {
    byte[] content = read(name);
    routes.get(
        address,
        context -> {
          context.contentType(type);
          context.result(content);
        });
  }

  /** For every answer, as any of them may be opened in a browser. */
  static void protect(Context context) {
    HEADERS.forEach(context::header);
  }

  private static byte[] read(String name) {
    try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
      if (file == null) {
        throw new IllegalStateException("Not on the class path: page/" + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read page/" + name + " from the class path", e);
    }
  }
}

package dev.lodestar.docs;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.LineagePicture;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Domain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a site, by their path in it. */
public final class Site {
  /** The languages that the site's own words have. */
  public static final List<String> LANGUAGES = List.of("en", "fr");

  private final Map<String, String> files = new LinkedHashMap<>();

  private Site(Documented site) {
    files.put("index.html", OverviewPage.of(site));
    files.put("lineage.html", LineagePage.of(site));
    files.put("runs.html", RunsPage.of(site));
    for (TableLineage table : site.graph().tables()) {
      files.put(Documented.page(table.table()), TablePage.of(site, table));
    }
    files.put("assets/search.js", SearchIndex.of(site));
    files.put("assets/site.js", asset("site.js"));
    files.put("assets/site.css", asset("site.css") + LineagePicture.STYLE);
    files.put("assets/star.svg", asset("star.svg"));
  }

  public static Site of(Domain domain, LineageGraph graph, Results results, String language) {
    return new Site(new Documented(domain, graph, results, language));
  }

  public Map<String, String> files() {
    return Map.copyOf(files);
  }

  /** Writes the site into a folder, over an earlier one; other files there stay. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
  }

  private static String asset(String name) {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No such resource: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read resource " + name, e);
    }
  }
}

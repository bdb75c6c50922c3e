package dev.lodestar.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.lineage.Node;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.ColumnDoc;
import java.util.ArrayList;
import java.util.List;

/** What can be searched for: a script that hands a list over, as a page on a disk may not fetch. */
final class SearchIndex {
  private SearchIndex() {}

  /** Each entry: name, table or nothing, description, layer, page. */
  static String of(Documented site) {
    List<List<String>> entries = new ArrayList<>();
    for (TableLineage table : site.graph().tables()) {
      String name = table.table().toString();
      String layer = table.table().schema();
      entries.add(
          List.of(
              name, "", site.description(table.table()), layer, Documented.page(table.table())));
      for (String column : table.columnNames()) {
        String description =
            site.column(table.table(), column)
                .map(ColumnDoc::description)
                .map(site::say)
                .orElse("");
        String page = site.page(Node.column(table.table(), column));
        entries.add(List.of(column, name, description, layer, page));
      }
    }
    try {
      return "window.lodestarSearch = " + new ObjectMapper().writeValueAsString(entries) + ";\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write texts as JSON", e);
    }
  }
}

package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.AnswerFiles;
import java.io.IOException;
import java.util.Optional;

/** A domain as Genie shows a space. */
final class SpaceJson {
  private SpaceJson() {}

  static ObjectNode of(Space space) throws IOException {
    Domain domain = space.domain().domain();
    AnswerFiles files = space.files();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("space_id", space.id());
    String title = domain.title().in("en");
    json.put("title", title.isEmpty() ? space.id() : title);
    json.put("description", domain.description().in("en"));
    json.put("warehouse_id", "lodestar");
    ObjectNode ours = json.putObject("lodestar");
    text(ours.putObject("title"), domain.title());
    text(ours.putObject("description"), domain.description());
    ArrayNode languages = ours.putArray("languages");
    ObjectNode samples = ours.putObject("sample_questions");
    for (Language language : Language.values()) {
      languages.add(language.code());
      ArrayNode list = samples.putArray(language.code());
      Samples.of(files, language).forEach(list::add);
    }
    Optional<Catalog> released = space.domain().current();
    if (released.isPresent()) {
      ours.put("release", released.get().release().id());
    } else {
      ours.putNull("release");
    }
    ours.put("note", space.note(files));
    return json;
  }

  private static void text(ObjectNode json, Text text) {
    text.byLanguage().forEach(json::put);
  }
}

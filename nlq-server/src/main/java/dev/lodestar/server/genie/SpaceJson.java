package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.AnswerFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A domain as Genie shows a space to a caller. */
final class SpaceJson {
  private static final AnswerFiles NOTHING =
      new AnswerFiles(Optional.empty(), Optional.empty(), List.of(), List.of());

  private SpaceJson() {}

  static ObjectNode of(Space space, Caller caller) throws QueryFailed, IOException {
    Domain domain = space.domain().domain();
    AnswerFiles files = NOTHING;
    String note;
    try {
      files = space.files(caller);
      note = space.note(caller);
    } catch (GenieProblem notYet) {
      note = String.valueOf(notYet.getMessage());
    }
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
      files.samples(language.code()).forEach(list::add);
    }
    Optional<Catalog> released = caller.tables(space.domain());
    if (released.isPresent()) {
      ours.put("release", released.get().release().id());
    } else {
      ours.putNull("release");
    }
    ours.put("note", note);
    return json;
  }

  private static void text(ObjectNode json, Text text) {
    text.byLanguage().forEach(json::put);
  }
}

package dev.lodestar.spec.answers;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.Yaml;
import dev.lodestar.spec.YamlReader;
import dev.lodestar.spec.semantic.ModelQueryReader;
import dev.lodestar.spec.semantic.NamingReader;
import dev.lodestar.spec.semantic.Wordings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code questions.yaml}. */
final class QuestionFile {
  private static final Map<String, Question.Expect> EXPECTED =
      new TreeMap<>(
          Map.of(
              "answered", Question.Expect.ANSWERED,
              "asked-back", Question.Expect.ASKED_BACK,
              "refused", Question.Expect.REFUSED));

  /** Each wording that begins a conversation, and where it stands first. */
  private final Map<String, Position> asked = new HashMap<>();

  private QuestionFile() {}

  static List<Question> read(TextFile file, Section.Setting setting) {
    Section context = new Section(new Yaml.Keys(List.of(), Position.startOf(file.path())), setting);
    return new QuestionFile()
        .questions(context, YamlReader.itemsOf(file, setting.problems()), true);
  }

  private List<Question> questions(Section context, List<Yaml> items, boolean opening) {
    List<Question> questions = new ArrayList<>();
    for (Yaml item : items) {
      if (item instanceof Yaml.Keys keys) {
        Section section = context.of(keys, "ask", "sql", "expect", "then");
        questions.add(question(section, opening, keys.at()));
      } else if (item.readable()) {
        context.report(
            item.at(),
            "expected a question, found " + item.kind(),
            "write \"- ask: …\" and \"sql: …\" below it");
      }
    }
    return questions;
  }

  private Question question(Section section, boolean opening, Position at) {
    section.require("ask", "write the question: \"ask: {en: …}\"");
    Wordings ask = NamingReader.wordings(section, "ask");
    if (opening) {
      ask.byLanguage().values().stream().flatMap(List::stream).forEach(w -> once(section, w));
    }
    Question.Expect expect = section.oneOf("expect", EXPECTED).orElse(Question.Expect.ANSWERED);
    Optional<SqlText> sql = ModelQueryReader.sql(section, "sql");
    if (expect == Question.Expect.ANSWERED && !section.has("sql")) {
      section.report(
          section.has("ask") ? section.at("ask") : at,
          "a question without its answer",
          "give the SELECT that answers it as sql, or say expect: asked-back or refused");
    }
    if (expect != Question.Expect.ANSWERED && section.has("sql")) {
      section.report(
          section.at("sql"),
          "a question that is not answered has no SELECT",
          "take out either sql or expect");
    }
    return new Question(ask, expect, sql, questions(section, section.items("then"), false), at);
  }

  private void once(Section section, String wording) {
    Position first = asked.putIfAbsent(wording, section.at("ask"));
    if (first != null) {
      section.report(
          section.at("ask"),
          "\"" + wording + "\" is asked in line " + first.line() + " already",
          "keep one of them");
    }
  }
}

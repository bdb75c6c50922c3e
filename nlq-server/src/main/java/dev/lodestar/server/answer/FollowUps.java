package dev.lodestar.server.answer;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.question.Interpretation;
import dev.lodestar.server.question.QuestionParser;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Thinks of questions that may follow, and proposes those that mean one thing. */
final class FollowUps {
  private static final int MOST = 3;
  private static final int MOST_TRIED = 8;

  /** What tables of days call their columns; there are better words for times. */
  private static final Pattern UNITS =
      Pattern.compile(
          "(?iu).*(year|half|quarter|month|week|day|date|ann[ée]e|semestre|trimestre|mois|semaine|jour).*");

  private final Model model;
  private final QuestionParser parser;
  private final Language language;
  private final LogicalQuery query;

  FollowUps(Model model, QuestionParser parser, Language language, LogicalQuery query) {
    this.model = model;
    this.parser = parser;
    this.language = language;
    this.query = query;
  }

  List<String> some() {
    return candidates().stream().limit(MOST_TRIED).filter(this::isUnderstood).limit(MOST).toList();
  }

  private boolean isUnderstood(String words) {
    return parser.read(words, Optional.of(language), Optional.of(query))
            instanceof Interpretation.Understood understood
        && !understood.reading().query().equals(query);
  }

  private List<String> candidates() {
    List<String> candidates = new ArrayList<>();
    if (query.measures().isEmpty()) {
      return candidates;
    }
    boolean timed =
        query.groups().stream().anyMatch(group -> !(group instanceof Group.ByField))
            || query.where().stream().anyMatch(c -> c instanceof Condition.During);
    if (!timed) {
      candidates.add(language.say("and by month", "et par mois"));
    }
    if (query.groups().isEmpty() || timed) {
      names().stream()
          .limit(MOST)
          .forEach(name -> candidates.add(language.say("and by ", "et par ") + name));
    }
    if (!query.groups().isEmpty() && query.limit().isEmpty()) {
      candidates.add(language.say("top 5", "les 5 premiers"));
    }
    return candidates;
  }

  /** What rows may be put together by, besides what they are. */
  private List<String> names() {
    Set<FieldRef> used =
        query.groups().stream()
            .filter(Group.ByField.class::isInstance)
            .map(group -> ((Group.ByField) group).attribute())
            .map(Attribute::field)
            .collect(Collectors.toSet());
    List<String> names = new ArrayList<>();
    for (Dataset dataset : model.datasets()) {
      for (Field field : dataset.fields()) {
        if (field.named() && field.isText() && !field.hidden() && !used.contains(field.ref())) {
          String name = field.names().in(language);
          if (!UNITS.matcher(name).matches()) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }
}

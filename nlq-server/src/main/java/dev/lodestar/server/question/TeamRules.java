package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who works under whom, by the field that says who leads: who reports to Ann, « l'équipe d'Ann ».
 */
final class TeamRules extends Rules {
  private static final Set<String> SUPERIOR =
      Words.read(TeamRules.class, "names.words").single("superior").stream()
          .map(Tokens::stem)
          .collect(Collectors.toSet());

  TeamRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "that? is? under the? VALUE", a -> where(led(a.at(4))));
    g.rule(PART, "who under the? VALUE", a -> team(a.at(3)));
    g.rule(PART, "the? teamof the? VALUE", a -> team(a.at(3)));
    g.rule(PART, "who have the? VALUE asboss FIELD", a -> ledAs(a.at(3), field(a, 5)));
    g.rule(PART, "who the? VALUE asboss FIELD", a -> ledAs(a.at(2), field(a, 4)));
    // Who is Ann's boss: whom the field names beside her.
    g.rule(PART, "who is? the? VALUE poss FIELD", a -> bossOf(a.at(3), field(a, 5)));
    g.rule(PART, "who is? the? FIELD of|poss the? VALUE", a -> bossOf(a.at(6), field(a, 3)));
  }

  private boolean isSuperior(FieldRef field) {
    return isSuperior(model, field);
  }

  /** Whether a field of people says who leads them. */
  static boolean isSuperior(Model model, FieldRef field) {
    return model.field(field).isText()
        && new Entities(model).isPerson(field.dataset())
        && Entities.isCalled(model.field(field).names(), SUPERIOR);
  }

  private @Nullable Condition led(Sense.OfValue by) {
    return isSuperior(by.field()) ? oneOf(List.of(by), false) : null;
  }

  private @Nullable Part ledAs(Sense.OfValue by, FieldRef field) {
    return by.field().equals(field) ? team(by) : null;
  }

  private @Nullable Part team(Sense.OfValue by) {
    Condition led = led(by);
    Optional<Noun> members = entities.noun(by.field().dataset(), true);
    return led == null || members.isEmpty()
        ? null
        : new Part.Several(List.of(new Part.Somebody(members.get()), new Part.Where(led)));
  }

  private @Nullable Part bossOf(Sense.OfValue whose, FieldRef boss) {
    Group by = new Group.ByField(Attribute.of(boss));
    boolean other = whose.field().dataset().equals(boss.dataset()) && !whose.field().equals(boss);
    return isSuperior(boss) && other
        ? new Part.Several(
            List.of(
                new Part.Things(List.of(new Noun(by, Optional.empty(), false)), true),
                new Part.Where(oneOf(List.of(whose), false))))
        : null;
  }
}

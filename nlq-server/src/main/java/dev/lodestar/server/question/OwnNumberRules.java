package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many of something one thing has of its own: how many stars a hotel has. */
final class OwnNumberRules extends Rules {
  private final Measured measured;

  OwnNumberRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, 1, "the? countof the? FIELD|FIELDS", a -> own(field(a, 3)));
    g.rule(PART, "the? countof the? COUNTFIELD", a -> own(number(a.at(3))));
    g.rule(
        "MEAS",
        1,
        "the? countof the? COUNTFIELD",
        a -> measured.pieces(Attribute.of(number(a.at(3)))));
  }

  private static FieldRef number(Sense.OfNumber of) {
    return of.field();
  }

  /** Of what adds up the sum is asked for, which is the same of one thing. */
  private @Nullable Part own(FieldRef field) {
    Field of = model.field(field);
    boolean own =
        of.isNumber()
            && !of.isTime()
            && !entities.isKey(field)
            && measured.pieces(Attribute.of(field)) == null
            && !model.facts().contains(field.dataset());
    return own
        ? new Part.OwnNumber(
            new Noun(new Group.ByField(Attribute.of(field)), Optional.empty(), false))
        : null;
  }
}

package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the phrases of questions are made. The rules are those of both languages: what differs are
 * the function words, and orders of words of which a language has one and the other has not.
 */
final class QuestionGrammar {
  /** The kind of pieces that mean a {@link Part}. */
  static final String PART = "PART";

  private final Grammar grammar = new Grammar();

  /**
   * @param scales which words tell of which measures
   * @param ages how old those are of whom only a birth date is known
   */
  QuestionGrammar(Model model, Scales scales, Ages ages) {
    Numbers.addTo(grammar);
    List<Rules> rules =
        List.of(
            new NounRules(model, scales),
            new MeasureRules(model, scales),
            new AverageRules(model, scales),
            new ComputedRules(model, scales),
            new ShareRules(model, scales),
            new OwnNumberRules(model, scales),
            new DeedRules(model, scales),
            new ConditionRules(model, scales),
            new BoundRules(model, scales),
            new WholeRules(model, scales),
            new BesideRules(model, scales),
            new DelayRules(model, scales),
            new GroupRules(model, scales),
            new DirectionRules(model, scales),
            new SeriesRules(model, scales),
            new RankRules(model, scales),
            new InWhatRules(model, scales),
            new RankedRowsRules(model, scales),
            new RankedApartRules(model, scales),
            new BusyRules(model, scales),
            new TimesRules(model, scales),
            new MoneyRules(model, scales),
            new GrowthRules(model, scales),
            new GrewRules(model, scales),
            new HowMuchGrownRules(model, scales),
            new MoreThanRules(model, scales),
            new BothTimesRules(model, scales),
            new TimeRules(model, scales),
            new NeverRules(model, scales),
            new HappeningRules(model, scales),
            new StateRules(model, scales),
            new GradeRules(model, scales, ages),
            new LatestRules(model, scales),
            new LastTimeRules(model, scales),
            new TeamRules(model, scales),
            new LossRules(model, scales),
            new NewcomerRules(model, scales),
            new PerRowRules(model, scales),
            new UsualDelayRules(model, scales),
            new SpendingRules(model, scales),
            new AboutRules(model, scales));
    rules.forEach(of -> of.addTo(grammar));
  }

  Grammar grammar() {
    return grammar;
  }

  /** The unit that an adjective means, as "monthly". */
  static Unit unit(Piece adjective) {
    return Unit.valueOf(((String) adjective.meaning()).toUpperCase(Locale.ROOT));
  }

  /** A measure in each month, or the like. */
  static Part inEach(Measure measure, Unit unit) {
    return new Part.Several(
        List.of(
            new Part.Select(List.of(measure)),
            new Part.By(List.of(new Group.ByTime(unit, Optional.empty())))));
  }
}

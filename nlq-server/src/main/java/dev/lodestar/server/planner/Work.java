package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.ThingNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One query on its way to SQL: what all kinds of statements need of it, each kind with its own
 * joins.
 */
final class Work {
  final Model model;
  final LogicalQuery query;
  final List<String> groupNames;
  final List<String> measureNames;
  final Optional<Members> members;

  Work(Model model, LogicalQuery query, List<String> groupNames, List<String> measureNames) {
    this(model, query, groupNames, measureNames, Optional.empty());
  }

  /**
   * @param members the things of which alone it is asked
   */
  Work(
      Model model,
      LogicalQuery query,
      List<String> groupNames,
      List<String> measureNames,
      Optional<Members> members) {
    this.members = members;
    this.model = model;
    this.query = query;
    this.groupNames = groupNames;
    this.measureNames = measureNames;
  }

  List<String> groupColumns(Branch branch) throws CannotPlan {
    List<String> columns = new ArrayList<>();
    List<String> keys = keys(branch);
    for (int i = 0; i < keys.size(); i++) {
      columns.add(Layout.named(keys.get(i), groupNames.get(i)));
    }
    return columns;
  }

  List<String> keys(Branch branch) throws CannotPlan {
    List<String> keys = new ArrayList<>();
    for (Group group : query.groups()) {
      keys.add(branch.group(timed(group), false));
    }
    return keys;
  }

  /** Things are told apart by their key: two clients may bear one name. */
  List<String> groupKeys(Branch branch) throws CannotPlan {
    List<String> both = keys(branch);
    both.addAll(HiddenKeys.of(this, branch, keyedGroups()).sql());
    return both;
  }

  /** The groups whose things are each by themselves, whatever they are called. */
  List<Integer> keyedGroups() {
    if (members.isPresent()) {
      return members.get().among(query.groups());
    }
    boolean ranks = !ranked().isEmpty();
    return IntStream.range(0, query.groups().size())
        .filter(i -> !query.measures().isEmpty() && (ranks || namesThings(query.groups().get(i))))
        .boxed()
        .toList();
  }

  private boolean namesThings(Group group) {
    return group instanceof Group.ByField by && ThingNames.names(model, by.attribute().field());
  }

  /** What has no value is none of those of which the first are asked for. */
  List<String> candidates(Branch branch) throws CannotPlan {
    List<String> candidates = new ArrayList<>();
    if (members.isPresent()) {
      candidates.add(members.get().condition(this, branch));
    }
    for (Group group : query.groups()) {
      if (!ranked().isEmpty() && query.limit().isPresent() && group instanceof Group.ByField by) {
        boolean name =
            model
                .dataset(by.attribute().field().dataset())
                .shownAs()
                .filter(by.attribute().field().field()::equals)
                .isPresent();
        if (!name) {
          candidates.add(branch.group(group, false) + " IS NOT NULL");
        }
      }
    }
    return candidates;
  }

  /** With the time of a metric that has one of its own. */
  Group timed(Group group) {
    Optional<Attribute> own = ownTime();
    if (own.isPresent() && group instanceof Group.ByTime by && by.time().isEmpty()) {
      return new Group.ByTime(by.unit(), own);
    }
    return group;
  }

  Optional<Attribute> ownTime() {
    Optional<FieldRef> time = Optional.empty();
    for (Measure measure : query.measures()) {
      if (measure instanceof Measure.OfMetric of) {
        time = model.metric(of.metric()).time();
      }
    }
    return query.measures().size() == 1 ? time.map(Attribute::of) : Optional.empty();
  }

  List<String> conditions(Branch branch, List<Condition> conditions) throws CannotPlan {
    List<String> written = new ArrayList<>();
    for (Condition condition : conditions) {
      Condition timed =
          condition instanceof Condition.During during
                  && during.time().isEmpty()
                  && ownTime().isPresent()
              ? new Condition.During(during.ranges(), ownTime(), during.negated())
              : condition instanceof Condition.OnPart on
                      && on.time().isEmpty()
                      && ownTime().isPresent()
                  ? new Condition.OnPart(on.part(), on.numbers(), ownTime(), on.negated())
                  : condition;
      written.add(branch.condition(timed));
    }
    return written;
  }

  List<Condition> allConditions() {
    return query.where();
  }

  /** A statement that is yet to know how its columns are written. */
  interface Statement {
    String write(Branch branch) throws CannotPlan;
  }

  /** The datasets whose rows are ranked, or chosen by what they come to, each by itself. */
  private Set<String> ranked() {
    Set<String> ranked = new TreeSet<>();
    boolean ranks =
        (query.limit().isPresent() || !query.having().isEmpty())
            && !query.measures().isEmpty()
            && query.measures().stream().noneMatch(m -> m instanceof Measure.Share);
    if (ranks) {
      query.groups().forEach(group -> ranked(group, ranked));
    }
    members.ifPresent(
        of -> of.among(query.groups()).forEach(i -> ranked(query.groups().get(i), ranked)));
    return ranked;
  }

  private static void ranked(Group group, Set<String> ranked) {
    if (group instanceof Group.ByField by) {
      ranked.add(by.attribute().field().dataset());
    }
  }

  /** Columns are written with their table only where several tables are joined. */
  String twice(String base, List<Condition> where, Statement statement) throws CannotPlan {
    Branch first = new Branch(model, base, true, "", ranked());
    String qualified = statement.write(first);
    boolean related =
        where.stream().anyMatch(c -> c instanceof Condition.Related)
            || query.measures().stream()
                .anyMatch(
                    m ->
                        m instanceof Measure.PartOf part
                            && part.condition() instanceof Condition.Related);
    return first.isJoined() || related
        ? qualified
        : statement.write(new Branch(model, base, false, ""));
  }
}

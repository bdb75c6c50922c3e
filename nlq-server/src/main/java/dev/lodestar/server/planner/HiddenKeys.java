package dev.lodestar.server.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of things that a statement knows by their names: two clients may bear one name. They
 * stand beside the groups in the statement within, and are not shown.
 */
final class HiddenKeys {
  private final List<String> groupNames;
  private final Map<Integer, List<String>> sql = new LinkedHashMap<>();

  private HiddenKeys(List<String> groupNames) {
    this.groupNames = groupNames;
  }

  static HiddenKeys none() {
    return new HiddenKeys(List.of());
  }

  /**
   * @param groups which of the groups are told apart
   */
  static HiddenKeys of(Work work, Branch branch, List<Integer> groups) throws CannotPlan {
    return of(work, branch, groups, branch::keyBeside);
  }

  /** The same keys in each of several branches, also where the rows themselves are the things. */
  static HiddenKeys inEach(Work work, Branch branch, List<Integer> groups) throws CannotPlan {
    return of(work, branch, groups, branch::keyOfNamed);
  }

  /** How the key of what a field names is written. */
  private interface Writer {
    List<String> key(Attribute attribute) throws CannotPlan;
  }

  private static HiddenKeys of(Work work, Branch branch, List<Integer> groups, Writer writer)
      throws CannotPlan {
    HiddenKeys keys = new HiddenKeys(work.groupNames);
    List<String> shown = work.keys(branch);
    for (int group : groups) {
      if (work.query.groups().get(group) instanceof Group.ByField by) {
        List<String> own = new ArrayList<>(writer.key(by.attribute()));
        own.removeAll(shown);
        keys.sql.put(group, own);
      }
    }
    return keys;
  }

  /** As they are computed. */
  List<String> sql() {
    return sql.values().stream().flatMap(List::stream).toList();
  }

  /** Those of one group, as they are computed. */
  List<String> sql(int group) {
    return sql.getOrDefault(group, List.of());
  }

  /** As they are computed, each with its name. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      columns.add(Layout.named(sql().get(i), names.get(i)));
    }
    return columns;
  }

  List<String> names() {
    return sql.keySet().stream().flatMap(group -> names(group).stream()).toList();
  }

  /** Those of one group. */
  List<String> names(int group) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sql.getOrDefault(group, List.of()).size(); i++) {
      names.add("key_of_" + groupNames.get(group) + (i == 0 ? "" : "_" + (i + 1)));
    }
    return names;
  }
}

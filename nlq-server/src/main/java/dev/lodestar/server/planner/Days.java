package dev.lodestar.server.planner;

/** How many days lie between two dates of a row. */
final class Days {
  private Days() {}

  static String between(Branch branch, Attribute from, Attribute to) throws CannotPlan {
    return "date_diff('day', " + branch.attribute(from) + ", " + branch.attribute(to) + ")";
  }
}

package dev.lodestar.sql;

/** What is wrong, and what to do about it. */
record Said(SqlProblem.Kind kind, String message, String advice) {
  Said(String message, String advice) {
    this(SqlProblem.Kind.OTHER, message, advice);
  }
}

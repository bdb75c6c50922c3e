package dev.lodestar.server.query;

import dev.lodestar.sql.SqlProblem;

/** The five letters by which the doors of databases tell what went wrong. */
public final class SqlState {
  private SqlState() {}

  /** Of a statement that was not understood. */
  public static String of(SqlProblem problem) {
    return switch (problem.kind()) {
      case SYNTAX -> "42601";
      case UNKNOWN_TABLE -> "42P01";
      case UNKNOWN_COLUMN -> "42703";
      case UNKNOWN_FUNCTION -> "42883";
      case AMBIGUOUS_COLUMN -> "42702";
      case OTHER -> "42000";
    };
  }

  /** Of one that was understood and failed. */
  public static String of(QueryFailed failure) {
    return switch (failure.reason()) {
      case TIMEOUT, CANCELLED -> "57014";
      case TOO_LARGE -> "53400";
      case BUSY -> "53300";
      case ERROR -> of(String.valueOf(failure.getMessage()));
    };
  }

  private static String of(String message) {
    if (message.contains("Out of Memory Error")) {
      return "53200";
    }
    if (message.contains("Out of Range Error") || message.contains("out of range")) {
      return "22003";
    }
    if (message.contains("Conversion Error") || message.contains("Cannot cast")) {
      return "22P02";
    }
    return message.contains("IO Error") ? "58030" : "22000";
  }
}

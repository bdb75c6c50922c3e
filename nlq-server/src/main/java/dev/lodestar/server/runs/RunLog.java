package dev.lodestar.server.runs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a run says, line by line. Of one that says very much its begin and its end are kept: what is
 * wrong is told at the end, and what led to it at the begin. Safe to share between threads.
 */
final class RunLog {
  private static final int LONGEST_LINE = 10_000;

  private final int most;
  private final List<String> begin = new ArrayList<>();
  private final Deque<String> end = new ArrayDeque<>();
  private long room;
  private long used;
  private long leftOut;

  /**
   * @param most characters to keep, about
   */
  RunLog(int most) {
    this.most = most;
    this.room = most / 2;
  }

  synchronized void add(String line) {
    String kept = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line;
    if (end.isEmpty() && kept.length() < room) {
      begin.add(kept);
      room -= kept.length() + 1;
      return;
    }
    end.addLast(kept);
    used += kept.length() + 1;
    while (used > most / 2 && end.size() > 1) {
      used -= end.removeFirst().length() + 1;
      leftOut++;
    }
  }

  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>(begin);
    if (leftOut > 0) {
      lines.add("… " + leftOut + " lines are left out here …");
    }
    lines.addAll(end);
    return lines;
  }
}

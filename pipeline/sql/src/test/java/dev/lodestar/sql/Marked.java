package dev.lodestar.sql;

/**
 * A text in which a place is marked, as in {@code select «quantty» from orders}.
 *
 * @param text without the marks
 * @param line of the first marked character, from 1
 * @param column of the first marked character, from 1
 * @param length how many characters are marked
 */
record Marked(String text, int line, int column, int length) {

  static Marked read(String marked) {
    int start = marked.indexOf('«');
    int end = marked.indexOf('»');
    if (start < 0 || end < start) {
      throw new IllegalStateException("No place is marked in " + marked);
    }
    String before = marked.substring(0, start);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String text = before + marked.substring(start + 1, end) + marked.substring(end + 1);
    return new Marked(text, line, start - before.lastIndexOf('\n'), end - start - 1);
  }
}

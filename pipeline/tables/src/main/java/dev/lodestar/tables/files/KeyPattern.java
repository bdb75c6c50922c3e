package dev.lodestar.tables.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file pattern over keys. It means what the same pattern means to Java's file systems, which
 * cannot be asked themselves: they refuse keys that no file of this machine could be called.
 */
final class KeyPattern {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<quoted>\\\\.)|(?<deep>\\*\\*)|(?<any>\\*)|(?<one>\\?)"
              + "|(?<open>\\{)|(?<close>})|(?<comma>,)|(?<set>\\[[^]]*])|(?<plain>.)",
          Pattern.DOTALL);

  private final String prefix;
  private final Pattern regex;

  KeyPattern(String glob) {
    this.prefix = prefix(glob);
    this.regex = Pattern.compile(regex(glob), Pattern.DOTALL);
  }

  /** The beginning that all keys have which match; the whole when nothing is left open. */
  String prefix() {
    return prefix;
  }

  boolean matches(String key) {
    return regex.matcher(key).matches();
  }

  private static String prefix(String glob) {
    int wild = 0;
    while (wild < glob.length() && "*?[{\\".indexOf(glob.charAt(wild)) < 0) {
      wild++;
    }
    return glob.substring(0, wild);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    boolean group = false;
    Matcher token = TOKEN.matcher(glob);
    while (token.find()) {
      String text = token.group();
      if (token.group("deep") != null) {
        regex.append(".*");
      } else if (token.group("any") != null) {
        regex.append("[^/]*");
      } else if (token.group("one") != null) {
        regex.append("[^/]");
      } else if (token.group("set") != null) {
        regex.append(set(text.substring(1, text.length() - 1)));
      } else if (token.group("open") != null) {
        regex.append("(?:");
        group = true;
      } else if (token.group("close") != null && group) {
        regex.append(")");
        group = false;
      } else if (token.group("comma") != null && group) {
        regex.append("|");
      } else {
        regex.append(Pattern.quote(token.group("quoted") != null ? text.substring(1) : text));
      }
    }
    return regex.toString();
  }

  /** One character of some, or one of all others; never a slash. */
  private static String set(String inside) {
    boolean negated = inside.startsWith("!");
    String characters =
        (negated ? inside.substring(1) : inside).replaceAll("[\\\\\\[&^]", "\\\\$0");
    return "(?!/)[" + (negated ? "^" : "") + characters + "]";
  }
}

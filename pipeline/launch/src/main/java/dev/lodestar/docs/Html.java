package dev.lodestar.docs;

import java.util.List;

/**
 * A piece of HTML. Texts become HTML only by {@link #text}, which escapes them, so that no name and
 * no value of a domain is ever taken for a tag.
 */
final class Html {
  static final Html NOTHING = new Html("");

  private final String code;

  private Html(String code) {
    this.code = code;
  }

  static Html text(String text) {
    return new Html(escaped(text));
  }

  /** A name that may go on in the next line after a dot. */
  static Html breakable(String name) {
    return new Html(escaped(name).replace(".", ".<wbr>"));
  }

  /** HTML that was made by us, as pictures are. */
  static Html ready(String code) {
    return new Html(code);
  }

  /** An element: {@code el("a.quiet", "href", "x.html")}; a dot gives it a class. */
  static Element el(String tag, String... attributes) {
    return new Element(tag, attributes);
  }

  static Html all(List<Html> parts) {
    StringBuilder code = new StringBuilder();
    parts.forEach(part -> code.append(part.code));
    return new Html(code.toString());
  }

  static Html all(Html... parts) {
    return all(List.of(parts));
  }

  boolean isEmpty() {
    return code.isEmpty();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return code;
  }

  /** An element that waits for its content. */
  static final class Element {
    private final String name;
    private final String start;

    private Element(String tag, String... attributes) {
      String[] parts = tag.split("\\.", -1);
      name = parts[0];
      StringBuilder code = new StringBuilder("<").append(name);
      if (parts.length > 1) {
        code.append(" class=\"")
            .append(escaped(String.join(" ", List.of(parts).subList(1, parts.length))))
            .append('"');
      }
      for (int i = 0; i < attributes.length; i += 2) {
        code.append(' ')
            .append(attributes[i])
            .append("=\"")
            .append(escaped(attributes[i + 1]))
            .append('"');
      }
      start = code.append('>').toString();
    }

    Html of(Html... content) {
      return of(List.of(content));
    }

    Html of(List<Html> content) {
      return new Html(start + all(content).code + "</" + name + ">");
    }

    Html of(String text) {
      return of(text(text));
    }

    /** For elements that have no content, such as {@code meta}. */
    Html alone() {
      return new Html(start);
    }
  }
}

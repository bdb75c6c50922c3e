package dev.lodestar.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML into {@link Yaml}, which knows where each part stands. */
public final class YamlReader {
  private static final int DEEPEST = 50;
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";

  private final TextFile file;
  private final Problems problems;

  /** Whether each of the text's characters is one code point, as the parser counts. */
  private final boolean plain;

  /** What was read already; an alias leads to the same node again. */
  private final Map<Node, Yaml> read = new IdentityHashMap<>();

  private YamlReader(TextFile file, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.plain = file.text().chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  /** The keys of a file, none when the file is empty; no answer when it is not YAML or not keys. */
  public static Optional<Yaml.Keys> keysOf(TextFile file, Problems problems) {
    Position start = Position.startOf(file.path());
    Optional<Yaml> root = new YamlReader(file, problems).root();
    if (root.isPresent() && root.get() instanceof Yaml.Nothing) {
      return Optional.of(new Yaml.Keys(List.of(), start));
    }
    if (root.isPresent() && root.get() instanceof Yaml.Keys keys) {
      return Optional.of(new Yaml.Keys(keys.entries(), start));
    }
    root.filter(Yaml::readable)
        .ifPresent(
            other ->
                problems.add(
                    other.at(),
                    "expected keys with values, found " + other.kind(),
                    "write lines like \"key: value\""));
    return Optional.empty();
  }

  /** The entries of a file that is a list, none when the file is empty or no list. */
  public static List<Yaml> itemsOf(TextFile file, Problems problems) {
    Optional<Yaml> root = new YamlReader(file, problems).root();
    if (root.isPresent() && root.get() instanceof Yaml.Items list) {
      return list.items();
    }
    root.filter(Yaml::readable)
        .ifPresent(
            other ->
                problems.add(
                    other.at(),
                    "expected a list, found " + other.kind(),
                    "begin each entry with \"- \""));
    return List.of();
  }

  private Optional<Yaml> root() {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(file.path().toString())
              .setSchema(new CoreSchema())
              .build();
      Optional<Node> root = new Compose(settings).composeString(file.text());
      return Optional.of(
          root.map(node -> yaml(node, 0))
              .orElseGet(() -> new Yaml.Nothing(Position.startOf(file.path()))));
    } catch (YamlEngineException e) {
      report(e);
    } catch (StackOverflowError e) {
      problems.add(
          Position.startOf(file.path()),
          "nested too deeply",
          "nest at most " + DEEPEST + " levels");
    }
    return Optional.empty();
  }

  private Yaml yaml(Node node, int depth) {
    Yaml known = read.get(node);
    if (known != null) {
      return known;
    }
    // Until it is read, a node that contains itself finds this.
    Yaml result = new Yaml.Unreadable(at(node));
    read.put(node, result);
    if (depth == DEEPEST) {
      problems.add(at(node), "nested too deeply", "nest at most " + DEEPEST + " levels");
    } else if (node.isRecursive()) {
      problems.add(at(node), "contains itself", "take out the alias that leads back here");
    } else if (!plain(node.getTag())) {
      problems.add(at(node), "unknown tag \"" + node.getTag() + "\"", "take it out");
    } else if (node instanceof ScalarNode scalar) {
      result = node.getTag().equals(Tag.NULL) ? new Yaml.Nothing(at(node)) : scalar(scalar);
    } else if (node instanceof SequenceNode sequence) {
      result =
          new Yaml.Items(
              sequence.getValue().stream().map(item -> yaml(item, depth + 1)).toList(), at(node));
    } else if (node instanceof MappingNode mapping) {
      result = keys(mapping, depth);
    }
    read.put(node, result);
    return result;
  }

  /**
   * The parser gives a value that is nothing but a variable, as in {@code ${name}}, its own tag.
   */
  private static boolean plain(Tag tag) {
    return tag.getValue().startsWith(STANDARD_TAG) || tag.equals(Tag.ENV_TAG);
  }

  private Yaml keys(MappingNode mapping, int depth) {
    List<Yaml.Entry> entries = new ArrayList<>();
    Map<String, Yaml.Scalar> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(
            at(tuple.getKeyNode()), "a key must be one word", "write lines like \"key: value\"");
        continue;
      }
      Yaml.Scalar key = scalar(keyNode);
      Yaml.Scalar first = seen.putIfAbsent(key.text(), key);
      if (first != null) {
        problems.add(
            key.at(),
            "duplicate key \"" + key.text() + "\"",
            "it is given in line " + first.at().line() + " already; keep one of them");
        continue;
      }
      entries.add(new Yaml.Entry(key, yaml(tuple.getValueNode(), depth + 1)));
    }
    return new Yaml.Keys(entries, at(mapping));
  }

  private Yaml.Scalar scalar(ScalarNode node) {
    int start = offset(node.getStartMark());
    int end = offset(node.getEndMark());
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      while (start < end && file.text().charAt(start) != '\n') {
        start++;
      }
      while (start < end && Character.isWhitespace(file.text().charAt(start))) {
        start++;
      }
      return new Yaml.Scalar(node.getValue().strip(), true, file, start, end);
    }
    boolean isText = node.getTag().equals(Tag.STR);
    boolean quoted = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED;
    return quoted && !node.getValue().isEmpty()
        ? new Yaml.Scalar(node.getValue(), isText, file, start + 1, end - 1)
        : new Yaml.Scalar(node.getValue(), isText, file, start, end);
  }

  private Position at(Node node) {
    return file.position(offset(node.getStartMark()), offset(node.getEndMark()));
  }

  /** The parser counts code points. */
  private int offset(Optional<Mark> mark) {
    return mark.map(found -> offset(found.getIndex())).orElse(0);
  }

  private int offset(int codePoints) {
    String text = file.text();
    if (plain) {
      return Math.min(codePoints, text.length());
    }
    return text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
  }

  private void report(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      // What is left open is best shown where it begins, not where the text ran out.
      boolean leftOpen =
          marked.getContext() != null
              && (marked.getContext().contains("quoted scalar")
                  || marked.getContext().contains("simple key"));
      Optional<Mark> mark =
          leftOpen ? marked.getContextMark().or(marked::getProblemMark) : marked.getProblemMark();
      int start = offset(mark);
      problems.add(file.position(start, start + 1), "not YAML: " + message(marked), advice(marked));
    } else if (e instanceof ReaderException reader) {
      int start = offset(reader.getPosition());
      problems.add(
          file.position(start, start + 1),
          String.format(
              Locale.ROOT, "not YAML: character U+%04X is not allowed", reader.getCodePoint()),
          "take it out");
    } else {
      problems.add(Position.startOf(file.path()), "not YAML: " + e.getMessage(), "");
    }
  }

  /** The parser's words without its own advice and character codes. */
  private static String message(MarkedYamlEngineException e) {
    return String.valueOf(e.getProblem())
        .replaceFirst("\\. \\(Do not use .*", "")
        .replaceFirst("\\(\\d+\\)$", "")
        .replaceFirst("^but ", "");
  }

  private static String advice(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    String context = String.valueOf(e.getContext());
    if (problem.contains("TAB")) {
      return "indent with spaces";
    }
    if (context.contains("quoted scalar")) {
      return "close the quote";
    }
    if (context.contains("flow")) {
      return "close the bracket, put commas between the parts, and put values with brackets in"
          + " quotes";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "put a value that contains \": \" in quotes, and indent keys of one level alike";
    }
    if (problem.contains("alias") || context.contains("alias")) {
      return "put a value that begins with * in quotes";
    }
    if (problem.contains("cannot start any token")) {
      return "put a value that begins with this character in quotes";
    }
    if (context.contains("simple key")) {
      return "write \"key: value\"";
    }
    if (problem.contains("another document")) {
      return "keep one document and take the line --- out";
    }
    return "indent keys of one level alike, and put values with special characters in quotes";
  }
}

package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.DoneBy;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.NamedFilter;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.server.semantic.Relationship;
import dev.lodestar.server.semantic.SqlText;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model written as lines of text, for tests. Names are {@code english+synonym|french+synonym}.
 *
 * <pre>
 * dataset sales: key=sale_id time=order_date names=sale+order|vente+commande
 * field amount: decimal(12,2) sum names=amount|montant
 * field city: varchar names=city|ville values=Paris,Lyon
 * dataset members: key=version counted=member_id names=member|membre
 * link sales.customer_id -> customers.customer_id as=shipped to|livré à
 * metric revenue: SUM(sales.amount) names=revenue+turnover|chiffre d'affaires+CA
 * filter large: sales.amount > 100 names=large sales|grosses ventes
 * </pre>
 */
public final class Star {
  private final Model model;
  private final Map<FieldRef, List<String>> values = new LinkedHashMap<>();

  private Star(String text) {
    List<Dataset> datasets = new ArrayList<>();
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<Relationship> links = new ArrayList<>();
    List<Metric> metrics = new ArrayList<>();
    List<NamedFilter> filters = new ArrayList<>();
    Optional<String> usual = Optional.empty();
    int fiscal = 1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("dataset ")) {
        List<String> fields = new ArrayList<>();
        while (i + 1 < lines.size() && lines.get(i + 1).startsWith("field ")) {
          fields.add(lines.get(++i));
        }
        datasets.add(dataset(line, fields));
      }
    }
    List<String> known = datasets.stream().map(Dataset::name).toList();
    for (String line : lines) {
      if (line.startsWith("link ")) {
        links.add(link(line));
      } else if (line.startsWith("metric ")) {
        String name = word(line);
        String sql = after(line).split(" names=| semi| lower| unit=", 2)[0].strip();
        metrics.add(
            new Metric(
                name,
                Formula.read(sql, known::contains),
                names(line, name),
                line.contains(" semi"),
                line.contains(" lower"),
                Optional.empty(),
                line.contains(" unit=") ? line.replaceFirst(".* unit=(\\S+).*", "$1") : ""));
      } else if (line.startsWith("filter ")) {
        String name = word(line);
        String sql = after(line).split(" names=", 2)[0].strip();
        filters.add(new NamedFilter(name, names(line, name), SqlText.read(sql, known::contains)));
      } else if (line.startsWith("usual ")) {
        usual = Optional.of(line.substring(6).strip());
      } else if (line.startsWith("fiscal ")) {
        fiscal = Integer.parseInt(line.substring(7).strip());
      }
    }
    model = new Model("test", datasets, links, metrics, filters, usual, fiscal, DayOfWeek.MONDAY);
  }

  public static Star of(String text) {
    return new Star(text);
  }

  public Model model() {
    return model;
  }

  public QuestionParser parser(String today) {
    return new QuestionParser(model, new Lexicon(model, values), LocalDate.parse(today));
  }

  private static String word(String line) {
    return line.split("[ :]+", 3)[1];
  }

  private static String after(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private static Optional<String> option(String line, String key) {
    int at = line.indexOf(" " + key + "=");
    if (at < 0) {
      return Optional.empty();
    }
    String rest = line.substring(at + key.length() + 2);
    java.util.regex.Matcher next =
        java.util.regex.Pattern.compile(
                " (names|values|key|time|shown|counted|as|grain|sorted|expr)=")
            .matcher(rest);
    return Optional.of((next.find() ? rest.substring(0, next.start()) : rest).strip());
  }

  private static Names names(String line, String fallback) {
    String both = option(line, "names").orElse(fallback.replace('_', ' '));
    String[] parts = both.split("\\|", -1);
    List<String> english = List.of(parts[0].split("\\+", -1));
    List<String> french = List.of((parts.length > 1 ? parts[1] : parts[0]).split("\\+", -1));
    return new Names(
        Map.of(Language.EN, english.get(0), Language.FR, french.get(0)),
        Map.of(
            Language.EN, english.subList(1, english.size()),
            Language.FR, french.subList(1, french.size())));
  }

  private Dataset dataset(String line, List<String> fieldLines) {
    String name = word(line);
    List<Field> fields = new ArrayList<>();
    for (String field : fieldLines) {
      fields.add(field(name, field));
    }
    return new Dataset(
        name,
        TableName.parse("gold." + name),
        names(line, name),
        option(line, "key").map(k -> List.of(k.split(",", -1))).orElse(List.of()),
        fields.stream().map(f -> f.ref().field()).toList(),
        fields,
        option(line, "time"),
        option(line, "shown"),
        option(line, "counted"));
  }

  private Field field(String dataset, String line) {
    String name = word(line);
    String type = after(line).split(" ", 2)[0];
    FieldRef ref = new FieldRef(dataset, name);
    List<String> of =
        option(line, "values").map(v -> Arrays.asList(v.split(",", -1))).orElse(List.of());
    if (!of.isEmpty()) {
      values.put(ref, of);
    }
    Optional<Aggregation> aggregation = Optional.empty();
    if (line.contains(" sum")) {
      aggregation = Optional.of(Aggregation.SUM);
    } else if (line.contains(" average")) {
      aggregation = Optional.of(Aggregation.AVERAGE);
    }
    ColumnType columnType = ColumnType.parse(type).orElseThrow();
    boolean date =
        columnType.kind() == ColumnType.Kind.DATE || columnType.kind() == ColumnType.Kind.TIMESTAMP;
    return new Field(
        ref,
        name,
        columnType,
        names(line, name),
        line.contains(" hidden"),
        date || line.contains(" grain="),
        option(line, "grain")
            .map(g -> dev.lodestar.server.time.Unit.valueOf(g.toUpperCase(java.util.Locale.ROOT))),
        aggregation,
        line.contains(" lower"),
        option(line, "sorted"),
        !of.isEmpty(),
        Map.of(),
        line.contains(" unit=") ? line.replaceFirst(".* unit=(\\S+).*", "$1") : "",
        !line.contains(" nosum"));
  }

  private static Names doneBy(String role) {
    return new Names(role.isEmpty() ? Map.of() : Map.of(Language.EN, role), Map.of());
  }

  private static Relationship link(String line) {
    String[] ends = line.substring(5).split(" as=", 2)[0].split("->", 2);
    FieldRef from = FieldRef.parse(ends[0].strip());
    FieldRef to = FieldRef.parse(ends[1].strip());
    Names role =
        option(line, "as")
            .map(as -> names(" names=" + as, ""))
            .orElseGet(() -> doneBy(DoneBy.role(List.of(from.field()))));
    return new Relationship(
        from.dataset() + "_" + from.field(),
        from.dataset(),
        to.dataset(),
        List.of(from.field()),
        List.of(to.field()),
        role,
        false);
  }
}

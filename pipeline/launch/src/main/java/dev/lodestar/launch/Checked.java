package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of checking a domain: it and its compiled SQL, or everything that is wrong with it. */
sealed interface Checked {

  /** Nothing stands in the way of a run. */
  record Good(Domain domain, DomainSql sql) implements Checked {
    @Override
    public <T> T match(BiFunction<Domain, DomainSql, T> good, Function<List<Problem>, T> bad) {
      return good.apply(domain, sql);
    }
  }

  /** All problems; nothing runs before they are mended. */
  record Bad(List<Problem> problems) implements Checked {
    @Override
    public <T> T match(BiFunction<Domain, DomainSql, T> good, Function<List<Problem>, T> bad) {
      return bad.apply(problems);
    }
  }

  <T> T match(BiFunction<Domain, DomainSql, T> good, Function<List<Problem>, T> bad);

  static Checked domain(DomainArguments arguments) {
    DomainReader.Outcome outcome =
        DomainReader.read(arguments.folder.toAbsolutePath().normalize(), arguments.variables);
    return outcome instanceof DomainReader.Outcome.Bad bad
        ? new Bad(withThoseOfSql(bad))
        : outcome.match(Checked::withSql, Bad::new);
  }

  private static Checked withSql(Domain domain) {
    DomainSql sql = DomainSql.of(domain);
    return sql.problems().isEmpty() ? new Good(domain, sql) : new Bad(sql.problems());
  }

  /** SQL is looked through as well where it can be; what stands at one place is reported once. */
  private static List<Problem> withThoseOfSql(DomainReader.Outcome.Bad bad) {
    if (bad.draft().isEmpty()) {
      return bad.problems();
    }
    Domain draft = bad.draft().get();
    Set<Position> places = bad.problems().stream().map(Problem::at).collect(Collectors.toSet());
    return Stream.concat(
            bad.problems().stream(),
            DomainSql.of(draft).problems().stream().filter(p -> !places.contains(p.at())))
        .sorted(Problem.readingOrder(draft.folder()))
        .toList();
  }
}

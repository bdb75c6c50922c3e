package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Problem;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

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
    return DomainReader.read(arguments.folder.toAbsolutePath().normalize(), arguments.variables)
        .match(Checked::withSql, Bad::new);
  }

  private static Checked withSql(Domain domain) {
    DomainSql sql = DomainSql.of(domain);
    return sql.problems().isEmpty() ? new Good(domain, sql) : new Bad(sql.problems());
  }
}

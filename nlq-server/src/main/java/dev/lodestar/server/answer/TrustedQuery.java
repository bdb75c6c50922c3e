package dev.lodestar.server.answer;

import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.semantic.QuerySql;
import dev.lodestar.semantic.Star;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.spec.semantic.Wordings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A verified query of the domain as a statement, which its owner wrote or named measures for. */
record TrustedQuery(Wordings ask, String sql) {

  static List<TrustedQuery> of(SemanticModel model, Catalog catalog) {
    Star star =
        new Star(
            model, catalog.tables().stream().map(CatalogTable::shape).toList(), catalog.compiler());
    List<TrustedQuery> trusted = new ArrayList<>();
    for (VerifiedQuery query : model.verified()) {
      Optional<String> sql =
          query
              .answer()
              .match(
                  written -> Optional.of(written.text()),
                  measures -> {
                    try {
                      return Optional.of(new QuerySql(star).sql(measures));
                    } catch (ModelProblem e) {
                      // "lodestar check" says what is wrong with it; here it helps nobody.
                      return Optional.empty();
                    }
                  });
      sql.ifPresent(text -> trusted.add(new TrustedQuery(query.ask(), text)));
    }
    return trusted;
  }
}

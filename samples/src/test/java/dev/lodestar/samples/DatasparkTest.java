package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purchases and their indicators: gold is what the oracle says, whatever moment is believed. */
class DatasparkTest {
  private static final Path DATASPARK = Path.of("dataspark");
  private static final String END_OF_YEAR = "2025-12-31 00:00:00";
  private static final String AFTER_ALL = "2026-01-20 00:00:00";
  private static final String PERIOD = "ca_total, ca_moyen, nb_transactions, nb_achats";

  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry(
              "dim_client",
              "dim_client_id, client_id, client_nom, client_email, date_inscription, pays"),
          Map.entry("dim_produit", "dim_produit_id, produit_nom"),
          Map.entry("dim_pays", "dim_pays_id, pays_nom"),
          Map.entry(
              "dim_temps",
              "dim_temps_id, date, annee, mois, jour, semaine, trimestre, jour_semaine, nom_jour,"
                  + " nom_mois"),
          Map.entry(
              "fact_achats",
              "fact_achat_id, dim_client_id, dim_produit_id, dim_temps_id, montant, date_achat"),
          Map.entry("kpi_volumes_jour", "date, nb_achats, ca_total"),
          Map.entry("kpi_volumes_semaine", "annee, semaine, nb_achats, ca_total"),
          Map.entry("kpi_volumes_mois", "annee, mois, nb_achats, ca_total"),
          Map.entry("kpi_ca_par_pays", "pays, ca_total, ca_moyen, nb_achats"),
          Map.entry("kpi_taux_croissance", "annee, mois, ca, taux_croissance"),
          Map.entry(
              "kpi_distributions_statistiques",
              "metrique, moyenne, mediane, ecart_type, min, max, q25, q75"),
          Map.entry("agregation_jour", "date, annee, mois, jour, " + PERIOD),
          Map.entry("agregation_semaine", "annee, semaine, " + PERIOD),
          Map.entry("agregation_mois", "annee, mois, trimestre, " + PERIOD));

  private static final String STEPS =
      "SELECT table_name, rows_in, rows_in - rows_out, 0, rows_out FROM steps";

  /** How much of the rows is odd in some way, in percent. */
  private static final String ODDITIES =
      """
      SELECT kind, round(100 * share, 3) FROM (
        SELECT 'future of ' || table_name AS kind, 1 - rows_out / rows_in AS share FROM steps
        UNION ALL SELECT 'bought before registration', avg(CAST(date_achat < date_inscription AS integer))
        FROM raw_achats JOIN raw_clients USING (id_client)
        UNION ALL SELECT 'shared ' || what, 1 - count(DISTINCT value) / count(*)
        FROM (UNPIVOT (SELECT nom, email FROM raw_clients) ON nom, email INTO NAME what VALUE value) GROUP BY what
        UNION ALL SELECT 'without client', avg(CAST(dim_client_id IS NULL AS integer)) FROM fact_achats
        UNION ALL SELECT 'written without cents', avg(CAST(length(split_part(montant, '.', 2)) < 2 AS integer)) FROM raw_achats
        UNION ALL SELECT 'purchases of a client', count(*) / count(DISTINCT id_client) / 100 FROM raw_achats
        UNION ALL SELECT produit, count(*) / sum(count(*)) OVER () FROM raw_achats GROUP BY produit
        UNION ALL SELECT 'countries', count(DISTINCT pays) / 100 FROM raw_clients
      ) ORDER BY kind
      """;

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path generated;

  @BeforeAll
  static void generate() {
    generated = shared.resolve("data");
    new Sample(DATASPARK, shared, Map.of("data", generated.toString())).generate();
  }

  private Sample sample(Path data, String asOf) {
    return new Sample(
        DATASPARK,
        temporary.resolve("warehouse"),
        Map.of("data", data.toAbsolutePath().toString(), "as-of", asOf));
  }

  private static Oracle oracle(Path data, String asOf) throws IOException, SQLException {
    return Oracle.told("dataspark-oracle.sql", Map.of("data", data.toString(), "as-of", asOf));
  }

  @Test
  void goldOfGeneratedFilesIsWhatTheOracleSays() throws Exception {
    Sample sample = sample(generated, END_OF_YEAR);
    sample.run("first");
    try (Oracle oracle = oracle(generated, END_OF_YEAR)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
      Answers.assertAllGiven(sample, oracle);
      assertThat(sample.steps("first")).containsAll(oracle.rows(STEPS));
      assertThat(sample.brokenRules("first"))
          .containsExactlyInAnyOrderElementsOf(oracle.rows("FROM broken_rules"));
    }
  }

  /** What was set aside comes back once the moment that is believed has moved on. */
  @Test
  void laterRowsComeBackWhenALaterMomentIsBelieved() throws Exception {
    sample(generated, END_OF_YEAR).run("end-of-year");
    Sample later = sample(generated, AFTER_ALL);
    later.run("after-all");
    try (Oracle oracle = oracle(generated, AFTER_ALL)) {
      SameGold.assertSame(later, oracle, COLUMNS);
      assertThat(later.steps("after-all")).containsAll(oracle.rows(STEPS));
      assertThat(later.brokenRules("after-all")).isEmpty();
    }
  }

  @Test
  void theSameFilesAreGeneratedEveryTime() throws IOException {
    Path again = temporary.resolve("again");
    sample(again, END_OF_YEAR).generate();
    assertThat(Folders.contents(again)).hasSize(2).isEqualTo(Folders.contents(generated));
  }

  @Test
  void generatedFilesAreAsOddAsTheRealOnes() throws Exception {
    try (Oracle made = oracle(generated, END_OF_YEAR);
        Oracle real = oracle(RealFiles.of("dataspark"), END_OF_YEAR)) {
      Rates.assertClose(made.rows(ODDITIES), real.rows(ODDITIES));
    }
  }

  @Test
  void theRealFilesGiveThePublishedFigures() throws Exception {
    Path data = RealFiles.of("dataspark");
    Sample sample = sample(data, END_OF_YEAR);
    sample.run("end-of-year");
    try (Oracle oracle = oracle(data, END_OF_YEAR)) {
      SameGold.assertSame(sample, oracle, COLUMNS);
      assertThat(sample.steps("end-of-year"))
          .contains(
              "silver.clients | 1500 | 21 | 0 | 1479", "silver.achats | 23663 | 1241 | 0 | 22422");
      assertThat(
              Answers.measures(
                  sample,
                  oracle,
                  "ca_total",
                  "nb_achats",
                  "round(panier_moyen, 6)",
                  "round(montant_median, 3)",
                  "round(ecart_type, 3)",
                  "montant_min",
                  "montant_max"))
          .isEqualTo("5682118.45 | 22422 | 253.41711 | 251.705 | 141.48 | 10.02 | 499.99");
      assertThat(Answers.measures(sample, oracle, "nb_clients")).isEqualTo("1479");
      // Gold has just been found equal to the oracle, so these are figures of both.
      assertFigures("dataspark-figures.sql", oracle);
    }
    Sample later = sample(data, AFTER_ALL);
    later.run("after-all");
    try (Oracle oracle = oracle(data, AFTER_ALL)) {
      SameGold.assertSame(later, oracle, COLUMNS);
      assertFigures("dataspark-figures-2026-01-20.sql", oracle);
    }
  }

  private static void assertFigures(String script, Oracle oracle) throws Exception {
    for (Figure figure : Figure.in(script)) {
      assertThat(oracle.rows(figure.question())).as(figure.question()).isEqualTo(figure.answer());
    }
  }
}

package dev.lodestar.server.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.grammar.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DictionaryTest {
  private final Dictionary dictionary = Dictionary.ofBusiness();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          order date | date de commande
          total order amount | montant total de commande
          average unit price | prix unitaire moyen
          number of customers | nombre de clients
          order count | nombre de commandes
          customer city | ville de client
          revenue per customer | chiffre d'affaires par client
          late orders | commandes en retard
          new customers | nouveaux clients
          rooms available | chambres disponibles
          rooms sold | chambres vendues
          planned on | date prévue
          arrival on | date d'arrivée
          line of business | branche
          product category name | nom de catégorie de produit
          """)
  void tellsNamesInFrench(String english, String french) {
    assertThat(dictionary.to(Language.FR, english)).first().isEqualTo(french);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date de commande | order date
          date commande | order date
          montant total | total amount
          quantite | quantity
          nombre de clients | number of customers
          ville du client | customer city
          prix unitaire moyen | average unit price
          statut de la commande | order status
          chiffre d'affaires par client | revenue per customer
          nouveaux clients | new customers
          annulées | cancelled
          """)
  void tellsNamesInEnglish(String french, String english) {
    assertThat(dictionary.to(Language.EN, french)).first().isEqualTo(english);
  }

  @Test
  void tellsNothingOfANameOfWhichItDoesNotKnowEveryWord() {
    assertThat(dictionary.to(Language.FR, "order frobnication")).isEmpty();
    assertThat(dictionary.to(Language.FR, "frobnicated order")).isEmpty();
    assertThat(dictionary.to(Language.EN, "montant ttc")).isEmpty();
    assertThat(dictionary.to(Language.EN, "")).isEmpty();
    assertThat(dictionary.to(Language.FR, "of")).isEmpty();
  }

  /** What a word is called in French is called by that word in English, among others. */
  @Test
  void everyWordComesBack() throws IOException {
    List<String> lost = new ArrayList<>();
    try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.words")) {
      assertThat(in).isNotNull();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("=") && !line.startsWith("#"))
          .flatMap(line -> List.of(line.substring(0, line.indexOf('=')).split(",", -1)).stream())
          .map(String::strip)
          .filter(
              word ->
                  dictionary.to(Language.FR, word).stream()
                      .noneMatch(french -> comesBack(word, french)))
          .forEach(lost::add);
    }
    assertThat(lost).isEmpty();
  }

  private boolean comesBack(String word, String french) {
    return dictionary.to(Language.EN, french).contains(word);
  }
}

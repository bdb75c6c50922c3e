package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is asked, there is an interpretation, and always the same. */
class AnyTextTest {
  private static final List<String> WORDS =
      Arrays.asList(
          ("revenue quantity orders customers products by per top 5 10 in 2024 2025 last month months"
                  + " the of for and or not without never between more than less which how many France"
                  + " Germany Paris Chair Furniture category country average total share growth vs"
                  + " compare sorted descending year quarter since before par les clients ventes mois"
                  + " de la le meilleurs plus moins sans jamais ' \" « » , . ? - / % 3.5 1,000 \u00e9t\u00e9"
                  + " \u4e16\u754c \u0645\u0631\u062d\u0628\u0627 <b> ; DROP TABLE -- 0x00 NULL")
              .split(" ", -1));

  @Test
  void neverFailsOnShuffledWords() {
    QuestionParser parser = Stars.RETAIL.parser("2025-12-31");
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      List<String> words = new ArrayList<>();
      for (int n = random.nextInt(14); n >= 0; n--) {
        words.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      assertThat(parser.read(String.join(" ", words), Optional.empty())).isNotNull();
    }
  }

  @Test
  void refusesWhatIsTooLongWithoutReadingIt() {
    QuestionParser parser = Stars.RETAIL.parser("2025-12-31");
    for (String text :
        List.of(
            "revenue ".repeat(12_500),
            "x".repeat(100_000),
            "(".repeat(100_000),
            "1 ".repeat(50_000),
            "\"".repeat(100_000),
            "\u0301".repeat(100_000),
            "\u4e16\u754c ".repeat(34_000),
            "\ud83d\ude00".repeat(50_000),
            "l'".repeat(50_000),
            "in may ".repeat(15_000),
            "' OR 1=1; DROP TABLE customers; -- ".repeat(3_000))) {
      assertThat(parser.read(text, Optional.empty())).isInstanceOf(Interpretation.Refused.class);
    }
  }

  /** The longest that is read at all, of what has most readings. */
  @Test
  void readsTheLongestQuestionsToTheirEnd() {
    QuestionParser parser = Stars.RETAIL.parser("2025-12-31");
    for (String words :
        List.of(
            "revenue by month and ",
            "Paris or ",
            "in may ",
            "not without never ",
            "top 5 customers by ",
            "the first last ",
            "more than 5 ",
            "Chair and Oak Table, ",
            "de la des du ",
            "brand Category ")) {
      int times = 110 / words.split(" ", -1).length;
      assertThat(parser.read(words.repeat(times), Optional.empty())).isNotNull();
    }
  }

  @Test
  void refusesOtherScriptsMarkupAndStatements() {
    QuestionParser parser = Stars.RETAIL.parser("2025-12-31");
    for (String text :
        List.of(
            "按月显示收入",
            "الإيرادات حسب الشهر",
            "выручка по месяцам",
            "<script>alert(1)</script>",
            "revenue'; DROP TABLE sales; --",
            "SELECT * FROM sales",
            "revenue by month\u0000UNION SELECT",
            "{{revenue}} by ${month}",
            "revenue \ud800 by month \udfff")) {
      assertThat(parser.read(text, Optional.empty()))
          .as(text)
          .isInstanceOf(Interpretation.Refused.class);
    }
  }

  @Test
  void givesTheSameSqlForTheSameQuestionAThousandTimesInAnyOrder() {
    List<String> questions =
        new ArrayList<>(
            List.of(
                "top 5 customers by quantity",
                "revenue by country and category in Q4 2024",
                "share of revenue by category",
                "chiffre d'affaires par mois en 2025",
                "customers who bought Furniture but not Lighting",
                "revenue and returned units by product",
                "best product",
                "revenue by unicorn",
                "revenue growth by month in 2025",
                "customers who ordered in 2024 but not in 2025",
                "les 5 meilleurs clients par quantit\u00e9",
                "what percentage of customers never ordered"));
    QuestionParser first = Stars.RETAIL.parser("2025-12-31");
    List<String> expected = questions.stream().map(q -> sql(first, q)).toList();
    QuestionParser second = Stars.RETAIL.parser("2025-12-31");
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      order.add(i % questions.size());
    }
    Collections.shuffle(order, new Random(3));
    for (int i : order) {
      assertThat(sql(second, questions.get(i))).isEqualTo(expected.get(i));
    }
  }

  private static String sql(QuestionParser parser, String question) {
    return parser
        .read(question, Optional.empty())
        .match(u -> u.reading().planned().sql(), m -> "asked back", t -> "told", r -> "refused");
  }
}

package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest(name = "{0} among {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # word         | candidates                               | nearest
          duoble         | boolean date double long string          | double
          quantitty      | quantity unit price                      | quantity
          QUANTITY       | quantity unit price                      | quantity
          quantity       | Quantity unit price                      | Quantity
          form           | format files reads                       | format
          descr          | description files reads                  | description
          custmer_code   | customer_code customer_name              | customer_code
          customer       | customer_code product_code               | customer_code
          order_id_old   | order_id product_id                      | order_id
          ab             | abc abd                                  | abc
          es             | en fr                                    | -
          cat            | bat car                                  | car
          id             | quantity                                 | -
          zzz            | quantity unit price                      | -
          x              | y                                        | -
          y              | Y                                        | Y
          """)
  void finds(String word, String candidates, String nearest) {
    assertThat(Nearest.to(word, List.of(candidates.split(" "))))
        .isEqualTo(Optional.ofNullable(nearest));
  }

  @Test
  void doesNotDependOnTheOrderOfCandidates() {
    List<String> names = new ArrayList<>(List.of("cat", "bat", "rat", "mat", "oat"));
    for (int turn = 0; turn < names.size(); turn++) {
      Collections.rotate(names, 1);
      assertThat(Nearest.to("at", names)).contains("bat");
    }
  }

  @Test
  void nothingIsNearAmongNothing() {
    assertThat(Nearest.to("orders", List.of())).isEmpty();
  }
}

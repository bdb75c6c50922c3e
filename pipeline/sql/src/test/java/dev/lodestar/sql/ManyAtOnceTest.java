package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManyAtOnceTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;

  private static final List<String> STATEMENTS =
      List.of(
          "select customer_code, sum(quantity) as q from orders group by 1 having count(*) > 1",
          "select order_id from orders qualify row_number() over (partition by customer_code"
              + " order by placed_at desc) = 1",
          "select total from gold.best where customer_code in (select customer_code from"
              + " customers)",
          "select order_id, (select max(name) from customers c where c.customer_code ="
              + " o.customer_code) as n from orders o",
          "select parse_date(product_code, 'dd/MM/yyyy') as d, try_cast(product_code as integer) as"
              + " i from orders order by 1 limit 3");

  @Test
  void oneCompilerServesManyThreads() throws InterruptedException, ExecutionException {
    List<String> expected = STATEMENTS.stream().map(sql -> Shop.compile(sql).duckDb()).toList();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        runs.add(pool.submit(() -> wrongAnswers(first, expected)));
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get()).as("statements that became other SQL").isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static int wrongAnswers(int first, List<String> expected) {
    int wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int index = (first + round) % STATEMENTS.size();
      if (!Shop.compile(STATEMENTS.get(index)).duckDb().equals(expected.get(index))) {
        wrong++;
      }
    }
    return wrong;
  }
}

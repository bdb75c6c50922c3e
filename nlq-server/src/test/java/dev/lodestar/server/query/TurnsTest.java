package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stopTheClock() {
    clock.shutdownNow();
  }

  private Stop stop() {
    return new Stop(QueryLimits.NONE, clock);
  }

  @Test
  void comeInTheOrderInWhichTheyWereAskedFor() throws Exception {
    Turns turns = new Turns(1);
    turns.take(stop(), Turns.PATIENT);
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  turns.take(stop(), Turns.PATIENT);
                  order.add(number);
                  turns.giveBack();
                } catch (QueryFailed e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      threads.add(thread);
      // The next one asks when this one waits.
      while (turns.waiting() <= i) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    turns.giveBack();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(20).isSorted();
  }

  @Test
  void whoIsStoppedOrHasNoPatienceKeepsNobodyWaiting() throws Exception {
    Turns turns = new Turns(1);
    turns.take(stop(), Turns.PATIENT);
    Stop stopped = stop();
    stopped.now(QueryFailed.Reason.CANCELLED);
    assertThatThrownBy(() -> turns.take(stopped, Turns.PATIENT))
        .isInstanceOf(QueryFailed.class)
        .hasMessageContaining("cancelled");
    assertThatThrownBy(() -> turns.take(stop(), Duration.ZERO))
        .hasMessage(
            "The query has waited 0 s for others to end, of which 1 may run at a time; try again"
                + " later");
    assertThat(turns.waiting()).isZero();
    turns.giveBack();
    turns.take(stop(), Duration.ZERO);
  }
}

package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.query.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  private final Places places = new Places(3, "clients are connected");

  private static Caller user(String name, int connections) {
    Share.Limits limits =
        new Share.Limits(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            Duration.ofSeconds(1),
            connections);
    return new Caller(name, Map.of(), false, Set.of(), new Share(limits));
  }

  @Test
  void nobodyTakesMoreThanTheirShare() {
    Caller ann = user("ann", 2);
    assertThat(places.take(ann)).isEmpty();
    assertThat(places.take(ann)).isEmpty();
    assertThat(places.take(ann))
        .contains(
            "2 clients are connected for you alone, the most that you are given; try again later");
    assertThat(places.take(user("bob", 2))).isEmpty();
    places.give("ann");
    assertThat(places.take(ann)).isEmpty();
  }

  @Test
  void allTogetherTakeNoMoreThanThereAre() {
    for (int i = 0; i < 3; i++) {
      assertThat(places.take(Caller.ANYONE)).isEmpty();
    }
    assertThat(places.take(user("ann", 2))).contains("3 clients are connected; try again later");
    places.give(Caller.ANYONE.name());
    assertThat(places.take(user("ann", 2))).isEmpty();
  }
}

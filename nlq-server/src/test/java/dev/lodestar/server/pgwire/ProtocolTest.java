package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, broken or hostile. */
final class ProtocolTest {
  @TempDir static Path directory;
  private static Fruit fruit;

  @BeforeAll
  static void serve() throws Exception {
    fruit = new Fruit(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    fruit.close();
  }

  private static RawClient connect() throws IOException {
    return new RawClient(fruit.server.port());
  }

  private static RawClient begin() throws IOException {
    RawClient client = connect();
    client.send(RawClient.startUp("fruit")).readTo('Z');
    return client;
  }

  private static void stillAnswers() throws IOException {
    try (RawClient client = begin()) {
      RawClient.Reply row = client.send(RawClient.query("select 42")).readTo('D');
      assertThat(new String(row.body(), StandardCharsets.US_ASCII)).endsWith("42");
    }
  }

  private static String error(RawClient.Reply reply) {
    return reply.type() + " " + new String(reply.body(), StandardCharsets.UTF_8).replace('\0', ' ');
  }

  @Test
  void encryptionIsDeclinedAndTheSessionBegins() throws Exception {
    for (int code : new int[] {80877103, 80877104}) {
      try (RawClient client = connect()) {
        client.send(
            RawClient.bytes(
                to -> {
                  to.writeInt(8);
                  to.writeInt(code);
                }));
        assertThat((char) client.readByte()).isEqualTo('N');
        assertThat(client.send(RawClient.startUp("fruit")).readTo('Z').type()).isEqualTo('Z');
      }
    }
  }

  @Test
  void nothingMayStandBetweenARequestForEncryptionAndItsAnswer() throws Exception {
    try (RawClient client = connect()) {
      byte[] start = RawClient.startUp("fruit");
      client.send(
          RawClient.bytes(
              to -> {
                to.writeInt(8);
                to.writeInt(80877103);
                to.write(start);
              }));
      assertThat(error(client.readTo('E'))).contains("08P01");
    }
  }

  @Test
  void anErrorEndsWhatWasSentTogether() throws Exception {
    try (RawClient client = begin()) {
      client.send(RawClient.message('P', "\0select wrong\0\0\0".getBytes(StandardCharsets.UTF_8)));
      client.send(RawClient.message('B', new byte[8]));
      client.send(RawClient.message('E', new byte[5]));
      client.send(RawClient.message('S', new byte[0]));
      assertThat(error(client.read())).startsWith("E").contains("42703");
      assertThat(client.read().type()).isEqualTo('Z');
    }
  }

  @Test
  void aSlowClientMakesNothingPileUp() throws Exception {
    int rows = 100 * 100 * 100;
    try (RawClient client = begin();
        RawClient other = begin()) {
      client.send(
          RawClient.query(
              "select a.sale_id, b.sale_id as x, 'a text of some length ' || c.note as t"
                  + " from fact_sales a, fact_sales b, fact_sales c"));
      client.readTo('D');
      // The others are served meanwhile.
      assertThat(other.send(RawClient.query("select 1")).readTo('Z').type()).isEqualTo('Z');
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
          .isLessThan(96L * 1024 * 1024);
      int read = 1;
      RawClient.Reply reply = client.read();
      while (reply.type() == 'D') {
        read++;
        reply = client.read();
      }
      assertThat(error(reply)).isEqualTo("C SELECT " + rows + " ");
      assertThat(read).isEqualTo(rows);
    }
  }

  @Test
  void aClientThatStopsReadingAndGoesIsForgotten() throws Exception {
    try (RawClient other = begin()) {
      int before = fruit.server.sessions();
      RawClient client = begin();
      client.send(RawClient.query("select * from fact_sales a, fact_sales b, fact_sales c"));
      client.readTo('D');
      client.close();
      while (fruit.server.sessions() > before) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(other.send(RawClient.query("select 1")).readTo('Z').type()).isEqualTo('Z');
    }
  }

  @Test
  void noiseIsAnsweredByAnErrorOrSilenceAndHarmsNobody() throws Exception {
    Random random = new Random(20240117);
    byte[][] good = {
      RawClient.query("select 1"),
      RawClient.message(
          'P', "s\0select $1, $2\0\0\1\0\0\0\27".getBytes(StandardCharsets.ISO_8859_1)),
      RawClient.message(
          'B', new byte[] {0, 's', 0, 0, 0, 0, 2, 0, 0, 0, 1, '1', -1, -1, -1, -1, 0, 0}),
      RawClient.message('D', new byte[] {'S', 's', 0}),
      RawClient.message('D', new byte[] {'P', 0}),
      RawClient.message('E', new byte[] {0, 0, 0, 0, 1}),
      RawClient.message('C', new byte[] {'S', 's', 0}),
      RawClient.message('H', new byte[0]),
      RawClient.message('S', new byte[0]),
      RawClient.message('p', new byte[12]),
    };
    for (int round = 0; round < 400; round++) {
      try (RawClient client = connect()) {
        boolean begun = random.nextInt(4) > 0;
        if (begun) {
          client.send(RawClient.startUp("fruit"));
        }
        for (int i = random.nextInt(8); i >= 0; i--) {
          byte[] bytes = good[random.nextInt(good.length)].clone();
          switch (random.nextInt(5)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 3 -> {
              // A body of noise behind a true length.
              byte[] noise = new byte[random.nextInt(64)];
              random.nextBytes(noise);
              bytes = RawClient.message("QPBDECHSFpdcfX".charAt(random.nextInt(14)), noise);
            }
            default -> {
              // As it is.
            }
          }
          client.sendIfHeard(bytes);
        }
      }
    }
    // Those that were cut off have their places until the server hears of it.
    while (fruit.server.sessions() > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    stillAnswers();
    assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
        .isLessThan(96L * 1024 * 1024);
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedBeforeItCame() throws Exception {
    try (RawClient client = begin()) {
      client.send(
          RawClient.bytes(
              to -> {
                to.writeByte('Q');
                to.writeInt(Integer.MAX_VALUE);
              }));
      assertThat(error(client.readTo('E'))).contains("FATAL", "08P01");
      assertThat(client.read().type()).isEqualTo('\0');
    }
    stillAnswers();
  }
}

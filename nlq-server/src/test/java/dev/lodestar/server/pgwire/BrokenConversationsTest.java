package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real driver says, changed at random: {@code -Dbroken.conversations=5000} of them when
 * there is time. Whatever comes, the server says what is wrong with it, or hangs up; it never fails
 * itself, and holds nothing when the client has gone.
 */
final class BrokenConversationsTest {
  private static final int CONVERSATIONS = Integer.getInteger("broken.conversations", 300);

  @TempDir static Path directory;
  private static Fruit fruit;
  private static List<byte[]> said;

  @BeforeAll
  static void record() throws Exception {
    fruit = new Fruit(directory);
    try (Recorded recorded = new Recorded(fruit.server.port())) {
      String url =
          "jdbc:postgresql://127.0.0.1:"
              + recorded.port()
              + "/fruit?user=ann&sslmode=disable&gssEncMode=disable&prepareThreshold=1"
              + "&binaryTransfer=true";
      try (Connection connection = DriverManager.getConnection(url)) {
        talk(connection);
      }
      said = recorded.messages();
    }
    assertThat(said).hasSizeGreaterThan(60);
  }

  @AfterAll
  static void stop() throws Exception {
    fruit.close();
  }

  private static void talk(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getColumns(null, null, "%", "%")) {
      assertThat(tables.next()).isTrue();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select ? as a, ? + 1 as b, ? as c, ? as d, ? as e, ? as f, sale_id from fact_sales"
                + " where sale_id < ?")) {
      for (int i = 0; i < 3; i++) {
        statement.setString(1, "é".repeat(i));
        statement.setLong(2, Long.MIN_VALUE + i);
        statement.setBigDecimal(3, new BigDecimal("-12345678901234567890.0123"));
        statement.setObject(4, LocalDate.of(2024, 2, 29));
        statement.setTimestamp(5, Timestamp.valueOf("2024-02-29 12:00:00.123456"));
        statement.setNull(6, Types.DOUBLE);
        statement.setInt(7, 5);
        statement.executeQuery().close();
      }
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(7);
      try (ResultSet rows = statement.executeQuery("select * from fact_sales")) {
        while (rows.next()) {
          assertThat(rows.getInt(1)).isNotNegative();
        }
      }
      statement.execute("declare c cursor for select * from dim_products");
      statement.execute("fetch 2 from c");
      statement.execute("set lc_messages = 'fr'");
    }
    connection.commit();
  }

  @Test
  void everyAnswerIsAnAnswer() throws Exception {
    Random random = new Random(Long.getLong("broken.seed", 20_240_229));
    byte[] marker = RawClient.query("select 4242 as last");
    int broken = 0;
    for (int round = 0; round < CONVERSATIONS; round++) {
      List<byte[]> messages = changed(random);
      try (RawClient client = new RawClient(fruit.server.port())) {
        client.sendIfHeard(said.get(0));
        for (byte[] message : messages) {
          client.sendIfHeard(message);
        }
        client.sendIfHeard(RawClient.query("rollback"));
        client.sendIfHeard(marker);
        RawClient.Reply reply = client.read();
        StringBuilder errors = new StringBuilder();
        while (reply.type() != 0 && !(reply.type() == 'D' && text(reply).endsWith("4242"))) {
          if (reply.type() == 'E') {
            broken++;
            errors.append(text(reply));
          }
          reply = client.read();
        }
        assertThat(errors.toString()).doesNotContain("XX000");
      }
    }
    assertThat(broken).isGreaterThan(CONVERSATIONS / 2);
    nothingIsLeft();
  }

  @Test
  void everyFrameIsHeardToItsEndOrNotAtAll() throws Exception {
    Random random = new Random(Long.getLong("broken.seed", 20_240_229));
    for (int round = 0; round < CONVERSATIONS; round++) {
      try (RawClient client = new RawClient(fruit.server.port())) {
        int at = random.nextInt(said.size());
        for (int i = 0; i < said.size(); i++) {
          client.sendIfHeard(i == at ? misframed(random, said.get(i).clone(), i > 0) : said.get(i));
        }
        client.endSending();
        assertThat(client.readTo('\0').type()).isEqualTo('\0');
      }
    }
    nothingIsLeft();
  }

  /** Some of what was said, some of it twice or with other words, each message whole as such. */
  private static List<byte[]> changed(Random random) {
    List<byte[]> messages = new ArrayList<>();
    int from = 1 + random.nextInt(said.size() - 1);
    int to = Math.min(said.size() - 1, from + 1 + random.nextInt(30));
    for (byte[] message : said.subList(from, to)) {
      switch (random.nextInt(8)) {
        case 0 -> messages.add(said.get(1 + random.nextInt(said.size() - 2)));
        case 1 -> messages.addAll(List.of(message, message));
        case 2, 3 -> messages.add(withOtherBody(random, message));
        case 4 -> {
          // Left out.
        }
        default -> messages.add(message);
      }
    }
    messages.removeIf(message -> message[0] == 'X');
    return messages;
  }

  private static byte[] withOtherBody(Random random, byte[] message) {
    byte[] body = Arrays.copyOfRange(message, 5, message.length);
    char letter = (char) message[0];
    if (body.length == 0) {
      return RawClient.message(random.nextBoolean() ? letter : 'H', new byte[random.nextInt(9)]);
    }
    int at = random.nextInt(body.length);
    switch (random.nextInt(7)) {
      case 0 -> body[at] = (byte) random.nextInt();
      case 1 -> body = Arrays.copyOf(body, at);
      case 2 -> body = Arrays.copyOf(body, body.length + random.nextInt(20));
      case 3 -> number(body, at, -1 - random.nextInt(3));
      case 4 -> number(body, at, Integer.MAX_VALUE - random.nextInt(3));
      case 5 -> {
        int other = random.nextInt(body.length);
        byte one = body[at];
        body[at] = body[other];
        body[other] = one;
      }
      default -> letter = "QPBDECHSFpdcf~".charAt(random.nextInt(14));
    }
    return RawClient.message(letter, body);
  }

  private static void number(byte[] body, int at, int number) {
    byte[] four = ByteBuffer.allocate(4).putInt(number).array();
    for (int i = 0; i < four.length && at + i < body.length; i++) {
      body[at + i] = four[i];
    }
  }

  private static byte[] misframed(Random random, byte[] message, boolean typed) {
    int at = typed ? 1 : 0;
    int length = ByteBuffer.wrap(message).getInt(at);
    int other =
        switch (random.nextInt(6)) {
          case 0 -> -1 - random.nextInt(9);
          case 1 -> random.nextInt(9);
          case 2 -> Integer.MAX_VALUE - random.nextInt(9);
          case 3 -> length + 1 + random.nextInt(200);
          case 4 -> length - 1 - random.nextInt(length);
          default -> 9_999_999 + random.nextInt(9_000_000);
        };
    ByteBuffer.wrap(message).putInt(at, other);
    return message;
  }

  private static String text(RawClient.Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static void nothingIsLeft() throws InterruptedException {
    while (fruit.server.sessions() > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
        .isLessThan(96L * 1024 * 1024);
  }

  @Test
  void whoAsksForEncryptionForEverIsSentAway() throws Exception {
    byte[] request = ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();
    byte[] gss = ByteBuffer.allocate(8).putInt(8).putInt(80877104).array();
    try (RawClient client = new RawClient(fruit.server.port())) {
      assertThat((char) client.send(request).readByte()).isEqualTo('N');
      assertThat((char) client.send(gss).readByte()).isEqualTo('N');
      client.sendIfHeard(request);
      RawClient.Reply reply = client.read();
      assertThat(text(reply)).contains("08P01", "asked for before");
      assertThat(client.readTo('\0').type()).isEqualTo('\0');
    }
  }

  @Test
  void whoConnectsAndSaysNothingKeepsNobodyOut() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        RawClient client = new RawClient(fruit.server.port());
        silent.add(client);
        if (i % 3 == 0) {
          // Half of a start-up.
          client.sendIfHeard(Arrays.copyOf(said.get(0), said.get(0).length / 2));
        }
      }
      for (int i = 0; i < 3; i++) {
        try (Connection connection = fruit.connect()) {
          assertThat(connection.isValid(5)).isTrue();
        }
      }
      while (fruit.server.sessions() > 100) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(silent.get(0).read().type()).isEqualTo('\0');
    } finally {
      for (RawClient client : silent) {
        client.close();
      }
    }
    nothingIsLeft();
  }

  @Test
  void thereAreOnlySoManyWhoHaveSignedIn() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawClient client = new RawClient(fruit.server.port());
        clients.add(client);
        assertThat(client.send(said.get(0)).readTo('Z').type()).isEqualTo('Z');
      }
      try (RawClient oneMore = new RawClient(fruit.server.port())) {
        assertThat(text(oneMore.send(said.get(0)).readTo('E'))).contains("53300");
      }
      clients.remove(99).close();
      while (fruit.server.sessions() > 99) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      try (Connection connection = fruit.connect()) {
        assertThat(connection.isValid(5)).isTrue();
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    nothingIsLeft();
  }

  @Test
  void whatIsKeptForASessionHasAnEnd() throws Exception {
    try (RawClient client = begun()) {
      byte[] values = "x".repeat(500_000).getBytes(StandardCharsets.UTF_8);
      String long1 = "select '" + "y".repeat(900_000) + "' as t";
      int prepared = 0;
      RawClient.Reply reply;
      do {
        client.send(parse("s" + prepared, long1)).send(RawClient.message('H', new byte[0]));
        reply = client.read();
        prepared++;
      } while (reply.type() == '1' && prepared < 1000);
      assertThat(text(reply)).contains("53400", "32000000 bytes");
      assertThat(prepared).isBetween(30, 40);
      client.send(RawClient.message('S', new byte[0])).readTo('Z');
      client.send(RawClient.query("deallocate all")).readTo('Z');
      client.send(RawClient.query("begin")).readTo('Z');
      client.send(parse("p", "select $1 as t"));
      int open = 0;
      do {
        client.send(bind("c" + open, "p", values)).send(RawClient.message('H', new byte[0]));
        reply = client.read();
        reply = reply.type() == '1' ? client.read() : reply;
        open++;
      } while (reply.type() == '2' && open < 1000);
      assertThat(text(reply)).contains("53400", "32000000 bytes");
      client.send(RawClient.message('S', new byte[0])).readTo('Z');
      client.send(RawClient.query("rollback")).readTo('Z');
      client.send(RawClient.query("begin")).readTo('Z');
      open = 0;
      do {
        client.send(bind("c" + open, "p", new byte[] {'a'}));
        client.send(
            RawClient.message('E', ("c" + open + "\0\0\0\0\1").getBytes(StandardCharsets.UTF_8)));
        client.send(RawClient.message('H', new byte[0]));
        reply = client.read();
        while (reply.type() == '2' || reply.type() == 'D') {
          reply = client.read();
        }
        open++;
      } while (reply.type() != 'E' && open < 1000);
      assertThat(text(reply)).contains("53400", "200 open portals");
      client.send(RawClient.message('S', new byte[0])).readTo('Z');
      client.send(RawClient.query("rollback")).readTo('Z');
      client.send(RawClient.query("begin")).readTo('Z');
      String wide = " cursor for select '" + "日".repeat(300_000) + "' as t";
      open = 0;
      do {
        reply = client.send(RawClient.query("declare c" + open + wide)).read();
        client.readTo('Z');
        open++;
      } while (reply.type() == 'C' && open < 1000);
      assertThat(text(reply)).contains("53400", "32000000 bytes");
      assertThat(open).isBetween(30, 40);
      client.send(RawClient.query("rollback")).readTo('Z');
      for (String name : List.of("", "closed")) {
        client.send(RawClient.query("begin")).readTo('Z');
        open = 0;
        do {
          client.send(parse(name, long1.replace(" as t", " || $1 as t")));
          client.send(bind("c" + open, name, new byte[] {'a'}));
          client.send(RawClient.message('C', ("S" + name + "\0").getBytes(StandardCharsets.UTF_8)));
          client.send(RawClient.message('H', new byte[0]));
          reply = client.read();
          while (reply.type() == '1' || reply.type() == '2') {
            reply = client.read();
          }
          open++;
        } while (reply.type() == '3' && open < 1000);
        assertThat(text(reply)).contains("53400", "32000000 bytes");
        assertThat(open).isBetween(30, 40);
        client.send(RawClient.message('S', new byte[0])).readTo('Z');
        client.send(RawClient.query("rollback")).readTo('Z');
      }
      for (String statement :
          List.of("select '" + "z".repeat(1_000_000) + "'", ";".repeat(1_000_001))) {
        assertThat(text(client.send(RawClient.query(statement)).readTo('E'))).contains("54000");
        client.readTo('Z');
      }
      int settings = 0;
      do {
        client.send(RawClient.query("set my.setting" + settings + " = 'x'"));
        reply = client.read();
        settings++;
        if (reply.type() != 'E') {
          client.readTo('Z');
        }
      } while (reply.type() != 'E' && settings < 2000);
      assertThat(text(reply)).contains("53400", "500 settings");
    }
    nothingIsLeft();
  }

  private static RawClient begun() throws IOException {
    RawClient client = new RawClient(fruit.server.port());
    client.send(said.get(0)).readTo('Z');
    return client;
  }

  private static byte[] parse(String name, String sql) {
    return RawClient.message('P', (name + "\0" + sql + "\0\0\0").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bind(String portal, String statement, byte[] value) {
    return RawClient.message(
        'B',
        RawClient.bytes(
            to -> {
              to.write((portal + "\0" + statement + "\0").getBytes(StandardCharsets.UTF_8));
              to.writeShort(0);
              to.writeShort(1);
              to.writeInt(value.length);
              to.write(value);
              to.writeShort(0);
            }));
  }
}

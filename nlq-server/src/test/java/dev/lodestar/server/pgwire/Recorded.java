package dev.lodestar.server.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stands between one client and a server, and writes down what the client says. */
final class Recorded implements AutoCloseable {
  private final ServerSocket listening;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Thread carrier;

  Recorded(int server) throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    carrier = new Thread(() -> carry(server), "recorder");
    carrier.setDaemon(true);
    carrier.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void carry(int server) {
    try (Socket client = listening.accept();
        Socket there = new Socket(InetAddress.getByName("127.0.0.1"), server)) {
      Thread back = new Thread(() -> copy(there, client, OutputStream.nullOutputStream()));
      back.setDaemon(true);
      back.start();
      copy(client, there, said);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void copy(Socket from, Socket to, OutputStream beside) {
    byte[] piece = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        beside.write(piece, 0, read);
        to.getOutputStream().write(piece, 0, read);
      }
      to.close();
    } catch (IOException e) {
      // One of the two has hung up, which ends the conversation.
      Thread.currentThread().interrupt();
    }
  }

  /** What the client has said, message by message; the first begins the session. */
  List<byte[]> messages() throws InterruptedException {
    carrier.join();
    byte[] all = said.toByteArray();
    List<byte[]> messages = new ArrayList<>();
    int from = 0;
    while (from < all.length) {
      int letter = messages.isEmpty() ? 0 : 1;
      int to = from + letter + ByteBuffer.wrap(all).getInt(from + letter);
      messages.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return messages;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}

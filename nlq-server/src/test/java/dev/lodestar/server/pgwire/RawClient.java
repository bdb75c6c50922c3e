package dev.lodestar.server.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends what it likes. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  /** A message of the server: its letter and what is in it; the letter is 0 when it hung up. */
  record Reply(char type, byte[] body) {}

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(60_000);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] startUp(String database) {
    byte[] text = ("user\0ann\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
    return bytes(
        to -> {
          to.writeInt(8 + text.length);
          to.writeInt(3 << 16);
          to.write(text);
        });
  }

  static byte[] message(char type, byte[] body) {
    return bytes(
        to -> {
          to.writeByte(type);
          to.writeInt(4 + body.length);
          to.write(body);
        });
  }

  static byte[] query(String sql) {
    return message('Q', (sql + "\0").getBytes(StandardCharsets.UTF_8));
  }

  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends all, or as much as the server takes before it hangs up. */
  void sendIfHeard(byte[] bytes) throws IOException {
    try {
      send(bytes);
    } catch (SocketException e) {
      if (!String.valueOf(e.getMessage()).matches(".*(reset|[Bb]roken pipe|closed).*")) {
        throw e;
      }
    }
  }

  /** Nothing more will be said, but what the server says is heard. */
  void endSending() throws IOException {
    if (!socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
  }

  Reply read() throws IOException {
    try {
      char type = (char) in.readUnsignedByte();
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return new Reply(type, body);
    } catch (EOFException | SocketException e) {
      return new Reply('\0', String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
  }

  byte readByte() throws IOException {
    return in.readByte();
  }

  /** Reads until a message of a kind, or the end. */
  Reply readTo(char type) throws IOException {
    Reply reply = read();
    while (reply.type() != type && reply.type() != 0) {
      reply = read();
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

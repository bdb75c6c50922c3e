package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client is told beside rows. */
final class Replies {
  private final Output output;
  private final Map<String, String> told = new HashMap<>();

  Replies(Output output) {
    this.output = output;
  }

  /** One that is no more than its letter. */
  void plain(char letter) throws IOException {
    output.begin(letter);
    output.end();
  }

  /** The client asked for more of the protocol than is spoken here. */
  void negotiate(int protocol, List<String> unknown) throws IOException {
    ByteBuf to = output.begin('v');
    to.writeInt(protocol << 16);
    to.writeInt(unknown.size());
    unknown.forEach(name -> Output.text(to, name));
    output.end();
  }

  void authenticated() throws IOException {
    ByteBuf to = output.begin('R');
    to.writeInt(0);
    output.end();
  }

  /** What the client has to show in order to cancel. */
  void key(int session, int secret) throws IOException {
    ByteBuf to = output.begin('K');
    to.writeInt(session);
    to.writeInt(secret);
    output.end();
  }

  /** Settings that the client should know and does not. */
  void settings(Settings settings) throws IOException {
    for (String name : Settings.REPORTED) {
      String value = settings.get(name).orElse("");
      if (!value.equals(told.put(name, value))) {
        ByteBuf to = output.begin('S');
        Output.text(to, name);
        Output.text(to, value);
        output.end();
      }
    }
  }

  void ready(char transaction) throws IOException {
    ByteBuf to = output.begin('Z');
    to.writeByte(transaction);
    output.end();
    output.flush();
  }

  void parameters(List<PgType> types) throws IOException {
    ByteBuf to = output.begin('t');
    to.writeShort(types.size());
    types.forEach(type -> to.writeInt(type.oid()));
    output.end();
  }

  void columns(List<Field> fields, boolean[] binary) throws IOException {
    ByteBuf to = output.begin('T');
    to.writeShort(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Output.text(to, field.name());
      to.writeInt(0);
      to.writeShort(0);
      to.writeInt(field.type().oid());
      to.writeShort(field.type().size());
      to.writeInt(field.modifier());
      to.writeShort(binary[i] ? 1 : 0);
    }
    output.end();
  }

  void complete(String tag) throws IOException {
    Output.text(output.begin('C'), tag);
    output.end();
  }

  /**
   * An error.
   *
   * @param fatal whether the client is sent away with it
   */
  void error(PgError error, boolean fatal) throws IOException {
    ByteBuf to = output.begin('E');
    String severity = fatal ? "FATAL" : "ERROR";
    field(to, 'S', severity);
    field(to, 'V', severity);
    field(to, 'C', error.code());
    field(to, 'M', String.valueOf(error.getMessage()).replace('\0', ' '));
    if (!error.hint().isEmpty()) {
      field(to, 'H', error.hint().replace('\0', ' '));
    }
    if (error.position() > 0) {
      field(to, 'P', Integer.toString(error.position()));
    }
    to.writeByte(0);
    output.end();
  }

  private static void field(ByteBuf to, char kind, String text) {
    to.writeByte(kind);
    Output.text(to, text);
  }
}

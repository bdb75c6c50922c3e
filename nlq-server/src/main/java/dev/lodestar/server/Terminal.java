package dev.lodestar.server;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. Results are UTF-8 whatever the locale, as programs read them;
 * messages are in the terminal's own encoding.
 */
record Terminal(InputStream in, PrintWriter out, PrintWriter err) {

  static Terminal system() {
    return of(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        messageEncoding());
  }

  static Terminal of(InputStream in, OutputStream out, OutputStream err, Charset messages) {
    return new Terminal(
        in,
        new PrintWriter(
            new OutputStreamWriter(new BufferedOutputStream(out, 1 << 16), StandardCharsets.UTF_8)),
        new PrintWriter(new OutputStreamWriter(err, messages), true));
  }

  private static Charset messageEncoding() {
    String name = System.getProperty("sun.stderr.encoding", System.getProperty("native.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }

  /** Whether somebody types at it and reads what it shows. */
  boolean isInteractive() {
    return in == System.in && System.console() != null;
  }

  void flush() {
    out.flush();
    err.flush();
  }
}

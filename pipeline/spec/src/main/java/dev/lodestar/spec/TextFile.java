package dev.lodestar.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The text of a file of the domain, and where its parts stand. A byte order mark is left out. */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private final String text;
  private final int[] lineStarts;

  public TextFile(Path path, String text) {
    this.path = path;
    this.text = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    this.lineStarts = lineStarts(this.text);
  }

  /** Reads a file that must be UTF-8. */
  public static Optional<TextFile> read(Path path, Problems problems) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    } catch (IOException e) {
      problems.add(
          Position.startOf(path),
          "cannot read the file: " + reason(e),
          "make it readable and try again");
      return Optional.empty();
    }
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, chars, true);
    TextFile file = new TextFile(path, chars.flip().toString());
    if (!result.isError()) {
      return file.holdsText(problems) ? Optional.of(file) : Optional.empty();
    }
    byte found = bytes.get();
    problems.add(
        file.position(file.text.length(), file.text.length()),
        String.format(Locale.ROOT, "not UTF-8: byte 0x%02X", found),
        "save the file as UTF-8" + guess(found));
    return Optional.empty();
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it is a link to a file that is not there";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  /** Text in UTF-16 without accents is UTF-8 as well, with a zero beside each letter. */
  private boolean holdsText(Problems problems) {
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      problems.add(
          position(zero, zero + 1),
          "a character U+0000, which is no text",
          "save the file as UTF-8");
    }
    return zero < 0;
  }

  private static String guess(byte found) {
    String inLatin1 = new String(new byte[] {found}, StandardCharsets.ISO_8859_1);
    if (found == (byte) 0xFF || found == (byte) 0xFE) {
      return "; it looks like UTF-16";
    }
    return Character.isLetter(inLatin1.charAt(0))
        ? "; in Latin-1 this byte is \"" + inLatin1 + "\""
        : "";
  }

  /** Reads a file to show it, whatever it holds; empty when it cannot be read. */
  static Optional<TextFile> show(Path path) {
    try {
      return Files.isRegularFile(path)
          ? Optional.of(
              new TextFile(path, new String(Files.readAllBytes(path), StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public Path path() {
    return path;
  }

  public String text() {
    return text;
  }

  /** The characters from {@code start} up to {@code end}, as far as they stand in one line. */
  public Position position(int start, int end) {
    int from = Math.min(start, text.length());
    int line = lineAt(from);
    int lineStart = lineStarts[line - 1];
    int lineEnd = lineStart + line(line).length();
    from = Math.min(from, lineEnd);
    int to = end > lineEnd ? lineStart + line(line).stripTrailing().length() : end;
    return new Position(path, line, from - lineStart + 1, Math.max(1, to - from));
  }

  /** The number of lines; a text that ends with a line break has an empty last line. */
  int lines() {
    return lineStarts.length;
  }

  /** A line, counted from 1, without its line break. */
  String line(int number) {
    int start = lineStarts[number - 1];
    int end = number == lineStarts.length ? text.length() : lineStarts[number];
    while (end > start && isLineBreak(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private int lineAt(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      boolean pair = text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (isLineBreak(text.charAt(i)) && !pair) {
        starts = lines == starts.length ? Arrays.copyOf(starts, lines * 2) : starts;
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }
}

package dev.lodestar.server.pgwire;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes lists as PostgreSQL has them: arrays, and the vectors of its catalogue. */
final class Lists {
  private Lists() {}

  /** An array is <code>{a,"b c",NULL}</code>, a vector is {@code 1 2}. */
  static String text(PgType type, List<? extends @Nullable Object> items) {
    return type.isVector()
        ? items.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : items.stream().map(Lists::item).collect(Collectors.joining(",", "{", "}"));
  }

  private static String item(@Nullable Object item) {
    if (item == null) {
      return "NULL";
    }
    String text = item.toString();
    return text.matches("[\\w.:/+-]+") && !text.equalsIgnoreCase("null")
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Its dimensions, whether there are nulls, the type of the items, where it begins, the items. */
  static void binary(
      ByteBuf to, PgType type, PgType element, List<? extends @Nullable Object> items)
      throws PgError {
    int start = to.writerIndex();
    to.writeInt(0);
    to.writeInt(items.isEmpty() ? 0 : 1);
    to.writeInt(items.contains(null) ? 1 : 0);
    to.writeInt(element.oid());
    if (!items.isEmpty()) {
      to.writeInt(items.size());
      to.writeInt(type.isVector() ? 0 : 1);
    }
    for (Object item : items) {
      if (item == null) {
        Cells.none(to);
      } else {
        Cells.binaryOf(to, element, item);
      }
    }
    to.setInt(start, to.writerIndex() - start - Integer.BYTES);
  }
}

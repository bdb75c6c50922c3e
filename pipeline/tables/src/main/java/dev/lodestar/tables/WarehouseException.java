package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import org.jspecify.annotations.Nullable;

/** Something the operator has to know or to mend; the message names the table, file or address. */
public class WarehouseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WarehouseException(String message) {
    super(message);
  }

  WarehouseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static WarehouseException notWhole(TableName table, DataFile file, long size) {
    return new WarehouseException(
        "Cannot commit table "
            + table
            + ": data file "
            + file.path()
            + " has "
            + size
            + " bytes and should have "
            + file.bytes());
  }

  /** Another launcher holds the warehouse's lease. */
  public static final class Held extends WarehouseException {
    private static final long serialVersionUID = 1;

    Held(String message) {
      super(message);
    }
  }

  /** The lease was taken over by another launcher: this one must change nothing any more. */
  public static final class LeaseLost extends WarehouseException {
    private static final long serialVersionUID = 1;

    LeaseLost(String message) {
      super(message);
    }
  }

  /** Nothing was released of that name or by that time. */
  public static final class NoSuchRelease extends WarehouseException {
    private static final long serialVersionUID = 1;

    NoSuchRelease(String message) {
      super(message);
    }
  }
}

package dev.lodestar.layers;

import java.util.List;
import java.util.function.Function;

/** What is handed to a fragment as one of its inputs; an input may come in many parcels. */
public sealed interface Parcel {

  /** The input it belongs to: a table, or a stage before an exchange. */
  String input();

  /** Files to be read where they are. */
  record Files(String input, List<String> paths) implements Parcel {
    public Files {
      paths = List.copyOf(paths);
    }

    @Override
    public <T> T match(Function<Files, T> files, Function<Gone, T> gone, Function<Slice, T> slice) {
      return files.apply(this);
    }
  }

  /** Files that are not to be read, though another parcel names them: they have left the table. */
  record Gone(String input, List<String> paths) implements Parcel {
    public Gone {
      paths = List.copyOf(paths);
    }

    @Override
    public <T> T match(Function<Files, T> files, Function<Gone, T> gone, Function<Slice, T> slice) {
      return gone.apply(this);
    }
  }

  /**
   * A piece of a file that crosses an exchange. A file is carried in slices so that it never has to
   * fit into memory; they may arrive in any order.
   *
   * @param file names the file among all that arrive
   * @param offset where in the file the bytes belong
   */
  record Slice(String input, String file, long offset, byte[] bytes) implements Parcel {
    @Override
    public <T> T match(Function<Files, T> files, Function<Gone, T> gone, Function<Slice, T> slice) {
      return slice.apply(this);
    }
  }

  <T> T match(Function<Files, T> files, Function<Gone, T> gone, Function<Slice, T> slice);
}

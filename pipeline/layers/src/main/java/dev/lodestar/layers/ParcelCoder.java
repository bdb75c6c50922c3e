package dev.lodestar.layers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** Writes parcels as a kind, their input, and paths or bytes. */
final class ParcelCoder extends CustomCoder<Parcel> {
  private static final long serialVersionUID = 1L;
  private static final int FILES = 1;
  private static final int SLICE = 2;
  private static final int GONE = 3;

  static final ParcelCoder INSTANCE = new ParcelCoder();

  private ParcelCoder() {}

  @Override
  public void encode(Parcel parcel, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    if (parcel instanceof Parcel.Files files) {
      out.writeByte(FILES);
      Text.write(out, files.input());
      Text.writeAll(out, files.paths());
    } else if (parcel instanceof Parcel.Gone gone) {
      out.writeByte(GONE);
      Text.write(out, gone.input());
      Text.writeAll(out, gone.paths());
    } else if (parcel instanceof Parcel.Slice slice) {
      out.writeByte(SLICE);
      Text.write(out, slice.input());
      Text.write(out, slice.file());
      out.writeLong(slice.offset());
      out.writeInt(slice.bytes().length);
      out.write(slice.bytes());
    }
    out.flush();
  }

  @Override
  public Parcel decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int kind = in.readByte();
    String input = Text.read(in);
    if (kind == FILES) {
      return new Parcel.Files(input, Text.readAll(in));
    }
    if (kind == GONE) {
      return new Parcel.Gone(input, Text.readAll(in));
    }
    if (kind != SLICE) {
      throw new IOException("Not a parcel: kind " + kind);
    }
    String file = Text.read(in);
    long offset = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Parcel.Slice(input, file, offset, bytes);
  }

  @Override
  public void verifyDeterministic() {}
}

package dev.lodestar.tables;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/**
 * The list of input files of a bronze table, in a file of its own among the table's metadata.
 *
 * <p>A snapshot names the list that belongs to it, so the list changes in the same instant as the
 * rows. The file is never changed.
 */
final class InputsFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private InputsFile() {}

  static void write(FileIO files, String location, List<InputFile> inputs) {
    try (OutputStream out = files.newOutputFile(location).create();
        JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeArrayFieldStart("files");
      for (InputFile input : inputs) {
        json.writeStartObject();
        json.writeStringField("path", input.path());
        json.writeNumberField("size", input.size());
        json.writeNumberField("modified-ms", input.modifiedMillis());
        json.writeStringField("fingerprint", input.fingerprint());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<InputFile> read(FileIO files, String location) {
    try (InputStream in = files.newInputFile(location).newStream()) {
      JsonNode list = JSON.readTree(in);
      if (list.path("version").asInt() != VERSION) {
        throw new WarehouseException(
            "Cannot read " + location + ": it is not a list of input files of version " + VERSION);
      }
      List<InputFile> inputs = new ArrayList<>();
      for (JsonNode file : list.path("files")) {
        inputs.add(
            new InputFile(
                file.path("path").asText(),
                file.path("size").asLong(),
                file.path("modified-ms").asLong(),
                file.path("fingerprint").asText()));
      }
      return inputs;
    } catch (IOException e) {
      throw new WarehouseException("Cannot read " + location + ": " + e.getMessage(), e);
    }
  }
}

package dev.lodestar.openlineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Events as JSON, in one line each. */
final class EventJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .registerModule(
              new SimpleModule().addSerializer(ZonedDateTime.class, new MomentWriter()));

  private EventJson() {}

  /** With seconds, also where they are nought, as RFC 3339 has it. */
  private static final class MomentWriter extends StdSerializer<ZonedDateTime> {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter MOMENT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    MomentWriter() {
      super(ZonedDateTime.class);
    }

    @Override
    public void serialize(ZonedDateTime moment, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(MOMENT.format(moment));
    }
  }

  static String write(OpenLineage.RunEvent event) {
    try {
      return MAPPER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write an event as JSON", e);
    }
  }
}

package dev.lodestar.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Keys and values to be written: in the order in which they are given, and what says nothing is
 * left out.
 */
public final class YamlTree extends LinkedHashMap<String, @Nullable Object> {
  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 120;

  public YamlTree with(String key, @Nullable Object value) {
    boolean says =
        value != null
            && !value.equals("")
            && !(value instanceof Collection<?> list && list.isEmpty())
            && !(value instanceof Map<?, ?> map && map.isEmpty());
    if (says) {
      put(key, value);
    }
    return this;
  }

  /** As a file. */
  public String yaml() {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.AUTO)
            .setSchema(new CoreSchema())
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(WIDTH)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings).dumpToString(this);
  }
}

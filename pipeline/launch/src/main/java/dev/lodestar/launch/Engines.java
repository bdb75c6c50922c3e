package dev.lodestar.launch;

import dev.lodestar.layers.LodestarOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The engines on the class path. */
final class Engines {

  /** An engine with the options it will run with. */
  record Prepared(Engine engine, Map<String, String> options) {

    LodestarOptions pipelineOptions() {
      List<String> arguments =
          options.entrySet().stream().map(o -> "--" + o.getKey() + "=" + o.getValue()).toList();
      try {
        return read(arguments.toArray(String[]::new));
      } catch (IllegalArgumentException e) {
        arguments.forEach(Prepared::check);
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    private static void check(String argument) {
      try {
        read(argument);
      } catch (IllegalArgumentException e) {
        throw new UsageException(inOurWords(argument, String.valueOf(e.getMessage())));
      }
    }

    private static LodestarOptions read(String... arguments) {
      return PipelineOptionsFactory.fromArgs(arguments).withValidation().as(LodestarOptions.class);
    }

    boolean oneProcess() {
      return engine.oneProcess(options);
    }

    int workers() {
      return Math.max(1, engine.workers(options));
    }

    /**
     * Beam says "Class interface … missing a property named 'x'. Did you mean 'y'?", or what
     * Jackson says of a value.
     */
    private static String inOurWords(String argument, String message) {
      int named = message.indexOf("missing a property named '");
      if (named < 0) {
        return "Cannot read option " + argument + ": " + message;
      }
      String rest = message.substring(named + "missing a property named '".length());
      int end = rest.indexOf('\'');
      return "Unknown option --"
          + rest.substring(0, end)
          + rest.substring(end + 1).replace("Did you mean '", "Did you mean '--");
    }
  }

  private Engines() {}

  /** The engine of a name with given options, completed by its own. */
  static Prepared prepare(String name, List<String> arguments) {
    Map<String, String> given = options(arguments);
    List<Engine> engines =
        ServiceLoader.load(Engine.class).stream().map(ServiceLoader.Provider::get).toList();
    Engine engine =
        engines.stream()
            .filter(e -> e.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "No engine \""
                            + name
                            + "\" here; --runner takes "
                            + engines.stream()
                                .map(Engine::name)
                                .collect(Collectors.joining(", "))));
    Map<String, String> all = new LinkedHashMap<>(engine.defaults(given));
    all.putAll(given);
    return new Prepared(engine, all);
  }

  /** Reads {@code --name=value} and {@code --name value}; a name alone means true. */
  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        throw new UsageException("Unexpected \"" + argument + "\"; options start with --");
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        options.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
        options.put(argument.substring(2), arguments.get(++i));
      } else {
        options.put(argument.substring(2), "true");
      }
    }
    return options;
  }
}

package dev.lodestar.spec.answers;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Grain;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of tiles, and the filters that apply to them. */
public record Dashboard(
    Text title, Text description, List<Filter> filters, List<Page> pages, Position at) {

  public Dashboard {
    filters = List.copyOf(filters);
    pages = List.copyOf(pages);
  }

  public Optional<Filter> filter(String name) {
    return filters.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /**
   * Something to choose, by which tiles are narrowed down.
   *
   * @param field {@code dataset.field} of the semantic model, or a column {@code gold.table.column}
   * @param initial what is chosen at first; everything when empty, of a range the two ends
   */
  public record Filter(
      String name, ColumnName field, Text title, Choose choose, List<String> initial, Position at) {
    public Filter {
      initial = List.copyOf(initial);
    }
  }

  /** How much of a filter can be chosen. */
  public enum Choose {
    ONE,
    SEVERAL,
    RANGE
  }

  /** Tiles that are seen together, laid out from left to right in a grid of 12 columns. */
  public record Page(Text title, Text description, List<Tile> tiles, Position at) {
    public Page {
      tiles = List.copyOf(tiles);
    }
  }

  /**
   * A picture, a figure or a table.
   *
   * @param data what gives its rows
   * @param filteredBy for a SELECT: the expression that a filter is about, by the filter's name;
   *     the condition goes where {@code {filters}} stands
   * @param unfilteredBy for a query of the model: the filters that do not apply
   * @param grains how finely time can be told, to choose from; the first at first
   * @param show which column is what in the picture
   * @param bins into how many bars a histogram puts its values
   */
  public record Tile(
      Text title,
      Text description,
      Chart chart,
      Asked data,
      Map<String, SqlText> filteredBy,
      List<ColumnName> unfilteredBy,
      List<Grain> grains,
      Show show,
      Optional<Long> bins,
      Size size,
      Position at) {
    /** The place in a SELECT where the conditions of filters go. */
    public static final String FILTERS = "{filters}";

    public Tile {
      filteredBy = Collections.unmodifiableMap(new LinkedHashMap<>(filteredBy));
      unfilteredBy = List.copyOf(unfilteredBy);
      grains = List.copyOf(grains);
    }
  }

  /**
   * Columns of the result by their part in the picture; those not named are told from types.
   *
   * @param titles what columns are called, of those that the model has no words for
   */
  public record Show(
      Optional<ColumnName> x,
      List<ColumnName> y,
      Optional<ColumnName> color,
      Optional<ColumnName> pointSize,
      Optional<ColumnName> label,
      Map<ColumnName, Text> titles) {
    public Show {
      y = List.copyOf(y);
      titles = Collections.unmodifiableMap(new LinkedHashMap<>(titles));
    }
  }

  /** Columns and rows of the grid. */
  public record Size(int width, int height) {}
}

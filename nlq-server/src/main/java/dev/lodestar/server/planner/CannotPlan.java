package dev.lodestar.server.planner;

import java.util.List;

/** A logical query that the model does not allow; says what to do in both languages. */
public final class CannotPlan extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Measures and groups have no dataset in common. */
    UNREACHABLE,
    /** A dataset plays several parts, and none was named. */
    ROLE,
    /** There is no field that tells when. */
    NO_TIME,
    /** Days are asked of rows that tell months. */
    TOO_FINE,
    /** What has none would be left out in silence. */
    NONE_UNTOLD,
    /** Whether what is counted of each is of the kind that is asked for was not said. */
    KIND_UNTOLD,
    /** A metric is only of rows that are not asked for. */
    OTHER_ROWS,
    /** What is computed needs sums, and a measure is none of its groups. */
    NOT_ADDITIVE,
    /** Parts that cannot be put together. */
    UNSUPPORTED;

    /** Whether it is what is meant: what is likely less is no answer in its place. */
    public boolean isOfWhatIsMeant() {
      return this == NONE_UNTOLD || this == KIND_UNTOLD || this == TOO_FINE;
    }
  }

  private final Reason reason;
  private final transient List<String> names;

  CannotPlan(Reason reason, String message, List<String> names) {
    super(message);
    this.reason = reason;
    this.names = List.copyOf(names);
  }

  public Reason reason() {
    return reason;
  }

  /**
   * The dataset and the field that are meant; for a part, the relationships to choose from; for
   * what is too fine, the dataset, its unit of time, and what was asked for.
   */
  public List<String> names() {
    return names;
  }
}

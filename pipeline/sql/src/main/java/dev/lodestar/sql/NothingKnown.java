package dev.lodestar.sql;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What Calcite knows of a plan beside its shape: nothing. Planning here rewrites shapes and weighs
 * no costs; Calcite asks all the same, as whether rows are different already when it meets GROUP
 * BY, and would write, compile and load Java to answer, at every start of a process.
 */
final class NothingKnown extends RelMetadataQuery {
  private NothingKnown() {
    super(new NoHandlers());
  }

  /** Keeps a cluster from looking for more. */
  static RelOptCluster about(RelOptCluster cluster) {
    cluster.setMetadataQuerySupplier(NothingKnown::new);
    return cluster;
  }

  @Override
  public @Nullable Boolean areColumnsUnique(
      RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
    return null;
  }

  @Override
  public @Nullable Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns) {
    return null;
  }

  @Override
  public @Nullable Double getMaxRowCount(RelNode rel) {
    return null;
  }

  /** Two subqueries are told apart by their plans as texts. */
  @Override
  public Boolean isVisibleInExplain(RelNode rel, SqlExplainLevel level) {
    return true;
  }

  /** A question that is not answered above fails loudly. */
  private static final class NoHandlers implements MetadataHandlerProvider {
    @Override
    @SuppressWarnings("NullAway")
    public <H extends MetadataHandler<?>> H handler(Class<H> handler) {
      return null;
    }
  }
}

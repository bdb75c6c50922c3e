package dev.lodestar.launch;

import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.tables.ExpectationResult;
import java.util.List;

/** Hears how a run goes. */
interface RunListener {

  /** It is known what is to be done. */
  void planned(RunPlan plan);

  /** All is done and released. */
  void finished(RunDomain.Outcome outcome, List<ExpectationResult> found);

  /** It ended before all was released. */
  void failed(RuntimeException cause, List<ExpectationResult> found);
}

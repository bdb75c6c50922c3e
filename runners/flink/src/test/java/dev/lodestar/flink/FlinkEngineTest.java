package dev.lodestar.flink;

import dev.lodestar.contract.EngineContract;

final class FlinkEngineTest extends EngineContract {

  FlinkEngineTest() {
    super("flink");
  }
}

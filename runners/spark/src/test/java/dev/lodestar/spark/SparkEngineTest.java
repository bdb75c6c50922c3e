package dev.lodestar.spark;

import dev.lodestar.contract.EngineContract;

final class SparkEngineTest extends EngineContract {

  SparkEngineTest() {
    super("spark");
  }
}

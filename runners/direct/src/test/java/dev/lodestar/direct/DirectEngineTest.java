package dev.lodestar.direct;

import dev.lodestar.contract.EngineContract;

final class DirectEngineTest extends EngineContract {

  DirectEngineTest() {
    super("direct");
  }
}

package dev.slipway.cloud;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SimulatedSmallServicesTests extends SmallServicesContract {

  private Simulator simulator;
  private AnyAws aws;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().build());
    aws = new AnyAws(simulator.uri());
  }

  @AfterEach
  void stop() {
    aws.close();
    simulator.close();
  }

  @Override
  AnyAws aws() {
    return aws;
  }
}

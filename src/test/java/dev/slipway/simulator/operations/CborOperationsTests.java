package dev.slipway.simulator.operations;

import dev.slipway.simulator.CborCloudWatch;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every CloudWatch operation again, by a newer client that speaks CBOR. */
class CborOperationsTests {

  private static Simulator simulator;
  private static Clients aws;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorOptions.builder().manualClock(true).build());
    aws = Clients.of(simulator, CborCloudWatch.of(simulator.uri()));
  }

  @AfterAll
  static void stop() {
    aws.close();
    simulator.close();
  }

  static List<OperationCase> cases() {
    return CloudWatchOperations.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOperationWorks(OperationCase operation) {
    operation.success().accept(aws);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOperationRefusesInAwssWords(OperationCase operation) {
    OperationsTests.assertRefused(operation, aws);
  }
}

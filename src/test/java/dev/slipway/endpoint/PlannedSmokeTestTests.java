package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody can aim a request at the new fleet, so enough are sent that some reach it. */
class PlannedSmokeTestTests {

  @ParameterizedTest
  @CsvSource({
    "1,     1",
    "0.99,  2",
    "0.5,   10",
    "0.1,   66",
    "0.01,  688",
    // No canary that SageMaker takes is smaller.
    "0.001, 688",
  })
  void allCallsMissTheNewFleetLessThanOnceInAThousandTimes(double share, int calls) {
    assertThat(PlannedSmokeTest.calls(share)).isEqualTo(calls);
    double seen = Math.max(0.01, share);
    assertThat(Math.pow(1 - seen, calls)).isLessThanOrEqualTo(0.001 + 1e-9);
  }
}

package dev.slipway.contract;

import dev.slipway.base.WallClock;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random requests to every operation: whatever is sent, no answer is a 5xx without a reason, shows
 * the inside of the program, or departs from {@code openapi.yaml}. Run by {@code mvn verify
 * -Pmatrix}; the seed is another one each time, and printed.
 */
@Tag("matrix")
@Conforming
class ContractRunIT {

  private static final int REQUESTS = 22_000;

  @Test
  void noRequestIsAnsweredOutsideTheContract() throws IOException {
    ContractRunTests.run(
        Long.getLong("slipway.contract.seed", WallClock.system().now().toEpochMilli()), REQUESTS);
  }
}

package dev.slipway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A slice of {@link ContractRunIT}, the same at every run. With {@code -Dslipway.contract.seed} and
 * {@code -Dslipway.contract.requests} another one.
 */
@Conforming
class ContractRunTests {

  @Test
  void noRequestIsAnsweredOutsideTheContract() throws IOException {
    run(
        Long.getLong("slipway.contract.seed", 1),
        Integer.getInteger("slipway.contract.requests", 1000));
  }

  static void run(long seed, int count) throws IOException {
    try (Rehearsal stage = Rehearsal.unpaced()) {
      stage.live("v1");
      ContractRun run = new ContractRun(stage, seed);
      var failures = run.send(count);
      System.out.print(run.report());

      assertThat(String.join("\n\n", failures)).as("answers outside the contract").isEmpty();
      // Some want what random requests hardly bring about, such as an endpoint made elsewhere.
      var often = run.tally().values().stream().filter(counts -> counts[0] > 100).toList();
      assertThat(often.stream().filter(counts -> counts[1] > 0).count())
          .as("operations that succeeded, of those that were asked for often")
          .isGreaterThanOrEqualTo(often.size() * 4L / 5);
    }
  }
}

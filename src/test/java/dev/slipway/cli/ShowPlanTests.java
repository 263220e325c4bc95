package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a plan reads on a terminal. */
class ShowPlanTests {

  @Test
  void serverlessWhoseTrafficIsNotKnownIsBilledByRequestAndNotFree() {
    assertThat(shown(2, "297.84", null, null))
        .contains(
            "Instances: 2 → none. A month: USD 297.84 → billed by request (prices of 2023-06).");
    assertThat(shown(2, "297.84", null, "41.20"))
        .contains("Instances: 2 → none. A month: USD 297.84 → USD 41.20 (prices of 2023-06).");
    assertThat(shown(2, "297.84", 3, null))
        .as("instances whose price nobody has said")
        .contains("Instances: 2 → 3. A month: USD 297.84 → not known (prices of 2023-06).");
  }

  private static List<String> shown(
      @Nullable Integer before, String costBefore, @Nullable Integer after, @Nullable String cost) {
    Plan plan =
        new Plan(
            "prod-fraud-detector",
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            "0123456789abcdef",
            new Plan.Costs(
                before,
                after,
                new BigDecimal(costBefore),
                cost == null ? null : new BigDecimal(cost),
                "USD",
                "2023-06"),
            null,
            null);
    Shell shell = Terminal.unknown(Path.of("nowhere")).shell();
    return new ShowPlan(new Printer(shell, Format.TABLE)).lines(plan);
  }
}

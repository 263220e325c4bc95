package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Contract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deployment can be called in an answer is what the contract names, and nothing else. */
class ContractWordsTests {

  @Test
  void theContractNamesEveryStep() {
    assertThat(Contract.words("StepName")).isEqualTo(names(StepName.values()));
  }

  @Test
  void theContractNamesEveryState() {
    assertThat(Contract.words("DeploymentState"))
        .containsExactlyInAnyOrderElementsOf(names(DeploymentState.values()));
  }

  @Test
  void theContractNamesEveryKind() {
    assertThat(Contract.words("DeploymentKind")).isEqualTo(names(DeploymentKind.values()));
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}

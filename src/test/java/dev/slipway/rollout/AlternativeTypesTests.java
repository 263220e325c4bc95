package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.SomeReleases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order instance types are tried while AWS has no capacity, and how long in between. */
class AlternativeTypesTests {

  private static final Release EITHER =
      SomeReleases.release(
          1, SomeReleases.but("{'hosting': {'alternative_instance_types': ['ml.m5.xlarge']}}"));

  @Test
  void theListIsGoneThroughThreeTimesWithLongerAndLongerPauses() {
    Shortage shortage = new Shortage(List.of("ml.c5.xlarge", "ml.m5.xlarge"), 1, null);
    List<String> tried = new ArrayList<>();
    List<Duration> pauses = new ArrayList<>();
    while (shortage.more()) {
      tried.add(shortage.next());
      pauses.add(shortage.pause());
      shortage = shortage.after(new UUID(0, tried.size()));
    }
    assertThat(tried)
        .containsExactly(
            "ml.m5.xlarge", "ml.c5.xlarge", "ml.m5.xlarge", "ml.c5.xlarge", "ml.m5.xlarge");
    assertThat(pauses)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ZERO,
            Duration.ofMinutes(10),
            Duration.ZERO);
    assertThat(shortage.previous()).isEqualTo(new UUID(0, 5));
    assertThat(shortage.tried())
        .isEqualTo(new Shortage(shortage.types(), shortage.tries() + 1, shortage.previous()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InsufficientInstanceCapacity: none left",
        "Insufficient capacity in us-east-1a",
        "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity"
      })
  void shortageIsTheReasonWhenSageMakerSaysSo(String reason) {
    assertThat(Shortage.told(reason)).isTrue();
  }

  @Test
  void otherReasonsAreNone() {
    assertThat(Shortage.told("The container did not pass its health check.")).isFalse();
    assertThat(Shortage.told(null)).isFalse();
  }

  @Test
  void aDeploymentBeginsTheListAnewUnlessItContinuesOne() {
    Shortage given = new Shortage(List.of("a", "b"), 2, null);
    Beginning continued = Beginning.of(DeploymentKind.PROMOTE, _ -> null).trying(given);
    assertThat(continued.shortageOf(null)).isEqualTo(given);
    Beginning promotion = Beginning.of(DeploymentKind.PROMOTE, _ -> null);
    assertThat(promotion.shortageOf(null)).isNull();
    assertThat(promotion.shortageOf(RulesTests.release())).isNull();
    assertThat(promotion.shortageOf(EITHER))
        .isEqualTo(new Shortage(List.of("ml.c5.xlarge", "ml.m5.xlarge"), 1, null));
    assertThat(Beginning.of(DeploymentKind.ROLL_BACK, _ -> null).shortageOf(EITHER)).isNull();
  }
}

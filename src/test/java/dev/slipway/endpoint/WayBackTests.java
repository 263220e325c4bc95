package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Planner.Way;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How traffic moves on the way back: at once, or in batches where only they may fit. */
class WayBackTests {

  private static final ReleaseSpec CANARY = SomeReleases.article("v1");
  private static final ReleaseSpec ROLLED = rolling("50 %", null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # batch going on | and back | instances | batch of the way back | time limit
          50 % | -     | 2  | 50 % | 3600
          50 % | -     | 3  | 50 % | 3600
          10 % | -     | 10 | 50 % | 3600
          10 % | 10 %  | 10 | 10 % | 18000
          10 % | 50 %  | 10 | 50 % | 3600
          10 % | 100 % | 10 | 50 % | 3600
          5 %  | -     | 20 | 50 % | 3600
          5 %  | 5 %   | 40 | 5 %  | 28800
          2    | -     | 10 | 50 % | 3600
          2    | 2     | 10 | 2    | 9000
          2    | 8     | 10 | 5    | 3600
          # as SageMaker takes it on a fleet of another size
          2    | 2     | 3  | 1    | 5400
          1    | 1     | 40 | 2    | 28800
          -    | -     | 4  | 50 % | 3600
          """)
  void whatCameInBatchesGoesBackInThemWithoutABake(
      @Nullable String batch, @Nullable String back, int instances, String batches, int seconds) {
    RolloutPolicy policy =
        WayBack.policy(rolling(batch, back), CANARY, SomeEndpoints.live(instances), instances);
    assertThat(policy)
        .isEqualTo(
            new RolloutPolicy(
                Strategy.ROLLING,
                null,
                null,
                SomeRollouts.share(batches),
                SomeRollouts.share(batches),
                0,
                0,
                seconds));
    FleetShares.check(policy, instances);
    assertThat(WayBack.mayBe(policy)).isTrue();
  }

  @Test
  void whatTheLastUpdateBroughtInBatchesGoesBackInThemWhateverIsOnRecord() {
    RolloutPolicy back = WayBack.policy(ROLLED, CANARY, SomeEndpoints.live(2), 2);
    assertThat(back.strategy()).isEqualTo(Strategy.ROLLING);
    assertThat(WayBack.policy(CANARY, CANARY, moved(2, ROLLED.rollout()), 2))
        .as("a release that came into service without passing its checks")
        .isEqualTo(back);
    assertThat(WayBack.policy(CANARY, ROLLED, moved(2, back), 2))
        .as("the way back, taken back")
        .isEqualTo(back);
  }

  @Test
  void whatCameBesideASecondFleetGoesBackAtOnceToOneThatRolled() {
    assertThat(WayBack.policy(CANARY, ROLLED, moved(2, CANARY.rollout()), 2))
        .isEqualTo(RolloutPolicy.immediate());
  }

  @Test
  void whereBatchesAreNeitherKnownToBeNeededNorPossibleItGoesAtOnce() {
    ReleaseSpec bigger =
        SomeReleases.but(ROLLED, "{'hosting': {'instance_type': 'ml.c5.2xlarge'}}");
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    LiveEndpoint two = SomeEndpoints.live(2);
    LiveEndpoint onDemand =
        Patched.with(two, "{'variants': [" + Json.write(SomeEndpoints.onDemand(2048, 20)) + "]}");
    RolloutPolicy atOnce = RolloutPolicy.immediate();
    assertThat(WayBack.policy(CANARY, CANARY, two, 2)).isEqualTo(atOnce);
    assertThat(WayBack.policy(CANARY, CANARY, moved(2, CANARY.rollout()), 2)).isEqualTo(atOnce);
    assertThat(WayBack.policy(ROLLED, ROLLED, SomeEndpoints.live(1), 2)).isEqualTo(atOnce);
    assertThat(WayBack.policy(ROLLED, ROLLED, two, 1)).isEqualTo(atOnce);
    assertThat(WayBack.policy(ROLLED, bigger, two, 2)).as("another type").isEqualTo(atOnce);
    assertThat(WayBack.policy(serverless, serverless, onDemand, 0)).isEqualTo(atOnce);
    assertThat(WayBack.policy(serverless, ROLLED, onDemand, 2)).isEqualTo(atOnce);
    assertThat(WayBack.policy(null, ROLLED, two, 2)).isEqualTo(atOnce);
    assertThat(WayBack.policy(ROLLED, ROLLED, null, 2)).isEqualTo(atOnce);
  }

  @Test
  void thePlanSaysItAndExpectsTheTimeOfEachBatch() {
    for (Way way : new Way[] {Way.BACK, Way.SETTLING}) {
      Plan plan = Planner.plan(SomeQuestions.of(ROLLED, SomeEndpoints.live(2), CANARY, way));
      assertThat(codes(plan)).containsExactly(WayBack.IN_BATCHES);
      assertThat(plan.remarks().getFirst().message()).contains("has the strategy ROLLING");
      assertThat(plan.expectedSeconds()).isEqualTo(new ExpectedSeconds(840, 0, 840));
    }
    ReleaseSpec small = rolling("5 %", null);
    assertThat(
            Planner.plan(SomeQuestions.of(small, SomeEndpoints.live(20), CANARY, Way.BACK))
                .expectedSeconds()
                .total())
        .as("two at most where nothing is said of going back")
        .isEqualTo(840);
  }

  @Test
  void aRolloutWithBakesOrWithoutAWayBackLikeItIsNotAWayBack() {
    assertThat(WayBack.mayBe(RolloutPolicy.immediate())).isTrue();
    assertThat(WayBack.mayBe(CANARY.rollout())).isFalse();
    assertThat(WayBack.mayBe(ROLLED.rollout())).isFalse();
    assertThat(WayBack.mayBe(rolling("50 %", "50 %").rollout())).as("it bakes").isFalse();
  }

  private static LiveEndpoint moved(int instances, RolloutPolicy last) {
    return Patched.with(SomeEndpoints.live(instances), "{'last_policy': " + Json.write(last) + "}");
  }

  private static ReleaseSpec rolling(@Nullable String batch, @Nullable String back) {
    RolloutPolicy policy =
        new RolloutPolicy(
            Strategy.ROLLING,
            null,
            null,
            batch == null ? null : SomeRollouts.share(batch),
            back == null ? null : SomeRollouts.share(back),
            300,
            0,
            28_800);
    return SomeReleases.but(CANARY, "{'rollout': " + Json.write(policy) + "}");
  }
}

package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import dev.slipway.endpoint.SomeEndpoints;
import dev.slipway.endpoint.SomeReleases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bakes as they are read out of SageMaker's progress messages. */
class BakeTests {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = SINCE.plusSeconds(30);
  private static final RolloutPolicy POLICY = SomeReleases.ARTICLE_CANARY;

  private static final String CANARY =
      "Baking for 240 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1"
          + " instance(s).";
  private static final String FULL =
      "Baking for 90 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4"
          + " instance(s).";

  @Test
  void aCanarysShareIsItsInstancesOfAll() {
    assertThat(of(4, "Baking", CANARY, SINCE))
        .contains(new Bake(false, 0.25, SINCE, Duration.ofSeconds(240)));
    assertThat(of(4, "Baking", CANARY, SINCE).orElseThrow().until())
        .isEqualTo(SINCE.plusSeconds(240));
  }

  @Test
  void onFullCapacityAllTrafficIsOnTheNewFleet() {
    assertThat(of(4, "Baking", FULL, SINCE))
        .contains(new Bake(true, 1, SINCE, Duration.ofSeconds(90)));
  }

  @Test
  void whatTheMessageDoesNotTellThePolicyDoes() {
    assertThat(of(4, "Baking", null, null))
        .contains(new Bake(false, 0.5, NOW, Duration.ofSeconds(POLICY.waitIntervalSeconds())));
    assertThat(of(4, "Baking", "On full capacity.", SINCE))
        .contains(new Bake(true, 1, SINCE, Duration.ofSeconds(POLICY.terminationWaitSeconds())));
  }

  @Test
  void aShareIsNeverMoreThanAllAndHalfWhereTheFleetIsNotKnown() {
    assertThat(of(1, "Baking", CANARY.replace("of 1", "of 3"), SINCE).orElseThrow().share())
        .isEqualTo(1);
    for (Integer unknown : new Integer[] {null, 0}) {
      assertThat(of(unknown, "Baking", CANARY, SINCE).orElseThrow().share()).isEqualTo(0.5);
    }
    assertThat(of(4, "Baking", CANARY.replace("of 1", "of 0"), SINCE).orElseThrow().share())
        .isEqualTo(0.5);
  }

  @Test
  void thereIsNoneOutsideAnUpdateOrWhileTrafficMoves() {
    assertThat(of(4, "Updating", CANARY, SINCE)).isEmpty();
    assertThat(Bake.of(SomeEndpoints.live(2), POLICY, NOW)).isEmpty();
  }

  private static Optional<Bake> of(
      @Nullable Integer desired, String status, @Nullable String message, @Nullable Instant since) {
    LiveVariant variant =
        new LiveVariant(
            "AllTraffic",
            desired,
            desired,
            1.0,
            null,
            List.of(),
            List.of(new VariantProgress(status, message, since)));
    LiveEndpoint live = SomeEndpoints.live(EndpointStatus.UPDATING, "Updating");
    return Bake.of(
        new LiveEndpoint(
            live.name(),
            live.arn(),
            live.status(),
            live.rawStatus(),
            live.endpointConfigName(),
            null,
            live.variants(),
            new Pending("next", SINCE, List.of(variant)),
            List.of(),
            null,
            live.createdAt(),
            live.lastModifiedAt()),
        POLICY,
        NOW);
  }
}

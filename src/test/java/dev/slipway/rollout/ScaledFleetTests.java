package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What sizes a fleet between deployments, the clock and its traffic, and what is seen of it. */
@Conforming
class ScaledFleetTests extends ProdStage {

  /** An instance of ml.c5.xlarge for 730 hours. */
  private static final double ONE = 730 * 0.204;

  private static final Offset<Double> CENT = within(0.01);

  @Test
  void aFleetIsSmallByNightAndSoIsItsCostAndInTheMorningItIsBack() {
    Instant now = rehearsal.simulator().clock().now();
    rehearsal.endpoint(
        "prod",
        """
        {"hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 4},
         "autoscaling": {"min_instances": 4, "max_instances": 8,
          "scale_in_cooldown_seconds": 300, "scale_out_cooldown_seconds": 60,
          "target_invocations_per_instance": 400, "scheduled_actions": [
            {"name": "night", "schedule": "%s", "min_instances": 1, "max_instances": 1},
            {"name": "day", "schedule": "%s", "min_instances": 4, "max_instances": 8}]}}
        """
            .formatted(daily(now, 3), daily(now, 11)));
    Answer plan = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v1"));
    assertThat(plan.json().at("/fleet/cost_after").asDouble()).isCloseTo(4 * ONE, CENT);
    UUID first = rehearsal.promote("v1");
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(4);
    assertThat(costPerMonth()).isCloseTo(4 * ONE, CENT);

    until(now, 4);
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("1-1");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(1);
    assertThat(costPerMonth()).isCloseTo(ONE, CENT);

    until(now, 12);
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).isEqualTo("4-8");
    assertThat(rehearsal.aws().instances(ENDPOINT)).isEqualTo(4);
    assertThat(costPerMonth()).isCloseTo(4 * ONE, CENT);
  }

  @Test
  void aFleetThatFollowsConcurrencyIsMeasuredEveryTenSecondsAndReadBack() {
    rehearsal.endpoint(
        "prod",
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 6, "scale_in_cooldown_seconds": 300,
          "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": null,
          "target_concurrent_requests": 5}}
        """);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().tracked(ENDPOINT))
        .isEqualTo("SageMakerVariantConcurrentRequestsPerModelHighResolution at 5.0");
    assertThat(asExpected()).isTrue();
    rehearsal.aws().scaling().followTraffic(ENDPOINT);
    assertThat(asExpected()).as("with another policy beside it").isFalse();
  }

  @Test
  void whatAutoscalingKeepsWarmIsKeptByAnUpdateAndOnTheWayBack() {
    rehearsal.endpoint(
        "prod",
        """
        {"hosting": {"serverless": {"memory_mb": 2048, "max_concurrency": 60,
          "provisioned_concurrency": 5}},
         "autoscaling": {"min_instances": 5, "max_instances": 50,
          "scale_in_cooldown_seconds": 300, "scale_out_cooldown_seconds": 60,
          "target_invocations_per_instance": null, "scheduled_actions": [
            {"name": "sale", "schedule": "at(2099-01-01T06:00:00)", "min_instances": 20}]}}
        """);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().warm(ENDPOINT)).isEqualTo(5);
    warm(40);
    Answer plan = rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v2"));
    assertThat(plan.json().path("remarks").toString())
        .contains("capacity-is-kept", "40 environments are warm", "itself has 5");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(rehearsal.aws().warmAtFirst(ENDPOINT)).isEqualTo(40);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(asExpected()).isTrue();
    warm(30);
    UUID back = rollBack(reason("v2 is slow"));
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().warmAtFirst(ENDPOINT)).isEqualTo(30);
    assertThat(asExpected()).isTrue();
  }

  /** What the traffic of a day makes of it: here nothing takes it down again meanwhile. */
  private void warm(int environments) {
    rehearsal.aws().warm(ENDPOINT, environments);
    rehearsal.advance(Duration.ofMinutes(2));
    assertThat(rehearsal.aws().warm(ENDPOINT)).isEqualTo(environments);
  }

  private boolean asExpected() {
    Answer live = rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/live");
    return live.json().path("as_expected").asBoolean();
  }

  /** Every day at the minute that it is so many hours after this. */
  private static String daily(Instant now, int hours) {
    var at = now.plus(Duration.ofHours(hours)).atZone(ZoneOffset.UTC);
    return "cron(%d %d * * ? *)".formatted(at.getMinute(), at.getHour());
  }

  private void until(Instant start, int hours) {
    Instant now = rehearsal.simulator().clock().now();
    rehearsal
        .simulator()
        .clock()
        .advance(Duration.between(now, start.plus(Duration.ofHours(hours))));
  }

  private double costPerMonth() {
    Answer usage = rehearsal.api().get("/v1/environments/prod/usage?days=7");
    assertThat(usage.status()).as(usage.http().body()).isEqualTo(200);
    return usage.json().at("/endpoints/0/cost_per_month").asDouble();
  }
}

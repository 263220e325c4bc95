package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** How large the fleet is that the way back brings: all traffic moves to it at once. */
@Conforming
class RolledBackFleetTests extends ProdStage {

  private static final String EIGHT_WITHOUT_SCALING =
      """
      {"without": ["AUTOSCALING"],
       "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 8}}
      """;

  @Test
  void aReleaseThatScalesComesBackAsLargeAsTheFleetOfTheOneThatDoesNot() {
    rehearsal.live("v1");
    override(EIGHT_WITHOUT_SCALING);
    rehearsal.live("v2");
    Answer plan = look();
    assertThat(plan.at("/fleet/instances_before")).isEqualTo("8");
    assertThat(plan.at("/fleet/instances_after")).isEqualTo("8");
    assertThat(plan.json().path("remarks").toString()).doesNotContain("capacity-changes");
    assertThat(toCome()).isEqualTo(8);
  }

  @Test
  void aFleetThatTheReleaseHasNoRoomForIsSaidToShrink() {
    rehearsal.endpoint("prod", "{\"without\": [\"AUTOSCALING\"]}");
    rehearsal.live("v1");
    override("{\"without\": null}");
    rehearsal.live("v2");
    rehearsal.aws().scale(ENDPOINT, 8);
    Answer plan = look();
    assertThat(plan.at("/fleet/instances_after")).isEqualTo("2");
    assertThat(plan.json().path("remarks").toString())
        .contains("capacity-changes", "has 8 instances and will have 2");
    assertThat(toCome()).isEqualTo(2);
  }

  @Test
  void aQuotaWithoutRoomForAFleetThatNothingScaledDoesNotRefuseTheWayBack() {
    rehearsal.live("v1");
    override(EIGHT_WITHOUT_SCALING);
    rehearsal.live("v2");
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.c5.xlarge\", \"limit\": 10}");
    assertThat(look().json().path("remarks").toString())
        .contains("quota-too-small", "8 more beside the 8", "the release's own 2");
    assertThat(toCome()).isEqualTo(2);
  }

  @Test
  void aFleetBeyondTheMostOfTheReleaseIsKeptUntilAutoscalingServesItAndBringsItDown() {
    rehearsal.live("v1");
    override(EIGHT_WITHOUT_SCALING);
    rehearsal.live("v2");
    rehearsal.aws().scale(ENDPOINT, 12);
    Answer plan = look();
    assertThat(plan.at("/fleet/instances_after")).isEqualTo("12");
    assertThat(plan.json().path("remarks").toString())
        .contains("capacity-changes", "then brings it down to 10");
    assertThat(toCome()).isEqualTo(12);
  }

  @Test
  void aFleetThatIsOnNoRecordDoesNotRefuseTheWayBackEither() {
    rehearsal.live("v1");
    override(EIGHT_WITHOUT_SCALING);
    UUID v2 = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(v2, "AWAIT");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(v2).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    rehearsal.advance(Duration.ofMinutes(12));
    assertThat(rehearsal.aws().endpoint(ENDPOINT).productionVariants().getFirst())
        .as("v2 serves")
        .returns(8, ProductionVariantSummary::currentInstanceCount);
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.c5.xlarge\", \"limit\": 10}");
    assertThat(toCome()).isEqualTo(2);
  }

  private Answer look() {
    Answer plan = act("rollbacks?dry_run=true", reason("v2 is slow"));
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }

  /** How many instances the way back brings up before v1 serves again. */
  private int toCome() {
    UUID back = rollBack(reason("v2 is slow"));
    rehearsal.scheduler().tickInto(back, "AWAIT");
    int instances = rehearsal.aws().instancesToCome(ENDPOINT);
    Answer ended = rehearsal.untilEnd(back);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
    return instances;
  }
}

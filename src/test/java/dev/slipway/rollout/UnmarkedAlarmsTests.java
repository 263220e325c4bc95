package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Adopted alarms that somebody deletes, or makes again without the mark. */
@Conforming
class UnmarkedAlarmsTests extends AdoptionStage {

  private static final String SERVERLESS =
      "{\"hosting\": {\"instance_type\": null, \"instance_count\": null,"
          + " \"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 5}},"
          + " \"without\": [\"AUTOSCALING\"]}";

  @BeforeAll
  void environment() {
    rehearsal.environment("bare");
  }

  @Test
  void aDeletedOneIsMadeAgainWithTheMarkSoThatItFollowsASwapAndGoesWithTheEndpoint() {
    String endpoint = claimed("lost");
    rehearsal.aws().alarms().delete("lost-errors");
    assertThat(deployed(endpoint).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().watched("lost-errors")).isEqualTo("lost");

    Answer swapped = swapped(endpoint);
    assertThat(swapped.at("/state")).as(swapped.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().watched("lost-errors"))
        .isEqualTo(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"));
    assertThat(asExpected(endpoint)).isTrue();

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).doesNotContain("lost-errors");
  }

  @Test
  void oneThatWasClaimedAndLostItsMarkStopsASwapBeforeItBegins() {
    String endpoint = claimed("stray");
    assertThat(rehearsal.override(endpoint, SERVERLESS).status()).isEqualTo(200);
    Answer promoted = promote("v1", endpoint, "bare");
    madeAgain("stray-errors", "stray");

    Answer stopped = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));

    assertThat(stopped.at("/state")).as(stopped.http().body()).isEqualTo("FAILED");
    assertThat(stopped.at("/reason_code")).isEqualTo("name-taken");
    assertThat(stopped.at("/reason")).contains("stray-errors");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"))
        .isEqualTo("stray");
    assertThat(rehearsal.aws().alarms().watched("stray-latency")).isEqualTo("stray");
    assertThat(promote("v1", endpoint, "bare").at("/code")).as("its plan").isEqualTo("name-taken");
  }

  @Test
  void oneThatWasClaimedAndLostItsMarkHoldsUpNoWayBackButIsNamed() {
    String endpoint = claimed("back");
    assertThat(swapped(endpoint).at("/state")).isEqualTo("SUCCEEDED");
    String serverless = rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name");
    madeAgain("back-errors", serverless);

    Answer back = ended(post(endpoint, "rollbacks", ""));

    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().watched("back-errors")).isEqualTo(serverless);
    assertThat(rehearsal.aws().alarms().watched("back-latency")).isNotEqualTo(serverless);
    String id = back.at("/id");
    assertThat(rehearsal.api().get("/v1/deployments/" + id + "/events").http().body())
        .contains("Left alone, since they do not carry this endpoint's mark: back-errors.");
  }

  @Test
  void oneThatIsMadeAgainComesOnRecordAlsoWhereTheAnswerIsLost() {
    made("mute");
    made("deaf");
    rehearsal.aws().elsewhere().moveGuarded("deaf", "mute-latency");
    rehearsal.advance(Duration.ofMinutes(30));
    String endpoint = claimedOf("mute");
    OwnedResources owned = rehearsal.api().bean(OwnedResources.class);
    assertThat(knows(owned, "mute-latency")).as("left by the claim").isFalse();
    rehearsal.aws().alarms().delete("mute-latency");
    rehearsal.fault(
        """
        {"kind": "lost_answer", "service": "monitoring", "operation": "PutMetricAlarm", "times": 1}
        """);

    assertThat(deployed(endpoint).at("/state")).isEqualTo("SUCCEEDED");

    assertThat(rehearsal.aws().alarms().names()).contains("mute-latency");
    assertThat(knows(owned, "mute-latency")).isTrue();
  }

  private static boolean knows(OwnedResources owned, String alarm) {
    return owned.knows(
        ResourceKind.ALARM, alarm, new CloudLocation(AwsClients.HOME, "us-east-1", null, null));
  }

  private String claimed(String name) {
    made(name);
    return claimedOf(name);
  }

  private String claimedOf(String name) {
    String endpoint = "bare-" + name + "-model";
    assertThat(imported(name, "bare", name + "-model", "").status()).isEqualTo(201);
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    return endpoint;
  }

  private Answer deployed(String endpoint) {
    Answer promoted = promote("v1", endpoint, "bare");
    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    return rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
  }

  private Answer swapped(String endpoint) {
    assertThat(rehearsal.override(endpoint, SERVERLESS).status()).isEqualTo(200);
    return deployed(endpoint);
  }

  private void madeAgain(String alarm, String watched) {
    rehearsal.aws().alarms().delete(alarm);
    rehearsal
        .aws()
        .make()
        .alarm(
            alarm,
            watched,
            "AllTraffic",
            it -> it.metricName("Invocation5XXErrors").statistic(Statistic.SUM));
  }
}

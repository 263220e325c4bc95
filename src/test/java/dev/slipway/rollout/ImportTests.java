package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What of an endpoint that was made elsewhere goes on record. */
@Conforming
class ImportTests extends AdoptionStage {

  @Test
  void aPrivateEncryptedAndCapturedEndpointIsImportedWholeAndExportedWhole() {
    rehearsal.environment("vault");
    rehearsal.aws().elsewhere().makePrivate("ledger");
    rehearsal.advance(Duration.ofMinutes(12));
    rehearsal.aws().elsewhere().move("ledger", "ledger-private");
    rehearsal.advance(Duration.ofMinutes(20));
    Answer done = imported("ledger", "vault", "ledger-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    String endpoint = "vault-ledger-model";
    assertThat(asExpected(endpoint)).isTrue();
    JsonNode spec = rehearsal.api().get("/v1/endpoints/" + endpoint + "/releases/1").json();
    assertThat(spec.at("/spec/network/isolated").asBoolean()).isTrue();
    assertThat(spec.at("/spec/network/vpc/subnets").size()).isEqualTo(2);
    assertThat(spec.at("/spec/hosting/kms_key_id").asString()).contains("key/11111111");
    assertThat(spec.at("/spec/hosting/routing").asString()).isEqualTo("LEAST_OUTSTANDING_REQUESTS");
    assertThat(spec.at("/spec/data_capture/sampling_percentage").asInt()).isEqualTo(25);
    assertThat(promote("v1", endpoint, "vault").at("/outcome")).isEqualTo("NO_CHANGES");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint + "/terraform").http().body())
        .contains("enable_network_isolation = true")
        .contains("subnets = [\"subnet-1\", \"subnet-2\"]")
        .contains("security_group_ids = [\"sg-1\"]")
        .contains("kms_key_arn = \"arn:aws:kms:us-east-1:123456789012:key/11111111")
        .contains("volume_size_in_gb = 40")
        .contains("routing_strategy = \"LEAST_OUTSTANDING_REQUESTS\"")
        .contains("initial_sampling_percentage = 25")
        .contains("capture_mode = \"Output\"")
        .doesNotContain("Not exported");
  }

  @Test
  void anArtifactStaysWhereItIsUntilTheFirstDeploymentCopiesItIntoTheStore() {
    rehearsal.created(
        "/v1/environments",
        Rehearsal.prod("stored")
            .replaceFirst(
                "\"artifact_mappings\": [^]]*]",
                "\"artifact_store\": \"s3://" + ArtifactsByHand.BUCKET + "/store/\""));
    made("shelf");
    Answer done = imported("shelf", "stored", "shelf-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    String endpoint = "stored-shelf-model";
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    Answer promoted = promote("v1", endpoint, "stored");
    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    Answer copied = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(copied.at("/state")).as(copied.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().artifactOf("shelf"))
        .startsWith("s3://" + ArtifactsByHand.BUCKET + "/store/shelf-model/");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(post(endpoint, "rollbacks", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().artifactOf("shelf")).isEqualTo(ArtifactsByHand.uri("v1"));
  }

  @Test
  void captureThatIsOnUnsaidIsImportedAndNotLostByTheFirstUpdate() {
    rehearsal.environment("taped");
    made("tape");
    rehearsal.aws().elsewhere().makeCapturing("tape");
    rehearsal.aws().elsewhere().move("tape", "tape-capturing");
    rehearsal.advance(Duration.ofMinutes(20));
    Answer done = imported("tape", "taped", "tape-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    String endpoint = "taped-tape-model";
    assertThat(asExpected(endpoint)).isTrue();
    Answer release = rehearsal.api().get("/v1/endpoints/" + endpoint + "/releases/1");
    assertThat(release.at("/spec/data_capture/sampling_percentage")).isEqualTo("25");
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    register("tape-model", "v2");
    Answer promoted = promote("v2", endpoint, "taped");
    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(rehearsal.aws().config("tape")).contains("EnableCapture=true");
  }

  @Test
  void adoptedAlarmsAreReadFromAwsAndNotWrittenByAnybody() {
    rehearsal.environment("read");
    made("pen");
    assertThat(imported("pen", "read", "pen-model", "").status()).isEqualTo(201);
    String endpoint = "read-pen-model";
    Answer written =
        rehearsal.override(
            endpoint, "{\"alarms\": {\"adopted\": [" + alarm("somebody-elses") + "]}}");
    assertThat(written.status()).as(written.http().body()).isEqualTo(422);
    assertThat(written.at("/code")).isEqualTo("adopted-alarms-are-read");
    assertThat(rehearsal.override(endpoint, "{\"tags\": {\"Team\": \"risk\"}}").status())
        .as("what leaves them as they are")
        .isEqualTo(200);
    assertThat(rehearsal.override(endpoint, "{\"alarms\": {\"adopted\": null}}").status())
        .as("giving them up")
        .isEqualTo(200);
    Answer made =
        rehearsal
            .api()
            .post(
                "/v1/endpoints",
                "{\"environment\": \"read\", \"model\": \"fraud-detector\", \"overrides\":"
                    + " {\"alarms\": {\"preset\": \"ARTICLE\", \"latency_threshold_ms\": 500,"
                    + " \"adopted\": ["
                    + alarm("prod-fraud-detector-5xx-errors")
                    + "]}}}");
    assertThat(made.status()).as(made.http().body()).isEqualTo(422);
    String path = "/v1/environments/read";
    Answer profile =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"alarms\": {\"adopted\": [" + alarm("everybodys") + "]}}}");
    assertThat(profile.status()).as(profile.http().body()).isEqualTo(422);
  }

  private static String alarm(String name) {
    return """
    {"name": "%s", "description": "", "metrics": [{"id": "m1", "namespace": "AWS/SageMaker",
     "metric": "Invocation5XXErrors", "dimensions": {"EndpointName": "x"}, "statistic": "Sum",
     "period_seconds": 60}], "comparison": "GREATER_THAN", "threshold": 5, "period_seconds": 60,
     "evaluation_periods": 2, "datapoints_to_alarm": 2, "missing_data": "MISSING", "actions": [],
     "tags": {}}
    """
        .formatted(name);
  }

  @Test
  void anEndpointOfOneInstanceIsImportedWhereverUpdatesBeginWithACanary() {
    rehearsal.environment("small");
    rehearsal.aws().elsewhere().makeSmall("single");
    rehearsal.advance(Duration.ofMinutes(12));
    Answer dry = imported("single", "small", "single-model", "?dry_run=true");
    assertThat(dry.status()).as(dry.http().body()).isEqualTo(200);
    assertThat(dry.http().body()).contains("one-instance-updates-all-at-once").contains("CANARY");
    Answer done = imported("single", "small", "single-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    String endpoint = "small-single-model";
    JsonNode rollout =
        rehearsal.api().get("/v1/endpoints/" + endpoint).json().at("/overrides/rollout");
    assertThat(rollout.path("strategy").asString("")).isEqualTo("ALL_AT_ONCE");
    assertThat(rollout.path("canary").isObject()).isFalse();
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(promote("v1", endpoint, "small").at("/outcome")).isEqualTo("NO_CHANGES");
    assertThat(
            rehearsal
                .override(
                    endpoint,
                    "{\"hosting\": {\"instance_type\": \"ml.m5.large\", \"instance_count\": 2},"
                        + " \"rollout\": null}")
                .status())
        .as("as the remark proposes")
        .isEqualTo(200);
  }

  @Test
  void aFleetThatAutoscalingHasBroughtWithinItsBoundsIsImportedWithACountWithinThem() {
    rehearsal.environment("grown");
    rehearsal.aws().elsewhere().makeSmall("sprout");
    rehearsal.advance(Duration.ofMinutes(12));
    rehearsal.aws().scalingElsewhere().followTraffic("sprout");
    rehearsal.advance(Duration.ofMinutes(12));
    Answer done = imported("sprout", "grown", "sprout-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body()).contains("first-count-within-bounds");
    String endpoint = "grown-sprout-model";
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint)
                .at("/overrides/hosting/instance_count"))
        .isEqualTo("2");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(promote("v1", endpoint, "grown").at("/outcome")).isEqualTo("NO_CHANGES");
  }

  @Test
  void aFleetThatSomebodyHasResizedIsImportedAsLargeAsItIsAndStaysSo() {
    rehearsal.environment("hand");
    made("sized");
    rehearsal.aws().elsewhere().resize("sized", 4);
    rehearsal.advance(Duration.ofMinutes(12));
    Answer done = imported("sized", "hand", "sized-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body())
        .contains("count-was-changed")
        .contains("somebody has asked for 4");
    String endpoint = "hand-sized-model";
    assertThat(done.at("/overrides/hosting/instance_count")).isEqualTo("4");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(promote("v1", endpoint, "hand").at("/outcome")).isEqualTo("NO_CHANGES");
    register("sized-model", "v2");
    Answer promoted = promote("v2", endpoint, "hand");
    rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(rehearsal.aws().instances("sized")).isEqualTo(4);
    assertThat(asExpected(endpoint)).isTrue();
    Answer back = ended(post(endpoint, "rollbacks", ""));
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().instances("sized")).isEqualTo(4);
    assertThat(asExpected(endpoint)).isTrue();
  }

  @Test
  void aFleetTooSmallForTheEnvironmentsCanaryIsImportedToBeUpdatedAllAtOnce() {
    rehearsal.environment("wide");
    String path = "/v1/environments/wide";
    Answer widened =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"hosting\": {\"instance_count\": 6}, \"rollout\": {\"canary\":"
                    + " {\"type\": \"INSTANCE_COUNT\", \"value\": 3}}}}");
    assertThat(widened.status()).as(widened.http().body()).isEqualTo(200);
    made("slim");
    Answer done = imported("slim", "wide", "slim-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body()).contains("fleet-updates-all-at-once").contains("3 of 2 is more");
    assertThat(
            rehearsal.api().get("/v1/endpoints/wide-slim-model").at("/overrides/rollout/strategy"))
        .isEqualTo("ALL_AT_ONCE");
  }

  @Test
  void scheduledActionsKeepWhateverNamesAwsHasTaken() {
    rehearsal.environment("clocked");
    made("clock");
    rehearsal.aws().scalingElsewhere().followTraffic("clock");
    rehearsal.aws().scalingElsewhere().everyMorning("clock", "early morning [x] & y", 3, 6);
    Answer done = imported("clock", "clocked", "clock-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(asExpected("clocked-clock-model")).isTrue();
    assertThat(promote("v1", "clocked-clock-model", "clocked").at("/outcome"))
        .isEqualTo("NO_CHANGES");
  }
}

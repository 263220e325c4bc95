package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What of an endpoint that was made elsewhere goes on record, and what is refused. */
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
  void whatSlipwayCannotExpressIsNamedAndTheEndpointRefused() {
    rehearsal.environment("strict");
    made("queue");
    rehearsal.aws().elsewhere().makeAsynchronous("queue");
    rehearsal.advance(Duration.ofMinutes(20));
    Answer refused = imported("queue", "strict", "queue-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("endpoint-not-expressible");
    assertThat(refused.http().body()).contains("AsyncInferenceConfig.OutputConfig.S3OutputPath");
    assertThat(rehearsal.api().get("/v1/endpoints/strict-queue-model").status()).isEqualTo(404);
  }

  @Test
  void aRecordThatWouldNotSayWhatAwsHasIsRefused() {
    rehearsal.environment("adding");
    made("plain");
    String path = "/v1/environments/adding";
    rehearsal
        .api()
        .patch(
            path,
            rehearsal.api().get(path).header("ETag"),
            "{\"profile\": {\"container_environment\": {\"LOG\": \"debug\"}}}");
    Answer refused = imported("plain", "adding", "plain-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains("model.containers[0].environment").contains("LOG");
  }

  @Test
  void anImportThatIsRetiredUnclaimedLeavesAwsAsItIs() {
    rehearsal.environment("look");
    made("other");
    assertThat(imported("other", "look", "other-model", "").status()).isEqualTo(201);
    String before = rehearsal.snapshot().toString();
    assertThat(ended(post("look-other-model", "retirements", "")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").toString()).contains("other");
    assertThat(before).contains("other");
    Answer claim = claim("look-other-model", "");
    assertThat(claim.at("/code")).isEqualTo("nothing-live");
    assertThat(claim.status()).as("as whatever else needs a release").isEqualTo(404);
  }

  @Test
  void anImportThatIsMadeAgainTellsOfTheTrafficRulesThatReturnWithIt() {
    rehearsal.environment("ruled");
    made("often");
    assertThat(imported("often", "ruled", "often-model", "").status()).isEqualTo(201);
    String endpoint = "ruled-often-model";
    Answer stated =
        rehearsal
            .api()
            .send(
                "PUT",
                "/v1/endpoints/" + endpoint + "/traffic-rules",
                "{\"breaker\": {}}",
                "Authorization",
                "Bearer " + ApiServer.TOKEN,
                "If-Match",
                "*");
    assertThat(stated.status()).as(stated.http().body()).isEqualTo(200);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    Answer dry = imported("often", "ruled", "often-model", "?dry_run=true");
    assertThat(dry.json().at("/plan/remarks").valueStream().map(it -> it.at("/code").asString()))
        .as(dry.http().body())
        .contains("traffic-rules-return");
  }

  @Test
  void anImportWhoseClaimWasCalledOffIsImportedAgainAsItIsOnceItIsRetired() {
    rehearsal.environment("again");
    made("fickle");
    rehearsal.aws().scalingElsewhere().followTraffic("fickle");
    assertThat(imported("fickle", "again", "fickle-model", "").status()).isEqualTo(201);
    String endpoint = "again-fickle-model";
    calledOffClaim(endpoint);
    rehearsal.aws().alarms().changeThreshold("fickle-errors", 77);
    assertThat(claim(endpoint, "").at("/code")).isEqualTo("endpoint-drifted");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fickle")).containsEntry("slipway:endpoint", endpoint);

    Answer dry = imported("fickle", "again", "fickle-model", "?dry_run=true");
    assertThat(dry.status()).as(dry.http().body()).isEqualTo(200);
    assertThat(dry.at("/plan/release/number")).isEqualTo("2");
    Answer done = imported("fickle", "again", "fickle-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body()).doesNotContain("slipway:", "carries the mark");
    Answer found = rehearsal.api().get("/v1/endpoints/" + endpoint);
    assertThat(found.at("/current_release/number")).isEqualTo("2");
    assertThat(found.at("/retired")).isEqualTo("false");
    assertThat(asExpected(endpoint)).isTrue();

    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fickle")).containsEntry("slipway:release", "2");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint("fickle")).isFalse();
    assertThat(rehearsal.aws().alarms().names()).doesNotContain("fickle-errors");
  }

  @Test
  void anImportWhoseClaimWasCalledOffIsOnRecordAndCostsOnce() {
    rehearsal.environment("stay");
    made("stay-put");
    rehearsal.aws().scalingElsewhere().followTraffic("stay-put");
    assertThat(imported("stay-put", "stay", "put-model", "").status()).isEqualTo(201);
    calledOffClaim("stay-put-model");
    assertThat(rehearsal.aws().tags("stay-put")).containsKey("slipway:endpoint");
    rehearsal.aws().elsewhere().copy("stay-put", "stay-lost");
    rehearsal.advance(Duration.ofMinutes(12));
    rehearsal.aws().tag("stay-lost", "slipway:endpoint", "stay-put-model");
    Answer orphans = rehearsal.api().get("/v1/environments/stay/orphans");
    assertThat(orphans.json().path("items").valueStream().map(it -> it.path("name").asString("")))
        .as(orphans.http().body())
        .containsExactly("stay-lost");
    JsonNode usage = rehearsal.api().get("/v1/environments/stay/usage").json();
    assertThat(usage.path("unrecorded").size()).isEqualTo(1);
    assertThat(usage.path("endpoints").size()).isEqualTo(1);
  }

  @Test
  void aDryRunRefusesWhatTheImportItselfWouldRefuse() {
    rehearsal.environment("dry");
    made("once");
    made("twice");
    assertThat(imported("once", "dry", "once-model", "").status()).isEqualTo(201);
    refusedEitherWay("once", "dry", "other-model", 409, "endpoint-exists");
    refusedEitherWay("twice", "dry", "once-model", 409, "endpoint-exists");

    rehearsal.environment("dry-once");
    refusedEitherWay("twice", "dry-once", "model", 409, "endpoint-name-taken");
    assertThat(imported("twice", "dry", "twice-model", "?dry_run=true").status()).isEqualTo(200);
  }

  private void refusedEitherWay(
      String name, String environment, String model, int status, String code) {
    for (String query : List.of("?dry_run=true", "")) {
      Answer refused = imported(name, environment, model, query);
      assertThat(refused.status()).as(query + refused.http().body()).isEqualTo(status);
      assertThat(refused.at("/code")).isEqualTo(code);
    }
  }

  @Test
  void namesThatNothingCanHaveAreRefusedWhereTheRequestHasThem() {
    rehearsal.environment("named");
    for (String query : List.of("?dry_run=true", "")) {
      Answer refused =
          rehearsal
              .api()
              .post(
                  "/v1/endpoint-imports" + query,
                  """
                  {"environment": "named", "model": "Fraud_Detector", "version": "v 1",
                   "physical_name": "any"}
                  """);
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
      assertThat(refused.at("/errors/0/pointer")).isEqualTo("/model");
      assertThat(refused.at("/errors/1/pointer")).isEqualTo("/version");
    }
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

  @Test
  void whatNoProfileCouldSayIsRefusedAsTheEndpointsAndNotTheRequests() {
    rehearsal.environment("wordy");
    made("talker");
    rehearsal.aws().scalingElsewhere().followTraffic("talker");
    rehearsal.aws().scalingElsewhere().everyMorning("talker", "m".repeat(200), 3, 6);
    Answer refused = imported("talker", "wordy", "talker-model", "");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("endpoint-not-expressible");
    assertThat(refused.at("/errors/0/pointer")).startsWith("/autoscaling/scheduled_actions/");
  }

  @Test
  void aModelThatNoVersionCanBeIsRefusedInADryRunToo() {
    rehearsal.environment("odd");
    rehearsal.aws().elsewhere().makePipeline("chain");
    rehearsal.advance(Duration.ofMinutes(12));
    refusedEitherWay("chain", "odd", "chain-model", 422, "endpoint-not-expressible");
    assertThat(imported("chain", "odd", "chain-model", "?dry_run=true").http().body())
        .contains("MODEL chain-pipeline")
        .contains("In a pipeline every container has a name, the first too.");
  }

  @Test
  void theMarkOfAnEndpointThatWasNotImportedHereBeforeStandsInTheWay() {
    rehearsal.environment("marked");
    made("taken");
    rehearsal.aws().tag("taken", "slipway:endpoint", "marked-taken-model");
    Answer refused = imported("taken", "marked", "taken-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body())
        .contains("ENDPOINT taken: carries the mark of marked-taken-model");
    made("forsaken");
    assertThat(imported("forsaken", "marked", "taken-model", "").status()).isEqualTo(201);
    assertThat(ended(post("marked-taken-model", "retirements", "")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(imported("taken", "marked", "taken-model", "").status())
        .as("the mark is of a name whose import was of something else")
        .isEqualTo(422);
    assertThat(imported("forsaken", "marked", "other-model", "").at("/code"))
        .isEqualTo("endpoint-exists");
  }
}

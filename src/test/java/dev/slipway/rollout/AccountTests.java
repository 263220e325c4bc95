package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.loadtest.LoadWorker;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Plans are held to what the account allows: its quotas, and what Slipway itself may do. */
@Conforming
class AccountTests {

  private static final String ACCOUNT = "444444444444";
  private static final String TYPE = "ml.c5.xlarge";

  @AutoClose private static Rehearsal rehearsal;
  private static Strangers others;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    others = new Strangers(rehearsal.aws());
  }

  @AfterEach
  void noFaults() {
    rehearsal.noFaults();
  }

  @Test
  void anUpdateThatTheQuotaLeavesNoRoomForIsRefusedAndRollingIsProposedAndWorks() {
    rehearsal.environment("quota");
    rehearsal.untilEnd(rehearsal.promote("v1", "quota"));
    rehearsal.fault(
        "{\"kind\": \"quota\", \"instance_type\": \"%s\", \"limit\": 3}".formatted(TYPE));
    Answer refused = promotion("quota", "v2", true);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("quota-too-small");
    assertThat(refused.at("/detail")).contains("is 3", "2 more beside the 2", "ROLLING");
    rehearsal.override(
        "quota-fraud-detector",
        """
        {"rollout": {"strategy": "ROLLING",
          "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
          "wait_interval_seconds": 300, "termination_wait_seconds": 0,
          "maximum_execution_timeout_seconds": 3600}}
        """);
    Answer accepted = promotion("quota", "v2", false);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    String rollbacks = "/v1/endpoints/quota-fraud-detector/rollbacks";
    Answer plan = rehearsal.api().post(rollbacks + "?dry_run=true", "{\"reason\": \"a test\"}");
    assertThat(remark(plan, "rollback-goes-in-batches").isMissingNode()).isFalse();
    assertThat(remark(plan, "quota-too-small").isMissingNode()).isTrue();
    Answer back = rehearsal.api().post(rollbacks, "{\"reason\": \"a test\"}");
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .as("and the way back goes in batches too")
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void anUpdateIsHeldToTheQuotaWithTheFleetThatItsPeakMakesOfItFirst() {
    String endpoint = "peaky-fraud-detector";
    otherType("peaky", "ml.r5.large");
    rehearsal.untilEnd(rehearsal.promote("v1", "peaky"));
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.r5.large\", \"limit\": 16}");
    new SomeTraffic(rehearsal.simulator(), endpoint)
        .minute(rehearsal.aws().endpoint(endpoint).endpointConfigName(), 4400, 20, 0);
    rehearsal.advance(Duration.ofMinutes(20));
    assertThat(promotion("peaky", "v2", true).status()).isEqualTo(200);
    rehearsal.override(
        endpoint,
        """
        {"autoscaling": {"min_instances": 2, "max_instances": 10,
          "scale_in_cooldown_seconds": 300, "scale_out_cooldown_seconds": 60,
          "target_invocations_per_instance": 500, "scale_out_before_updates": true}}
        """);
    Answer refused = promotion("peaky", "v2", true);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("quota-too-small");
    assertThat(refused.at("/detail")).contains("is 16", "9 more beside the 9", "18 in all");
  }

  @Test
  void whereOthersUseTheQuotaThePlanWarns() {
    otherType("busy", "ml.m5.xlarge");
    otherType("wanting", "ml.m5.xlarge");
    rehearsal.untilEnd(rehearsal.promote("v1", "busy"));
    rehearsal.fault("{\"kind\": \"quota\", \"instance_type\": \"ml.m5.xlarge\", \"limit\": 3}");
    Answer plan = promotion("wanting", "v1", true);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    assertThat(plan.json().path("remarks").toString())
        .contains("quota-too-small", "Other endpoints on record have");
  }

  @Test
  void whoMayNotReadQuotasIsNotHeldToThem() {
    rehearsal.environment("unread");
    rehearsal.deny("servicequotas", "*");
    assertThat(promotion("unread", "v1", true).status()).isEqualTo(200);
  }

  @Test
  void whereMetricsMayNotBeReadThePlanSaysThatItCannotTellWhatAlarmsSee() {
    otherType("blind", "ml.m5.large");
    rehearsal.untilEnd(rehearsal.promote("v1", "blind"));
    rehearsal.advance(Duration.ofMinutes(20));
    assertThat(remark(promotion("blind", "v2", true), "traffic-unknown").isMissingNode()).isTrue();
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    JsonNode unknown = remark(promotion("blind", "v2", true), "traffic-unknown");
    assertThat(unknown.path("severity").asString("")).isEqualTo("WARNING");
    assertThat(unknown.path("message").asString(""))
        .contains("GetMetricData failed: not for you", "is not known");
    assertThat(unknown.path("proposal").asString("")).contains("cloudwatch:GetMetricData");
    rehearsal.noFaults();
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 400,
         "code": "Throttling", "message": "Rate exceeded"}
        """);
    assertThat(
            remark(promotion("blind", "v2", true), "traffic-unknown").path("proposal").asString(""))
        .contains("again in a minute");
  }

  private static JsonNode remark(Answer plan, String code) {
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan.json()
        .path("remarks")
        .valueStream()
        .filter(remark -> remark.path("code").asString("").equals(code))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  @Test
  void theShippedPolicySufficesForAWholeLifeAndEachActionThatItLacksIsNamed() throws IOException {
    String role = others.putDeployer(ACCOUNT, "an-external-id");
    others.putArtifacts(ACCOUNT, "models-least", "v1", "v2");
    String shipped =
        Files.readString(Path.of("docs/iam/control-plane.json"))
            .replace("REGION", "us-east-1")
            .replace("ACCOUNT", ACCOUNT)
            .replace("ENVIRONMENT", "least")
            .replace("MODEL-BUCKET", "models-least")
            .replace("CONTROL-PLANE-ROLE", "deployer")
            .replace("EXECUTION-ROLE", "nobody")
            .replace("RECOMMENDER-ROLE", "slipway-least-fraud-detector")
            .replace("PAYLOAD-BUCKET", "models-least");
    others.putPolicy(ACCOUNT, "deployer", shipped.replace("\"iam:PassRole\"", "\"iam:GetUser\""));
    Answer created =
        rehearsal
            .api()
            .post(
                "/v1/environments",
                """
                {"name": "least", "preset": "article", "profile": {
                  "location": {"account_id": "%s", "region": "us-east-1", "role_arn": "%s",
                               "external_id": "an-external-id"},
                  "execution_role": {"managed": true},
                  "smoke_test": {"on_fail": "ABORT", "on_insufficient_evidence": "CONTINUE"},
                  "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://models-least/"}],
                  "hosting": {"instance_type": "%s", "instance_count": 2},
                  "autoscaling": {"min_instances": 2, "max_instances": 10}}}
                """
                    .formatted(ACCOUNT, role, TYPE));
    assertThat(created.status()).as(created.http().body()).isEqualTo(201);

    Answer refused = promotion("least", "v1", true);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("control-plane-lacks-actions");
    assertThat(refused.at("/detail"))
        .contains("iam:PassRole on arn:aws:iam::" + ACCOUNT + ":role/slipway-least-fraud-detector")
        .contains(role)
        .doesNotContain("sagemaker:", "cloudwatch:");

    others.putPolicy(ACCOUNT, "deployer", shipped);
    for (String version : new String[] {"v1", "v2"}) {
      Answer accepted = promotion("least", version, false);
      assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
      Answer ended = rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));
      assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    }
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/least-fraud-detector/rollbacks", "{\"reason\": \"a test\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    aRecommenderJobBeginsAndEnds();
    Answer retired =
        rehearsal
            .api()
            .post("/v1/endpoints/least-fraud-detector/retirements", "{\"reason\": \"a test\"}");
    assertThat(retired.status()).as(retired.http().body()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(UUID.fromString(retired.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(others.endpoints(ACCOUNT)).isEmpty();
  }

  private static void aRecommenderJobBeginsAndEnds() {
    ApiServer api = rehearsal.api();
    rehearsal.sample(
        "usual",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [0.5, 1.2, 3.4, 0.8]}"}
        """);
    String least = "/v1/environments/least";
    Answer setUp =
        api.patch(
            least,
            api.get(least).header("ETag"),
            """
            {"profile": {"inference_recommender": {
              "role_arn": "arn:aws:iam::%s:role/slipway-least-fraud-detector",
              "payload_store": "s3://models-least/samples/"}}}
            """
                .formatted(ACCOUNT));
    assertThat(setUp.status()).as(setUp.http().body()).isEqualTo(200);
    String jobs = "/v1/endpoints/least-fraud-detector/recommender-jobs";
    Answer job = api.post(jobs, "{\"reason\": \"a test\", \"confirm\": \"least-fraud-detector\"}");
    assertThat(job.status()).as(job.http().body()).isEqualTo(202);
    LoadWorker.runDueJobs(rehearsal);
    api.post(jobs + "/" + job.at("/id") + "/cancel", "{\"reason\": \"enough\"}");
    for (int looks = 0; looks < 2; looks++) {
      rehearsal.advance(Duration.ofSeconds(31));
      LoadWorker.runDueJobs(rehearsal);
    }
    Answer ended = api.get(jobs + "/" + job.at("/id"));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("CANCELED");
    assertThat(ended.json().has("begun_at")).isTrue();
  }

  private static void otherType(String environment, String type) {
    String prod = Rehearsal.prod(environment).replace(TYPE, type);
    assertThat(rehearsal.api().post("/v1/environments", prod).status()).isEqualTo(201);
  }

  private static Answer promotion(String environment, String version, boolean dry) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions?dry_run=" + dry,
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
  }
}

package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release can say of its hosting, from the overrides to what AWS has in the end. */
@Conforming
class HostingTests extends ProdStage {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"strategy": "ALL_AT_ONCE", "wait_interval_seconds": 0, "termination_wait_seconds": 300,
         "maximum_execution_timeout_seconds": 1800}
        """,
        """
        {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 50},
         "wait_interval_seconds": 300, "termination_wait_seconds": 0,
         "maximum_execution_timeout_seconds": 1800}
        """,
        """
        {"strategy": "LINEAR", "linear_step": {"type": "INSTANCE_COUNT", "value": 1},
         "wait_interval_seconds": 300, "termination_wait_seconds": 60,
         "maximum_execution_timeout_seconds": 1800}
        """,
        """
        {"strategy": "ROLLING", "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
         "rollback_maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 100},
         "wait_interval_seconds": 300, "termination_wait_seconds": 0,
         "maximum_execution_timeout_seconds": 3600}
        """
      })
  void everyStrategyBringsAReleaseAndTakesABadOneBack(String rollout) {
    rehearsal.live("v1");
    override("{\"rollout\": " + rollout + "}");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    String good = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    UUID bad = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(bad, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("-r3-");
    assertThat(rehearsal.untilEnd(bad).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName()).isEqualTo(good);
  }

  @Test
  void aNetworkVolumesAndCaptureReachSageMakerAndAreNotDroppedByTheNextUpdate() {
    override(
        """
        {"hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2, "volume_size_gb": 30,
          "container_startup_timeout_seconds": 600, "model_data_download_timeout_seconds": 900,
          "routing": "LEAST_OUTSTANDING_REQUESTS", "kms_key_id": "alias/models"},
         "network": {"isolated": true, "vpc": {"subnets": ["subnet-1"],
          "security_group_ids": ["sg-1"]}},
         "data_capture": {"destination": "s3://captures/fraud", "sampling_percentage": 20,
          "captured": ["INPUT", "OUTPUT"]}}
        """);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    String config = rehearsal.aws().config(ENDPOINT);
    assertThat(config)
        .contains("VolumeSizeInGB=30", "LEAST_OUTSTANDING_REQUESTS", "alias/models")
        .contains("ContainerStartupHealthCheckTimeoutInSeconds=600", "s3://captures/fraud");
    assertThat(rehearsal.aws().model(ENDPOINT)).contains("subnet-1", "EnableNetworkIsolation=true");
  }

  @Test
  void anExecutionRoleThatMayNotDoEnoughIsToldEachMissingAction() {
    rehearsal
        .aws()
        .make()
        .roleThatMay(
            "serving",
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"logs:*\", \"ecr:*\"],"
                + " \"Resource\": \"*\"}], \"Version\": \"2012-10-17\"}");
    useRole("arn:aws:iam::123456789012:role/serving");
    Answer ended = rehearsal.live("v1");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("execution-role-lacks-actions");
    assertThat(ended.at("/reason"))
        .contains("s3:GetObject on arn:aws:s3:::ml-models-prod/fraud-detector/v1/model.tar.gz")
        .contains("cloudwatch:DescribeAlarms")
        .doesNotContain("logs:", "ecr:");
    rehearsal
        .aws()
        .make()
        .roleThatMay(
            "serving",
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"logs:*\", \"ecr:*\", \"s3:*\","
                + " \"cloudwatch:*\"], \"Resource\": \"*\"}], \"Version\": \"2012-10-17\"}");
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    useRole("arn:aws:iam::123456789012:role/nobody");
    assertThat(rehearsal.live("v2").at("/reason_code")).isEqualTo("execution-role-missing");
  }

  private void useRole(String arn) {
    String path = "/v1/environments/prod";
    Answer answer =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"execution_role\": {\"managed\": false, \"arn\": \""
                    + arn
                    + "\"}}}");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
  }

  @Test
  void aServerlessReleaseIsWatchedBySlipwayAndTakenBackWhenItsAlarmFires() {
    override(
        """
        {"hosting": {"serverless": {"memory_mb": 2048, "max_concurrency": 5}}}
        """);
    assertThat(rehearsal.live("v1").at("/state")).isEqualTo("SUCCEEDED");
    Answer second = rehearsal.live("v2");
    assertThat(second.at("/state")).as(second.http().body()).isEqualTo("SUCCEEDED");
    String good = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    UUID bad = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(bad, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("-r3-");
    Answer ended = rehearsal.untilEnd(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName()).isEqualTo(good);
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number"))
        .isEqualTo("2");
  }
}

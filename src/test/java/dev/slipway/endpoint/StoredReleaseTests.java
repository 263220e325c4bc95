package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import org.junit.jupiter.api.Test;

/** A release that an earlier Slipway stored is still what it was. */
class StoredReleaseTests {

  /** As the first version of Slipway wrote it. */
  private static final String FIRST =
      """
      {"model_version":"v1","image":"ml-serving:v2.1.0","model_data_url":"s3://b/m.tar.gz",\
      "artifact_etag":"abc","container_environment":{"A":"b"},"execution_role":{"managed":true},\
      "hosting":{"instance_type":"ml.c5.xlarge","instance_count":2},\
      "autoscaling":{"min_instances":2,"max_instances":10,"target_invocations_per_instance":500.0,\
      "scale_in_cooldown_seconds":300,"scale_out_cooldown_seconds":60},\
      "rollout":{"strategy":"CANARY","canary":{"type":"INSTANCE_COUNT","value":1},\
      "wait_interval_seconds":300,"termination_wait_seconds":120,\
      "maximum_execution_timeout_seconds":1800},\
      "alarms":{"preset":"ARTICLE","latency_threshold_ms":1000},\
      "location":{"account_id":"123456789012","region":"us-east-1"},"tags":{}}\
      """;

  @Test
  void itReadsAndKeepsItsHash() {
    ReleaseSpec spec = Json.read(FIRST, ReleaseSpec.class);
    assertThat(spec.hosting().type()).isEqualTo("ml.c5.xlarge");
    assertThat(spec.containers()).hasSize(1);
    assertThat(Json.write(spec)).isEqualTo(FIRST);
    assertThat(spec.contentHash())
        .isEqualTo("38ba12bca2904b99763f9c0a4ed241b7c7056a22983890fcd177c79f34dca97e");
  }

  @Test
  void itsModelKeepsItsName() {
    ReleaseSpec spec = Json.read(FIRST, ReleaseSpec.class);
    assertThat(Names.model("prod-fraud", spec, "arn:aws:iam::123456789012:role/x"))
        .isEqualTo("prod-fraud-m-0086a7104592");
  }
}

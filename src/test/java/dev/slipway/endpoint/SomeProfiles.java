package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.environment.Profile;

/** Profiles to test with. */
final class SomeProfiles {

  private SomeProfiles() {}

  /** One that has everything that an endpoint may do without or set differently. */
  static Profile full() {
    return Json.read(
        """
        {"location": {"account_id": "123456789012", "region": "us-east-1"},
         "execution_role": {"arn": "arn:aws:iam::123456789012:role/serving", "managed": false},
         "artifact_mappings": [], "image_mappings": [], "pin_images": false, "keep_releases": 10,
         "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2},
         "autoscaling": {"min_instances": 2, "max_instances": 10,
           "target_invocations_per_instance": 500, "scale_in_cooldown_seconds": 300,
           "scale_out_cooldown_seconds": 60},
         "rollout": {"strategy": "CANARY", "canary": {"type": "INSTANCE_COUNT", "value": 1},
           "wait_interval_seconds": 900, "termination_wait_seconds": 120,
           "maximum_execution_timeout_seconds": 3600},
         "alarms": {"preset": "ARTICLE", "latency_threshold_ms": 1000},
         "container_environment": {"A": "theirs", "B": "theirs"},
         "tags": {"Team": "fraud"},
         "network": {"vpc": {"subnets": ["subnet-1"], "security_group_ids": ["sg-1"]}},
         "data_capture": {"destination": "s3://captured/here", "sampling_percentage": 5,
           "captured": ["INPUT"]},
         "judge": {"metrics": [{"metric": "ERROR_RATE", "direction": "INCREASE",
             "tolerance": 0.005, "critical": true}],
           "on_fail": "ABORT", "on_insufficient_evidence": "CONTINUE"},
         "smoke_test": {"on_fail": "ABORT", "on_insufficient_evidence": "CONTINUE"}}
        """,
        Profile.class);
  }
}

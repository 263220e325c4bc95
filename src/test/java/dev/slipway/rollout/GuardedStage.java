package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The environment of the preset {@code guarded} that a test is about, and promotions to it. */
abstract class GuardedStage {

  String environment = "";

  abstract Rehearsal rehearsal();

  /** Makes the environment that the test is about, with this much more in its profile. */
  Answer guarded(String name, String more) {
    environment = name;
    return rehearsal().guarded(name, more);
  }

  String endpoint() {
    return environment + "-fraud-detector";
  }

  Answer plan(String version) {
    Answer plan = promotion(version, true);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }

  /** What comes of asking for a promotion, or of planning it. */
  Answer promotion(String version, boolean dry) {
    return rehearsal()
        .api()
        .post(
            "/v1/promotions?dry_run=" + dry,
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
  }

  static String remark(Answer plan, String code) {
    for (JsonNode remark : plan.json().path("remarks")) {
      if (remark.path("code").asString().equals(code)) return remark.path("message").asString();
    }
    throw new AssertionError("no " + code + " in " + plan.http().body());
  }

  String events(UUID deployment) {
    return rehearsal().events(deployment);
  }
}

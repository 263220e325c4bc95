package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;

/** A rehearsal of its own for each test, and prod's endpoint in it as people ask about it. */
abstract class ProdStage {

  static final String ENDPOINT = "prod-fraud-detector";

  /** A step policy, as a member of {@code autoscaling}. */
  static final String STEP_POLICY =
      """
      "step_policies": [{"name": "surge", "metric": "INVOCATIONS_PER_INSTANCE",
        "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
        "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
        "steps": [{"lower_bound": 0, "adjustment": 2}]}]\
      """;

  @AutoClose final Rehearsal rehearsal = Rehearsal.start();

  /** Sets its overrides; makes it with them where it is not there yet. */
  void override(String overrides) {
    if (rehearsal.api().get("/v1/endpoints/" + ENDPOINT).status() == 404) {
      rehearsal.endpoint("prod", overrides);
      return;
    }
    Answer answer = rehearsal.override(ENDPOINT, overrides);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
  }

  /**
   * Overrides by which 2 instances grow to so many at 400 requests each.
   *
   * @param more further members of {@code autoscaling}, as JSON without braces
   */
  static String scalingTo(int most, String more) {
    return """
    {"autoscaling": {"min_instances": 2, "max_instances": %d, "scale_in_cooldown_seconds": 300,
      "scale_out_cooldown_seconds": 60, "target_invocations_per_instance": 400, %s}}
    """
        .formatted(most, more.strip());
  }

  /** Asks for something of the endpoint. */
  Answer act(String action, String body) {
    return rehearsal.api().post("/v1/endpoints/" + ENDPOINT + "/" + action, body);
  }

  /** Asks for the way back with this body, and tells the deployment's id. */
  UUID rollBack(String body) {
    return accepted("rollbacks", body);
  }

  /** Asks to retire the endpoint, and tells the deployment's id. */
  UUID retire() {
    return accepted("retirements", reason("unused"));
  }

  private UUID accepted(String action, String body) {
    Answer accepted = act(action, body);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }

  /** The version of the release that serves, by the record. */
  String current() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/model_version");
  }

  static String reason(String why) {
    return "{\"reason\": \"" + why + "\"}";
  }

  /** What asks for a promotion to prod. */
  static String promotion(String version) {
    return """
    {"model": "fraud-detector", "version": "%s", "to": "prod", "reason": "a test"}
    """
        .formatted(version);
  }

  /** Asks to cancel a deployment that was seen in this state. */
  Answer cancel(UUID deployment, String seen) {
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            """
            {"reason": "the wrong version", "expected_state": "%s"}
            """
                .formatted(seen));
  }

  /** Asks for a promotion to prod that takes a running deployment's place, or does not. */
  Answer supersede(String version, boolean supersede) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions",
            """
            {"model": "fraud-detector", "version": "%s", "to": "prod", "reason": "a better one",
             "supersede": %s}
            """
                .formatted(version, supersede));
  }
}

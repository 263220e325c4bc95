package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Prod's endpoint, on which v2 serves after v1, and the way back as people ask for it. */
abstract class RollbackStage {

  static final String ENDPOINT = "prod-fraud-detector";

  @AutoClose Rehearsal rehearsal;

  @BeforeEach
  void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.live("v1");
    rehearsal.live("v2");
  }

  Answer release(int number) {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases/" + number);
  }

  /** Calls a deployment off as it stands. */
  Answer cancel(UUID deployment) {
    String seen = rehearsal.deployment(deployment).at("/state");
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            "{\"reason\": \"a slip\", \"expected_state\": \"" + seen + "\"}");
  }

  /** The number of the release that serves. */
  String serving() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number");
  }

  /** The version of the release that serves. */
  String version() {
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/model_version");
  }

  /** Asks for the way back. */
  Answer back(String body) {
    return act("rollbacks", body);
  }

  /** Asks for something of the endpoint. */
  Answer act(String action, String body) {
    return rehearsal.api().post("/v1/endpoints/" + ENDPOINT + "/" + action, body);
  }

  /** Lets what was accepted end. */
  Answer ended(Answer accepted) {
    return rehearsal.untilEnd(started(accepted));
  }

  /** The deployment that was accepted. */
  static UUID started(Answer accepted) {
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }
}

package dev.slipway.promotion;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;

/** People besides the admin, each with a token. */
record Colleagues(ApiServer api) {

  /** Decides on a promotion that is pending, as somebody. */
  Answer decide(String who, String promotion, String what, String reason) {
    return post(who, "/v1/promotions/" + promotion + "/" + what, decision(reason));
  }

  /** Anything else, as somebody. */
  Answer post(String who, String path, String body) {
    return api.send("POST", path, body, "Authorization", "Bearer " + api.tokenOf(who));
  }

  static String decision(String reason) {
    return "{\"reason\": \"%s\", \"expected_state\": \"PENDING_APPROVAL\"}".formatted(reason);
  }
}

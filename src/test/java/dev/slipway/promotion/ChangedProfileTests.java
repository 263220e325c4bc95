package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import org.junit.jupiter.api.Test;

/** Promotions that wait while the profile of their environment changes. */
@Conforming
class ChangedProfileTests extends PromotionStage {

  ChangedProfileTests() {
    super(Rehearsal.unpaced());
  }

  @Test
  void whatWaitsIsNotTakenFromAnEnvironmentThatComesBeforeNoMore() {
    for (String before : new String[] {"staging", "qa"}) rehearsal.environment(before);
    rehearsal.untilEnd(rehearsal.promote("v1", "staging"));
    rehearsal.environment("moved", "\"predecessor\": \"staging\", \"gates\": {\"approvals\": 1}");
    String id = promote("moved", "v1", "").at("/id");
    change("moved", "{\"predecessor\": \"qa\"}");
    Answer approved = colleagues.decide("anna", id, "approvals", "good");
    Answer refused = approved.status() == 200 ? approved : promotion(id);
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).isEqualTo("Versions come to moved from qa, not staging.");
    assertThat(refused.at("/gates/0/verdict")).isEqualTo("FAILED");
  }

  private void change(String environment, String profile) {
    String path = "/v1/environments/" + environment;
    Answer changed =
        rehearsal
            .api()
            .patch(
                path, rehearsal.api().get(path).header("ETag"), "{\"profile\": " + profile + "}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }
}

package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promotions that wait for people, for something outside, or for time. */
class PendingTests extends PromotionStage {

  private static final String RESULT = "{\"result\": \"PASSED\", \"reason\": \"looked\"}";

  PendingTests() {
    super(Rehearsal.unpaced());
  }

  @BeforeAll
  void live() {
    rehearsal.live("v1");
  }

  @Test
  void aPromotionBeginsWithItsLastApprovalAndHoldsNoPlaceBefore() {
    gated("two", "{\"approvals\": 2}");
    Answer pending = promote("two", "v2", "");
    assertThat(pending.status()).isEqualTo(202);
    assertThat(pending.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(pending.at("/gates/0/verdict")).isEqualTo("PENDING");
    assertThat(pending.at("/plan/endpoint")).isEqualTo("two-fraud-detector");
    assertThat(rehearsal.api().get("/v1/endpoints/two-fraud-detector").status()).isEqualTo(404);
    assertThat(promote("two", "v2", "").at("/code")).isEqualTo("promotion-pending");
    String id = pending.at("/id");

    Answer own = decide(id, "approvals", "mine is good");
    assertThat(own.status()).isEqualTo(403);
    assertThat(own.at("/code")).isEqualTo("requester-cannot-approve");
    Answer first = colleagues.decide("anna", id, "approvals", "good");
    assertThat(first.status()).as(first.http().body()).isEqualTo(200);
    assertThat(first.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(first.at("/gates/0/reason")).startsWith("1 of 2 approvals, by token:anna");
    Answer again = colleagues.decide("anna", id, "approvals", "good");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/code")).isEqualTo("already-approved");

    Answer last = colleagues.decide("ben", id, "approvals", "very good");
    assertThat(last.at("/outcome")).as(last.http().body()).isEqualTo("DEPLOYING");
    assertThat(last.at("/decisions/1/reason")).isEqualTo("very good");
    assertThat(colleagues.decide("cleo", id, "approvals", "late").at("/code"))
        .isEqualTo("state-changed");
    Answer ended = rehearsal.untilEnd(UUID.fromString(last.at("/deployment/id")));
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(events("two")).contains("promotion.pending", "promotion.approved");
  }

  @Test
  void whoSeesTheEnvironmentHearsOfAFirstPromotionThatWaitsThere() {
    gated("first", "{\"approvals\": 1}");
    String pending = promote("first", "v2", "").at("/id");
    String account =
        """
        {"name": "first-viewer", "grants": [{"role": "VIEWER", "environment": "first"}]}
        """;
    assertThat(rehearsal.api().post("/v1/service-accounts", account).status()).isEqualTo(201);
    String token =
        rehearsal
            .api()
            .post("/v1/service-accounts/first-viewer/tokens", "{\"name\": \"one\"}")
            .at("/token");

    Answer seen =
        rehearsal
            .api()
            .send(
                "GET",
                "/v1/audit-events?type=promotion.pending",
                null,
                "Authorization",
                "Bearer " + token);
    assertThat(seen.json().at("/items")).hasSize(1);
    assertThat(seen.at("/items/0/data/promotion")).isEqualTo(pending);
    assertThat(seen.at("/items/0/environment")).isEqualTo("first");
  }

  @Test
  void aChangedProfileNeedsTheWordOfThoseWhoDecideAnew() {
    gated("changed", "{\"approvals\": 1}");
    String id = promote("changed", "v1", "").at("/id");
    profile("changed", "{\"container_environment\": {\"A\": \"b\"}}");
    Answer refused = colleagues.decide("anna", id, "approvals", "good");
    assertThat(refused.at("/outcome")).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("is not what was decided on");
  }

  @Test
  void whatSomebodyHasApprovedDoesNotBeginWithOtherContentOnceNobodyIsAskedAnyMore() {
    gated("fewer", "{\"approvals\": 2}");
    gated("fewer-only", "{\"approvals\": 2}");
    String changed = promote("fewer", "v1", "").at("/id");
    String same = promote("fewer-only", "v1", "").at("/id");
    for (String id : new String[] {changed, same}) {
      colleagues.decide("anna", id, "approvals", "good");
    }
    profile("fewer", "{\"gates\": {\"approvals\": null}, \"hosting\": {\"instance_count\": 5}}");
    profile("fewer-only", "{\"gates\": {\"approvals\": null}}");
    rehearsal.beginWaiting();
    assertThat(promotion(changed).at("/outcome")).isEqualTo("REFUSED");
    assertThat(promotion(changed).at("/refusal")).contains("is not what was decided on");
    Answer begun = promotion(same);
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
  }

  @Test
  void whatADecisionRefusesShowsWhatTheGatesSaidOfThatDecision() {
    gated(
        "shown",
        """
        {"approvals": 1, "checks": [{"name": "fairness", "deadline_seconds": 600}]}
        """);
    String id = promote("shown", "v1", "").at("/id");
    profile("shown", "{\"container_environment\": {\"A\": \"b\"}}");
    assertThat(answer(id, "fairness", "PASSED").at("/outcome")).isEqualTo("PENDING_APPROVAL");
    Answer refused = colleagues.decide("anna", id, "approvals", "good");
    assertThat(refused.at("/outcome")).as(refused.http().body()).isEqualTo("REFUSED");
    Answer told = rehearsal.api().get("/v1/audit-events?type=promotion.refused");
    assertThat(told.at("/items/0/data/promotion")).isEqualTo(id);
    for (String gate : new String[] {"/gates/0", "/gates/1"}) {
      assertThat(refused.at(gate + "/verdict")).as(gate).isEqualTo("PASSED");
      assertThat(told.at("/items/0/data" + gate + "/verdict")).as(gate).isEqualTo("PASSED");
    }
  }

  @Test
  void theApprovalOfAServiceAccountCountsAsLongAsItMayApprove() {
    gated("trusted", "{\"approvals\": 2}");
    String id = promote("trusted", "v1", "").at("/id");
    String token = approver("ben", "trusted");
    Answer first =
        rehearsal
            .api()
            .send(
                "POST",
                "/v1/promotions/" + id + "/approvals",
                Colleagues.decision("good"),
                "Authorization",
                "Bearer " + token);
    assertThat(first.at("/gates/0/reason")).startsWith("1 of 2 approvals, by service-account:ben.");

    account("ben", "{\"grants\": [{\"role\": \"VIEWER\", \"environment\": \"trusted\"}]}");
    Answer second = colleagues.decide("carl", id, "approvals", "good");
    assertThat(second.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(second.at("/gates/0/reason"))
        .startsWith("1 of 2 approvals, by token:carl. Not counted")
        .contains("service-account:ben");
    account("ben", "{\"disabled\": true, \"grants\": " + approving("trusted") + "}");
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("PENDING_APPROVAL");
    account("ben", "{\"disabled\": false}");
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(promotion(id).at("/deployment/id")));
  }

  @Test
  void aRetiredServiceAccountsApprovalCountsNoMore() {
    gated("retired", "{\"approvals\": 1, \"approved_version\": true}");
    String id = promote("retired", "v1", ", \"wait_for_gates\": true").at("/id");
    Answer approved =
        rehearsal
            .api()
            .send(
                "POST",
                "/v1/promotions/" + id + "/approvals",
                Colleagues.decision("good"),
                "Authorization",
                "Bearer " + approver("former", "retired"));
    assertThat(approved.at("/gates/1/verdict")).isEqualTo("PASSED");
    Answer gone =
        rehearsal
            .api()
            .send(
                "DELETE",
                "/v1/service-accounts/former",
                null,
                "Authorization",
                "Bearer " + ApiServer.TOKEN);
    assertThat(gone.status()).as(gone.http().body()).isLessThan(300);
    rehearsal.beginWaiting();
    assertThat(promotion(id).at("/gates/1/verdict")).isEqualTo("PENDING");
  }

  /** Makes a service account that may approve in an environment, and tells its token. */
  private String approver(String name, String environment) {
    Answer made =
        rehearsal
            .api()
            .post(
                "/v1/service-accounts",
                "{\"name\": \"%s\", \"grants\": %s}".formatted(name, approving(environment)));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    String tokens = "/v1/service-accounts/" + name + "/tokens";
    return rehearsal.api().post(tokens, "{\"name\": \"one\"}").at("/token");
  }

  private static String approving(String environment) {
    return "[{\"role\": \"APPROVER\", \"environment\": \"%s\"}]".formatted(environment);
  }

  private void account(String name, String change) {
    String path = "/v1/service-accounts/" + name;
    String seen = rehearsal.api().get(path).header("ETag");
    Answer changed = rehearsal.api().patch(path, seen, change);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  @Test
  void aRejectionIsForGoodAndACancelBelongsToTheRequester() {
    gated("no", "{\"approvals\": 1}");
    String id = promote("no", "v1", "").at("/id");
    Answer rejected = colleagues.decide("anna", id, "rejections", "not on my watch");
    assertThat(rejected.at("/outcome")).isEqualTo("REFUSED");
    assertThat(rejected.at("/refusal")).contains("token:anna rejected it: not on my watch");
    assertThat(colleagues.decide("ben", id, "approvals", "good").status()).isEqualTo(409);

    String other = promote("no", "v1", "").at("/id");
    assertThat(decide(other, "cancel", "v2 comes first").at("/outcome")).isEqualTo("CANCELED");
    assertThat(decide(other, "cancel", "v2 comes first").status()).isEqualTo(409);
    Answer list = rehearsal.api().get("/v1/promotions?to=no&outcome=CANCELED");
    assertThat(list.json().at("/items").size()).isEqualTo(1);
    assertThat(rehearsal.api().get("/v1/promotions?outcome=odd").status()).isEqualTo(400);
  }

  @Test
  void aPendingOnePassesOverItsGatesWhenSomebodyBreaksTheGlass() {
    gated("glass", "{\"approvals\": 3, \"approved_version\": true}");
    String id = promote("glass", "v1", ", \"wait_for_gates\": true").at("/id");
    Answer broken = decide(id, "break-glass", "incident 4711");
    assertThat(broken.at("/outcome")).as(broken.http().body()).isEqualTo("DEPLOYING");
    assertThat(broken.at("/gates/0/verdict")).isEqualTo("OVERRIDDEN");
    assertThat(broken.at("/gates/1/verdict")).isEqualTo("OVERRIDDEN");
    assertThat(broken.at("/break_glass")).isEqualTo("incident 4711");
    rehearsal.untilEnd(UUID.fromString(broken.at("/deployment/id")));
  }

  @Test
  void anExternalCheckAnswersOnceAndInTime() {
    gated("checked", "{\"checks\": [{\"name\": \"fairness\", \"deadline_seconds\": 600}]}");
    String id = promote("checked", "v1", "").at("/id");
    Answer own = rehearsal.api().post("/v1/promotions/" + id + "/checks/fairness", RESULT);
    assertThat(own.status()).isEqualTo(403);
    assertThat(own.at("/code")).isEqualTo("requester-cannot-answer");
    assertThat(answer(id, "taste", "PASSED").at("/code")).isEqualTo("no-such-check");
    Answer passed = answer(id, "fairness", "PASSED");
    assertThat(passed.at("/outcome")).as(passed.http().body()).isEqualTo("DEPLOYING");
    assertThat(answer(id, "fairness", "FAILED").at("/code")).isEqualTo("check-answered");
    rehearsal.untilEnd(UUID.fromString(passed.at("/deployment/id")));

    String failing = promote("checked", "v2", "").at("/id");
    Answer failed = answer(failing, "fairness", "FAILED");
    assertThat(failed.at("/outcome")).isEqualTo("REFUSED");
    assertThat(failed.at("/refusal")).contains("answered: looked");

    String silent = promote("checked", "v3", "").at("/id");
    rehearsal.advance(Duration.ofMinutes(10));
    assertThat(answer(silent, "fairness", "PASSED").at("/code")).isEqualTo("check-too-late");
    rehearsal.beginWaiting();
    Answer late = promotion(silent);
    assertThat(late.at("/outcome")).isEqualTo("REFUSED");
    assertThat(late.at("/gates/0/verdict")).isEqualTo("FAILED");
    assertThat(late.at("/refusal")).contains("fairness has not answered until");
  }

  @Test
  void gatesThatTimeOpensAreWaitedForWhenThatIsAsked() {
    rehearsal.environment("field");
    rehearsal.environment(
        "barn",
        """
        "predecessor": "field", "gates": {"soak_seconds": 3600, "wait_seconds": 7200,
          "freezes": [{"name": "never", "cron": "0 0 29 2 *", "duration_seconds": 1}]}\
        """);
    rehearsal.untilEnd(rehearsal.promote("v1", "field"));
    Answer pending = promote("barn", "v1", ", \"wait_for_gates\": true");
    assertThat(pending.at("/outcome")).isEqualTo("PENDING_APPROVAL");
    assertThat(pending.at("/gates/1/opens_at")).isNotEmpty();
    rehearsal.beginWaiting();
    assertThat(promotion(pending.at("/id")).at("/outcome")).isEqualTo("PENDING_APPROVAL");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.beginWaiting();
    Answer begun = promotion(pending.at("/id"));
    assertThat(begun.at("/outcome")).as(begun.http().body()).isEqualTo("DEPLOYING");
    rehearsal.untilEnd(UUID.fromString(begun.at("/deployment/id")));
    rehearsal.beginWaiting();

    // One that waits in vain does so until its patience is over.
    rehearsal.untilEnd(rehearsal.promote("v2", "field"));
    String vain = promote("barn", "v2", ", \"wait_for_gates\": true").at("/id");
    rehearsal.untilEnd(rehearsal.promote("v1", "field"));
    rehearsal.beginWaiting();
    Answer refused = promotion(vain);
    assertThat(refused.at("/outcome")).isEqualTo("REFUSED");
    assertThat(refused.at("/refusal")).contains("v2 served field from");
  }

  /** Changes members of an environment's profile. */
  private void profile(String environment, String members) {
    String path = "/v1/environments/" + environment;
    String etag = rehearsal.api().get(path).header("ETag");
    Answer changed = rehearsal.api().patch(path, etag, "{\"profile\": " + members + "}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private Answer decide(String id, String what, String reason) {
    return rehearsal.api().post("/v1/promotions/" + id + "/" + what, Colleagues.decision(reason));
  }

  private Answer answer(String id, String check, String result) {
    return colleagues.post(
        "tester", "/v1/promotions/" + id + "/checks/" + check, RESULT.replace("PASSED", result));
  }
}

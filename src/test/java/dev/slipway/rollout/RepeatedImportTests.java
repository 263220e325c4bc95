package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Versions;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.PlanClaim;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.ResolveCandidate;
import dev.slipway.environment.Environments;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Imports that are given up: what they leave, and what comes of importing again. */
@Conforming
class RepeatedImportTests extends AdoptionStage {

  @Test
  void anImportThatIsRetiredUnclaimedLeavesAwsAsItIs() {
    rehearsal.environment("look");
    made("other");
    assertThat(imported("other", "look", "other-model", "").status()).isEqualTo(201);
    String before = rehearsal.snapshot().toString();
    assertThat(ended(post("look-other-model", "retirements", "")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").toString()).contains("other");
    assertThat(before).contains("other");
    Answer claim = claim("look-other-model", "");
    assertThat(claim.at("/code")).isEqualTo("nothing-live");
    assertThat(claim.status()).as("as whatever else needs a release").isEqualTo(404);
  }

  @Test
  void anImportUnderAWrongNameIsRetiredAndMadeAgainUnderTheRightOne() {
    rehearsal.environment("typing");
    made("mistyped");
    assertThat(imported("mistyped", "typing", "frad", "").status()).isEqualTo(201);
    Answer early = imported("mistyped", "typing", "fraud", "");
    assertThat(early.at("/code")).isEqualTo("endpoint-exists");
    assertThat(early.at("/link")).isEqualTo("/v1/endpoints/typing-frad");
    assertThat(early.at("/detail")).contains("retire it");
    assertThat(ended(post("typing-frad", "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    Answer again = imported("mistyped", "typing", "fraud", "");
    assertThat(again.status()).as(again.http().body()).isEqualTo(201);
    assertThat(imported("mistyped", "typing", "frad", "").at("/code")).isEqualTo("endpoint-exists");
    assertThat(ended(claim("typing-fraud", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(imported("mistyped", "typing", "frad", "").at("/code"))
        .as("not the mark of itself")
        .isEqualTo("endpoint-exists");
  }

  @Test
  void whatWasRetiredAndMadeAgainElsewhereIsImportedAgain() {
    rehearsal.environment("anew");
    made("phoenix");
    assertThat(imported("phoenix", "anew", "bird", "").status()).isEqualTo(201);
    String endpoint = "anew-bird";
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().elsewhere().makeAgain("phoenix");
    rehearsal.advance(Duration.ofMinutes(12));
    assertThat(promote("v1", endpoint, "anew").at("/detail")).contains("Import it");
    goesOn("phoenix", endpoint, "anew", 2);
  }

  @Test
  void anAlarmThatARetirementHadToLeaveIsNotTakenFromTheImportThatFollows() {
    rehearsal.environment("pager");
    made("beeper");
    assertThat(imported("beeper", "pager", "bell", "").status()).isEqualTo(201);
    String endpoint = "pager-bell";
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().alarms().watchTogether("everything", "beeper-errors");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).contains("beeper-errors");
    rehearsal.aws().elsewhere().makeAgain("beeper");
    rehearsal.advance(Duration.ofMinutes(12));
    Answer again =
        rehearsal
            .api()
            .post(
                "/v1/endpoint-imports",
                """
                {"environment": "pager", "model": "bell", "version": "anew",
                 "physical_name": "beeper"}
                """);
    assertThat(again.status()).as(again.http().body()).isEqualTo(201);

    rehearsal.aws().alarms().delete("everything");
    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();
    assertThat(rehearsal.aws().alarms().names()).contains("beeper-errors");
    assertThat(asExpected(endpoint)).isTrue();
  }

  @Test
  void whatWasMadeElsewhereUnderTheNameOfOneThatServesNothingIsImportedInItsPlace() {
    rehearsal.environment("early");
    rehearsal.created("/v1/models", "{\"name\": \"lark\"}");
    rehearsal.created("/v1/endpoints", "{\"model\": \"lark\", \"environment\": \"early\"}");
    made("early-lark");
    register("lark", "v1");
    assertThat(promote("v1", "early-lark", "early").at("/detail")).contains("Import it");
    rehearsal.created("/v1/models", "{\"name\": \"other-lark\"}");
    goesOn("early-lark", "early-lark", "early", 1);
  }

  @Test
  void aPromotionThatWasPlannedBeforeAnImportTouchesNothing() {
    rehearsal.environment("quick");
    rehearsal.created(
        "/v1/endpoints", "{\"model\": \"fraud-detector\", \"environment\": \"quick\"}");
    String name = "quick-fraud-detector";
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(name);
    Candidate candidate =
        rehearsal
            .api()
            .bean(ResolveCandidate.class)
            .of(
                seen,
                rehearsal.api().bean(Versions.class).byName("fraud-detector", "v1"),
                rehearsal.api().bean(Environments.class).byName("quick"),
                null);
    Plan plan = rehearsal.api().bean(Planning.class).plan(seen, candidate);
    made(name);
    Answer taken =
        rehearsal
            .api()
            .post(
                "/v1/endpoint-imports",
                """
                {"environment": "quick", "model": "fraud-detector", "version": "as-it-is",
                 "physical_name": "%s"}
                """
                    .formatted(name));
    assertThat(taken.status()).as(taken.http().body()).isEqualTo(201);
    StartDeployment start = rehearsal.api().bean(StartDeployment.class);
    assertThatThrownBy(() -> start.promote(seen, candidate, plan, new Asked("somebody", "a test")))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("endpoint-not-claimed"));
  }

  /** It is imported, claimed, promoted to, brought back and retired. */
  private void goesOn(String name, String endpoint, String environment, int release) {
    String model = endpoint.substring(environment.length() + 1);
    String body =
        """
        {"environment": "%s", "model": "%s", "version": "as-it-is", "physical_name": "%s"}
        """
            .formatted(environment, model, name);
    Answer again = rehearsal.api().post("/v1/endpoint-imports", body);
    assertThat(again.status()).as(again.http().body()).isEqualTo(201);
    Answer found = rehearsal.api().get("/v1/endpoints/" + endpoint);
    assertThat(found.at("/current_release/number")).isEqualTo(String.valueOf(release));
    assertThat(found.at("/retired")).isEqualTo("false");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    register(model, "v2");
    Answer promoted = promote("v2", endpoint, environment);
    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    Answer updated = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(updated.at("/state")).as(updated.at("/reason")).isEqualTo("SUCCEEDED");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(post(endpoint, "rollbacks", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/current_release/number"))
        .isEqualTo(String.valueOf(release));
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint(name)).isFalse();
  }

  @Test
  void aClaimThatWasPlannedForWhatIsNoLongerSoMarksNothing() {
    rehearsal.environment("late");
    made("slow");
    assertThat(imported("slow", "late", "slow-model", "").status()).isEqualTo(201);
    String name = "late-slow-model";
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(name);
    Plan plan = rehearsal.api().bean(PlanClaim.class).plan(seen);
    assertThat(ended(post(name, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    refused(seen, plan, "state-changed");
    assertThat(imported("slow", "late", "slow-model", "").status()).isEqualTo(201);
    refused(seen, plan, "state-changed");
    assertThat(rehearsal.aws().tags("slow")).isEqualTo(MadeElsewhere.TAGS);

    Endpoint anew = rehearsal.api().bean(Endpoints.class).named(name);
    Plan again = rehearsal.api().bean(PlanClaim.class).plan(anew);
    assertThat(ended(claim(name, "")).at("/state")).isEqualTo("SUCCEEDED");
    refused(anew, again, "already-claimed");
  }

  private void refused(Endpoint planned, Plan plan, String code) {
    StartDeployment start = rehearsal.api().bean(StartDeployment.class);
    assertThatThrownBy(() -> start.claim(planned, plan, new Asked("somebody", "a test")))
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo(code));
  }

  @Test
  void anImportThatIsMadeAgainTellsOfTheTrafficRulesThatReturnWithIt() {
    rehearsal.environment("ruled");
    made("often");
    assertThat(imported("often", "ruled", "often-model", "").status()).isEqualTo(201);
    String endpoint = "ruled-often-model";
    Answer stated =
        rehearsal
            .api()
            .send(
                "PUT",
                "/v1/endpoints/" + endpoint + "/traffic-rules",
                "{\"breaker\": {}}",
                "Authorization",
                "Bearer " + ApiServer.TOKEN,
                "If-Match",
                "*");
    assertThat(stated.status()).as(stated.http().body()).isEqualTo(200);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    Answer dry = imported("often", "ruled", "often-model", "?dry_run=true");
    assertThat(dry.json().at("/plan/remarks").valueStream().map(it -> it.at("/code").asString()))
        .as(dry.http().body())
        .contains("traffic-rules-return");
  }

  @Test
  void anImportWhoseClaimWasCalledOffIsImportedAgainAsItIsOnceItIsRetired() {
    rehearsal.environment("again");
    made("fickle");
    rehearsal.aws().scalingElsewhere().followTraffic("fickle");
    assertThat(imported("fickle", "again", "fickle-model", "").status()).isEqualTo(201);
    String endpoint = "again-fickle-model";
    calledOffClaim(endpoint);
    rehearsal.aws().alarms().changeThreshold("fickle-errors", 77);
    assertThat(claim(endpoint, "").at("/code")).isEqualTo("endpoint-drifted");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fickle")).containsEntry("slipway:endpoint", endpoint);

    Answer dry = imported("fickle", "again", "fickle-model", "?dry_run=true");
    assertThat(dry.status()).as(dry.http().body()).isEqualTo(200);
    assertThat(dry.at("/plan/release/number")).isEqualTo("2");
    Answer done = imported("fickle", "again", "fickle-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body()).doesNotContain("slipway:", "carries the mark");
    Answer found = rehearsal.api().get("/v1/endpoints/" + endpoint);
    assertThat(found.at("/current_release/number")).isEqualTo("2");
    assertThat(found.at("/retired")).isEqualTo("false");
    assertThat(asExpected(endpoint)).isTrue();

    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fickle")).containsEntry("slipway:release", "2");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint("fickle")).isFalse();
    assertThat(rehearsal.aws().alarms().names()).doesNotContain("fickle-errors");
  }

  @Test
  void anImportWhoseClaimWasCalledOffIsOnRecordAndCostsOnce() {
    rehearsal.environment("stay");
    made("stay-put");
    rehearsal.aws().scalingElsewhere().followTraffic("stay-put");
    assertThat(imported("stay-put", "stay", "put-model", "").status()).isEqualTo(201);
    calledOffClaim("stay-put-model");
    assertThat(rehearsal.aws().tags("stay-put")).containsKey("slipway:endpoint");
    rehearsal.aws().elsewhere().copy("stay-put", "stay-lost");
    rehearsal.advance(Duration.ofMinutes(12));
    rehearsal.aws().tag("stay-lost", "slipway:endpoint", "stay-put-model");
    Answer orphans = rehearsal.api().get("/v1/environments/stay/orphans");
    assertThat(orphans.json().path("items").valueStream().map(it -> it.path("name").asString("")))
        .as(orphans.http().body())
        .containsExactly("stay-lost");
    JsonNode usage = rehearsal.api().get("/v1/environments/stay/usage").json();
    assertThat(usage.path("unrecorded").size()).isEqualTo(1);
    assertThat(usage.path("endpoints").size()).isEqualTo(1);
  }
}

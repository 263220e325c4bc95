package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Routes;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of an endpoint's record once an import that was made in its place is retired
 * unclaimed, and of the names by which its callers know it.
 */
@Conforming
class ForgottenImportTests extends AdoptionStage {

  @Test
  void anEndpointOfSlipwaysOwnComesBackAfterAnImportInItsPlaceByMistake() {
    rehearsal.environment("own");
    rehearsal.created("/v1/models", "{\"name\": \"lark\"}");
    register("lark", "v1");
    String overrides =
        "{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 3}}";
    rehearsal.created(
        "/v1/endpoints",
        "{\"model\": \"lark\", \"environment\": \"own\", \"overrides\": %s}".formatted(overrides));
    String endpoint = "own-lark";
    lives("v1", endpoint, "own");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    made("wrong");
    assertThat(again("wrong", "own", "lark").status()).isEqualTo(201);
    assertThat(promote("v1", endpoint, "own").at("/code")).isEqualTo("endpoint-not-claimed");
    Answer plan = post(endpoint, "retirements", "?dry_run=true");
    assertThat(plan.at("/remarks/0/message")).contains("as it was before the import");

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");

    Answer found = rehearsal.api().get("/v1/endpoints/" + endpoint);
    assertThat(found.at("/physical_name")).isEqualTo(endpoint);
    assertThat(found.at("/overrides/hosting/instance_count")).isEqualTo("3");
    assertThat(found.at("/overrides/alarms")).isEmpty();
    assertThat(claim(endpoint, "").at("/code")).isEqualTo("nothing-live");
    lives("v1", endpoint, "own");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(rehearsal.aws().tags("wrong")).isEqualTo(MadeElsewhere.TAGS);
  }

  @Test
  void aPromotionGoesWhereAnImportByMistakeWasTheFirstThing() {
    rehearsal.environment("mistaken");
    made("mine");
    assertThat(imported("mine", "mistaken", "their-model", "").status()).isEqualTo(201);
    String endpoint = "mistaken-their-model";
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/overrides/execution_role"))
        .isEmpty();
    assertThat(imported("mine", "mistaken", "my-model", "").status())
        .as("it is free for the right model")
        .isEqualTo(201);
    register("their-model", "v2");
    lives("v2", endpoint, "mistaken");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
  }

  @Test
  void theRoleThatARetirementLeftIsCollectedAlthoughAnImportWasForgottenMeanwhile() {
    rehearsal.environment("roles");
    rehearsal.created("/v1/models", "{\"name\": \"finch\"}");
    register("finch", "v1");
    String endpoint = "roles-finch";
    lives("v1", endpoint, "roles");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    made("hasty");
    assertThat(again("hasty", "roles", "finch").status()).isEqualTo(201);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(rehearsal.snapshot().path("iam.role").propertyNames())
        .noneMatch(role -> role.contains(endpoint));
  }

  @Test
  void theCallersOfAClaimedEndpointKeepItsNameWhateverIsImportedInItsPlaceLater() {
    rehearsal.environment("names");
    made("first");
    assertThat(imported("first", "names", "score", "").status()).isEqualTo(201);
    String endpoint = "names-score";
    ended(claim(endpoint, ""));
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    made("second");
    assertThat(again("second", "names", "score").status()).isEqualTo(201);
    assertThat(route(endpoint).aliases()).containsExactly("first", "second");
    rehearsal.aws().elsewhere().makeAgain("first");
    rehearsal.advance(Duration.ofMinutes(12));
    assertThat(imported("first", "names", "thief", "").at("/link"))
        .as("it may come back yet")
        .isEqualTo("/v1/endpoints/" + endpoint);

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(route(endpoint).aliases()).as("second was forgotten").containsExactly("first");
    assertThat(promote("v1", endpoint, "names").at("/code"))
        .as("it is as it was, but first was made again elsewhere")
        .isEqualTo("name-taken");
  }

  @Test
  void theNameGoesOnOnceTheEndpointThatFollowedIsClaimed() {
    rehearsal.environment("heirs");
    made("old");
    assertThat(imported("old", "heirs", "score", "").status()).isEqualTo(201);
    String endpoint = "heirs-score";
    ended(claim(endpoint, ""));
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    made("new");
    assertThat(again("new", "heirs", "score").status()).isEqualTo(201);
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(route(endpoint).aliases()).containsExactly("new", "old");

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(route(endpoint).aliases())
        .as("of a retired one too: nobody is sent to another")
        .containsExactly("new", "old");
  }

  @Test
  void theMarkOfAClaimThatWasCalledOffDoesNotGiveTheEndpointToAPromotionOnceItWasForgotten() {
    rehearsal.environment("tried");
    made("tried-crow");
    assertThat(imported("tried-crow", "tried", "crow", "").status()).isEqualTo(201);
    String endpoint = "tried-crow";
    calledOffClaim(endpoint);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    JsonNode before = rehearsal.snapshot();
    register("crow", "v2");

    Answer accepted = promote("v2", endpoint, "tried");
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));
    assertThat(ended.at("/state")).as(ended.at("/reason")).isEqualTo("FAILED");
    assertThat(ended.at("/reason")).contains("not on record");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint"))
        .isEqualTo(before.path("sagemaker.endpoint"));
  }

  @Test
  void aPromotionGoesWhereAProcessOfTheReleaseBeforeRetiredAnImportInPlaceOfOurOwn() {
    rehearsal.environment("mixed");
    rehearsal.created("/v1/models", "{\"name\": \"wren\"}");
    register("wren", "v1");
    String endpoint = "mixed-wren";
    lives("v1", endpoint, "mixed");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    made("other");
    assertThat(again("other", "mixed", "wren").status()).isEqualTo(201);
    int retired =
        rehearsal
            .api()
            .bean(JdbcClient.class)
            .sql(
                """
                update endpoint set retired = true, current_release_id = null,
                                    current_config = null, version = version + 1
                where name = ?
                """)
            .param(endpoint)
            .update();
    assertThat(retired).isEqualTo(1);

    assertThat(again("other", "mixed", "wren").status()).isEqualTo(201);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"))
        .isEqualTo(endpoint);
    lives("v1", endpoint, "mixed");
  }

  /** Imports as another version, in place of what was there. */
  private Answer again(String name, String environment, String model) {
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/endpoint-imports",
                """
                {"environment": "%s", "model": "%s", "version": "as-%s", "physical_name": "%s"}
                """
                    .formatted(environment, model, name, name));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
    return answer;
  }

  private void lives(String version, String endpoint, String environment) {
    Answer accepted = promote(version, endpoint, environment);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    Answer ended = rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));
    assertThat(ended.at("/state")).as(ended.at("/reason")).isEqualTo("SUCCEEDED");
  }

  private Route route(String endpoint) {
    return rehearsal.api().bean(Routes.class).all().stream()
        .filter(route -> route.endpoint().equals(endpoint))
        .findFirst()
        .orElseThrow();
  }
}

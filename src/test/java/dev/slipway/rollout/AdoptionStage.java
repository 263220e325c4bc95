package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Claim;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A rehearsal for endpoints that were made elsewhere, one for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdoptionStage {

  @AutoClose final Rehearsal rehearsal;

  AdoptionStage() {
    this(Rehearsal.start(Rehearsal.UNPACED));
  }

  AdoptionStage(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Until it serves. */
  void made(String name) {
    rehearsal.aws().elsewhere().make(name);
    rehearsal.advance(Duration.ofMinutes(12));
  }

  /** What comes of an import of a SageMaker endpoint as version v1 of a model. */
  Answer imported(String name, String environment, String model, String query) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoint-imports" + query,
            """
            {"environment": "%s", "model": "%s", "version": "v1", "physical_name": "%s"}
            """
                .formatted(environment, model, name));
  }

  Answer claim(String endpoint, String query) {
    return post(endpoint, "claims", query);
  }

  /** A claim that is called off once everything carries the mark, before it is on record. */
  UUID calledOffClaim(String endpoint) {
    Answer accepted = claim(endpoint, "");
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    UUID claim = UUID.fromString(accepted.at("/id"));
    Deployments deployments = rehearsal.api().bean(Deployments.class);
    List<Claim> claims = Claim.in(deployments.withId(claim).plan());
    claims.forEach(it -> rehearsal.scheduler().tick(claim, deployments.withId(claim).tick()));
    Answer canceled =
        rehearsal
            .api()
            .post(
                "/v1/deployments/" + claim + "/cancel",
                "{\"reason\": \"not ours\", \"expected_state\": \"PREPARING\"}");
    assertThat(canceled.status()).as(canceled.http().body()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(claim).at("/state")).isEqualTo("CANCELED");
    return claim;
  }

  /** Asks for something of an endpoint. */
  Answer post(String endpoint, String what, String query) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoints/" + endpoint + "/" + what + query,
            "{\"reason\": \"Slipway takes over.\"}");
  }

  /** Lets what was accepted end. */
  Answer ended(Answer accepted) {
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return rehearsal.untilEnd(UUID.fromString(accepted.at("/id")));
  }

  /** Another version of a model, as fraud-detector's of that name. */
  void register(String model, String version) {
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/models/" + model + "/versions",
                """
                {"name": "%s",
                 "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
                 "artifact": "s3://ml-models/fraud-detector/%s/model.tar.gz"}
                """
                    .formatted(version, version));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
  }

  Answer promote(String version, String endpoint, String environment) {
    return promote("", version, endpoint, environment);
  }

  Answer promote(String query, String version, String endpoint, String environment) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions" + query,
            """
            {"model": "%s", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(endpoint.substring(environment.length() + 1), version, environment));
  }

  /** The endpoint has its own tags, AWS's and the mark; what Slipway made has none of AWS's. */
  void keepsItsTags(String endpoint, String name) {
    assertThat(rehearsal.aws().tags(name))
        .containsAllEntriesOf(MadeElsewhere.TAGS)
        .containsEntry("slipway:endpoint", endpoint);
    JsonNode tags = rehearsal.snapshot().path("sagemaker.tags");
    assertThat(tags.propertyNames())
        .filteredOn(arn -> arn.contains("/" + endpoint))
        .allSatisfy(arn ->
            assertThat(tags.path(arn).propertyNames()).noneMatch(key -> key.startsWith("aws:")));
  }

  /** Whether AWS shows what the record says. */
  boolean asExpected(String endpoint) {
    Answer live = rehearsal.api().get("/v1/endpoints/" + endpoint + "/live");
    assertThat(live.json().path("differences").values().stream().map(Object::toString).toList())
        .isEqualTo(List.of());
    return live.json().path("as_expected").asBoolean();
  }
}

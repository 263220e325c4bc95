package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Routes;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Endpoints that were made elsewhere: looked at first, claimed then, deployed to like any other.
 */
@Conforming
class AdoptionTests extends AdoptionStage {

  @Test
  void anEndpointMadeElsewhereIsImportedUnchangedThenClaimedPromotedRolledBackAndRetired() {
    rehearsal.environment("own");
    made("churn");
    rehearsal.aws().scalingElsewhere().followTraffic("churn");
    String before = rehearsal.snapshot().toString();
    Answer dry = imported("churn", "own", "churn-model", "?dry_run=true");
    assertThat(dry.status()).as(dry.http().body()).isEqualTo(200);
    assertThat(dry.json().at("/plan/no_changes").asBoolean()).isTrue();
    assertThat(dry.json().at("/plan/changes").size()).isZero();
    assertThat(dry.http().body()).contains("churn-all-clear").contains("OKActions");
    assertThat(rehearsal.api().get("/v1/endpoints/own-churn-model").status()).isEqualTo(404);
    Answer done = imported("churn", "own", "churn-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(rehearsal.snapshot().toString()).isEqualTo(before);

    String endpoint = "own-churn-model";
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"))
        .isEqualTo("churn");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(promote("v1", endpoint, "own").at("/outcome")).isEqualTo("NO_CHANGES");
    register("churn-model", "v2");
    for (String query : List.of("?dry_run=true", "")) {
      assertThat(promote(query, "v2", endpoint, "own").at("/code"))
          .isEqualTo("endpoint-not-claimed");
      assertThat(post(endpoint, "rollbacks", query).at("/code")).isEqualTo("endpoint-not-claimed");
    }
    assertThat(rehearsal.aws().tags("churn")).isEqualTo(MadeElsewhere.TAGS);

    Answer plan = claim(endpoint, "?dry_run=true");
    assertThat(plan.http().body())
        .contains("ENDPOINT/churn", "MODEL/churn-model", "ALARM/churn-errors")
        .doesNotContain("churn-all-clear");
    assertThat(agreed(endpoint, "0").at("/code")).isEqualTo("plan-stale");
    Answer accepted = agreed(endpoint, plan.at("/hash"));
    assertThat(claim(endpoint, "?dry_run=true").at("/code")).isEqualTo("deployment-active");
    Answer claimed = ended(accepted);
    assertThat(claimed.at("/state")).as(claimed.http().body()).isEqualTo("SUCCEEDED");
    keepsItsTags(endpoint, "churn");
    assertThat(asExpected(endpoint)).isTrue();

    Answer promoted = promote("v2", endpoint, "own");
    Answer updated = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(updated.at("/state")).as(updated.at("/reason")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scalingElsewhere().policies("churn"))
        .containsExactly("follow-traffic");
    assertThat(rehearsal.aws().alarms().names()).doesNotContain(endpoint + "-5xx-errors");
    assertThat(rehearsal.aws().endpoint("churn").productionVariants().getFirst().variantName())
        .isEqualTo("AllTraffic");
    keepsItsTags(endpoint, "churn");
    assertThat(asExpected(endpoint)).isTrue();

    exportNamesEverything(endpoint);

    assertThat(ended(post(endpoint, "rollbacks", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/current_release/number"))
        .isEqualTo("1");
    keepsItsTags(endpoint, "churn");

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().path("sagemaker.endpoint").toString())
        .doesNotContain("\"churn\"");
    assertThat(rehearsal.aws().models()).doesNotContain("churn-model");
    assertThat(rehearsal.aws().alarms().names())
        .contains("churn-all-clear")
        .doesNotContain("churn-errors");
  }

  @Test
  void aServerlessEndpointIsImportedExportedClaimedAndComesToInstancesWithItsAlarms() {
    rehearsal.environment("night");
    rehearsal.aws().elsewhere().makeServerless("night-bird");
    rehearsal.advance(Duration.ofMinutes(12));
    Answer done = imported("night-bird", "night", "owl-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    String endpoint = "night-owl-model";
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint + "/terraform").http().body())
        .contains("memory_size_in_mb = 3072")
        .contains("max_concurrency = 15")
        .doesNotContain("instance_type", "Not exported");
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    Answer overridden =
        rehearsal.override(
            endpoint,
            "{\"hosting\": {\"instance_type\": \"ml.m5.large\", \"instance_count\": 2,"
                + " \"serverless\": null}}");
    assertThat(overridden.status()).as(overridden.http().body()).isEqualTo(200);
    Answer promoted = promote("v1", endpoint, "night");
    Answer swapped = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(swapped.at("/state")).as(swapped.at("/reason")).isEqualTo("SUCCEEDED");
    assertThat(swapped.at("/swap/from")).isEqualTo("night-bird");
    assertThat(rehearsal.api().bean(Routes.class).all())
        .filteredOn(route -> route.endpoint().equals(endpoint))
        .singleElement()
        .satisfies(route -> {
          assertThat(route.physicalName()).isEqualTo(endpoint + "--s2");
          assertThat(route.aliases()).as("its callers' name for it").containsExactly("night-bird");
        });
    assertThat(rehearsal.aws().hasEndpoint("night-bird")).isFalse();
    assertThat(rehearsal.aws().alarms().watched("night-bird-errors")).isEqualTo(endpoint + "--s2");
    assertThat(asExpected(endpoint)).isTrue();
    assertThat(rehearsal.api().get("/v1/endpoints/" + endpoint + "/terraform").http().body())
        .contains("id = \"" + endpoint + "--s2\"")
        .contains("instance_type = \"ml.m5.large\"");
    rehearsal.created("/v1/models", "{\"name\": \"bird\"}");
    register("bird", "v1");
    assertThat(promote("v1", "night-bird", "night").at("/code"))
        .as("its callers' name for it")
        .isEqualTo("endpoint-name-taken");
  }

  @Test
  void aPolicyOfSomebodyElsesIsExportedWithTheMetricThatItTracks() {
    rehearsal.environment("busy");
    made("bees");
    rehearsal.aws().scalingElsewhere().followTraffic("bees");
    assertThat(imported("bees", "busy", "bees-model", "").status()).isEqualTo(201);
    rehearsal.aws().scalingElsewhere().followProcessors("bees", "follow-processors");
    String exported = rehearsal.api().get("/v1/endpoints/busy-bees-model/terraform").http().body();
    assertThat(exported)
        .contains("predefined_metric_type = \"SageMakerVariantInvocationsPerInstance\"")
        .containsSubsequence(
            "/follow-processors\"",
            "target_value = 70",
            "customized_metric_specification {",
            "metric_name = \"CPUUtilization\"",
            "value = \"bees\"",
            "value = \"AllTraffic\"")
        .doesNotContain("Not exported");
    assertThat(exported.split("predefined_metric_specification", -1)).hasSize(2);
  }

  @Test
  void driftOfAnImportedEndpointIsSeenBeforeItIsClaimed() {
    rehearsal.environment("seen");
    made("moved");
    assertThat(imported("moved", "seen", "moved-model", "").status()).isEqualTo(201);
    rehearsal.lookForDrift();
    assertThat(state("seen-moved-model")).isEqualTo("IN_SYNC");
    rehearsal.aws().alarms().changeThreshold("moved-errors", 77);
    assertThat(claim("seen-moved-model", "").at("/code")).isEqualTo("endpoint-drifted");
    rehearsal.advance(Duration.ofMinutes(31));
    rehearsal.lookForDrift();
    assertThat(state("seen-moved-model")).isEqualTo("DRIFTED");
  }

  @Test
  void aClaimThatIsCalledOffInItsLastTickLeavesTheEndpointToItsOwner() {
    rehearsal.environment("theirs");
    made("stranger");
    assertThat(imported("stranger", "theirs", "stranger-model", "").status()).isEqualTo(201);
    String endpoint = "theirs-stranger-model";
    UUID claim = calledOffClaim(endpoint);
    assertThat(rehearsal.aws().tags("stranger")).containsEntry("slipway:endpoint", endpoint);
    OwnedResources owned = rehearsal.api().bean(OwnedResources.class);
    Deployment ended = rehearsal.api().bean(Deployments.class).withId(claim);
    assertThat(owned.of(ended.endpointId())).isEmpty();

    // As an earlier Slipway left the record.
    owned.record(
        ended,
        List.of(
            ResourceChange.made(ResourceKind.ENDPOINT, "stranger"),
            ResourceChange.made(ResourceKind.MODEL, "stranger-model"),
            ResourceChange.made(ResourceKind.ALARM, "stranger-errors")),
        Instant.EPOCH);
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(owned.of(ended.endpointId())).isEmpty();
    assertThat(rehearsal.aws().hasEndpoint("stranger")).isTrue();
    assertThat(rehearsal.aws().models()).contains("stranger-model");
    assertThat(rehearsal.aws().alarms().names()).contains("stranger-errors");
  }

  private void exportNamesEverything(String endpoint) {
    String config = rehearsal.aws().endpoint("churn").endpointConfigName();
    Answer export = rehearsal.api().get("/v1/endpoints/" + endpoint + "/terraform");
    assertThat(export.status()).as(export.http().body()).isEqualTo(200);
    assertThat(export.http().body())
        .contains("resource \"aws_sagemaker_endpoint\" \"this\"")
        .contains("id = \"churn\"")
        .contains("id = \"" + config + "\"")
        .contains("variant_name = \"AllTraffic\"")
        .contains(
            "id = \"sagemaker/endpoint/churn/variant/AllTraffic"
                + "/sagemaker:variant:DesiredInstanceCount/follow-traffic\"")
        .contains("target_value = 300")
        .contains("id = \"churn-errors\"")
        .contains("ignore_changes = [min_capacity, max_capacity]")
        .contains("# resource \"aws_appautoscaling_scheduled_action\" \"mornings\"")
        .doesNotContain("Not exported", "aws:cloudformation");
    assertThat(export.http().body().chars().filter(c -> c == '{').count())
        .isEqualTo(export.http().body().chars().filter(c -> c == '}').count());
  }

  private String state(String endpoint) {
    return rehearsal.api().get("/v1/endpoints/" + endpoint + "/drift").at("/state");
  }

  private Answer agreed(String endpoint, String hash) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoints/" + endpoint + "/claims",
            "{\"reason\": \"Slipway takes over.\", \"plan_hash\": \"" + hash + "\"}");
  }
}

package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What was decided of an endpoint, and is done once it was imported or claimed meanwhile. */
@Conforming
class ImportRacesTests extends AdoptionStage {

  private static final Asked ASKED = new Asked("somebody", "a test");

  @Test
  void anAlarmThatIsJustBeingDeletedGoesOnRecordWithNoImport() {
    rehearsal.environment("pager");
    made("beeper");
    assertThat(imported("beeper", "pager", "bell", "").status()).isEqualTo(201);
    String endpoint = "pager-bell";
    ended(claim(endpoint, ""));
    rehearsal.aws().alarms().watchTogether("everything", "beeper-errors");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().elsewhere().makeAgain("beeper");
    rehearsal.aws().alarms().delete("everything");
    rehearsal.advance(Duration.ofHours(7));

    LeftResources left = rehearsal.api().bean(LeftResources.class);
    ClaimLeft claim = rehearsal.api().bean(ClaimLeft.class);
    Endpoint retired = standing(endpoint);
    assertThat(left.due())
        .singleElement()
        .satisfies(
            one -> assertThat(claim.of(retired, one)).as("it is deleted from now on").isTrue());
    Answer early = anew();
    assertThat(early.status()).as(early.http().body()).isEqualTo(409);
    assertThat(early.at("/code")).isEqualTo("endpoint-moving");
    assertThat(early.at("/detail")).contains("beeper-errors").contains("Ask again");
    assertThat(standing(endpoint).retired()).isTrue();

    rehearsal.collectLeft();
    assertThat(rehearsal.aws().alarms().names()).doesNotContain("beeper-errors");
    Answer again = anew();
    assertThat(again.status()).as(again.http().body()).isEqualTo(201);
    assertThat(again.http().body()).doesNotContain("beeper-errors");
    assertThat(asExpected(endpoint)).isTrue();
  }

  private Answer anew() {
    return rehearsal
        .api()
        .post(
            "/v1/endpoint-imports",
            """
            {"environment": "pager", "model": "bell", "version": "anew",
             "physical_name": "beeper"}
            """);
  }

  @Test
  void aRetirementThatWasToForgetAnImportDeletesNothingOfWhatWasClaimedSince() {
    rehearsal.environment("torn");
    made("owl");
    assertThat(imported("owl", "torn", "owl-model", "").status()).isEqualTo(201);
    Endpoint unclaimed = standing("torn-owl-model");
    assertThat(ended(claim(unclaimed.name(), "")).at("/state")).isEqualTo("SUCCEEDED");

    refused(() -> start().retire(unclaimed, ASKED, null));

    assertThat(rehearsal.aws().hasEndpoint("owl")).isTrue();
    assertThat(asExpected(unclaimed.name())).isTrue();
    assertThat(ended(post(unclaimed.name(), "retirements", "")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint("owl")).isFalse();
  }

  @Test
  void aRepairThatWasPlannedBeforeTheEndpointWasRetiredBringsItNotBack() {
    rehearsal.environment("mended");
    made("swan");
    assertThat(imported("swan", "mended", "swan-model", "").status()).isEqualTo(201);
    String name = "mended-swan-model";
    ended(claim(name, ""));
    Endpoint claimed = standing(name);
    Plan repair =
        rehearsal
            .api()
            .bean(Planning.class)
            .planRepair(
                claimed, rehearsal.api().bean(Releases.class).current(claimed).orElseThrow());
    assertThat(ended(post(name, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");

    refused(() -> start().repair(claimed, repair, ASKED));
    assertThat(rehearsal.aws().hasEndpoint("swan")).isFalse();
    assertThat(rehearsal.api().get("/v1/endpoints/" + name).at("/active_deployment")).isEmpty();
  }

  private StartDeployment start() {
    return rehearsal.api().bean(StartDeployment.class);
  }

  private Endpoint standing(String name) {
    return rehearsal.api().bean(Endpoints.class).named(name);
  }

  private static void refused(ThrowingCallable decided) {
    assertThatThrownBy(decided)
        .isInstanceOfSatisfying(
            Conflict.class, conflict -> assertThat(conflict.code()).isEqualTo("state-changed"));
  }
}

package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an endpoint that was made elsewhere has, and something else needs too: it stays theirs. */
@Conforming
class NeededByOthersTests extends AdoptionStage {

  @Test
  void whatSomethingElseUsesTooIsNotClaimed() {
    rehearsal.environment("shared");
    made("first");
    rehearsal.aws().elsewhere().copy("first", "second");
    assertThat(imported("first", "shared", "first-model", "").status()).isEqualTo(201);
    Answer plan = claim("shared-first-model", "?dry_run=true");
    assertThat(plan.http().body())
        .contains("ENDPOINT/first")
        .doesNotContain("ENDPOINT_CONFIG/first-config", "MODEL/first-model")
        .contains("not-claimed", "The model first-model is, or may be, used by something else");
  }

  @Test
  void aModelThatAnotherEndpointRunsAsItsShadowIsNotClaimed() {
    rehearsal.environment("shadowed");
    made("lit");
    rehearsal.aws().elsewhere().makeShadowing("dim", "lit-model");
    rehearsal.advance(Duration.ofMinutes(12));
    assertThat(imported("lit", "shadowed", "lit-model", "").status()).isEqualTo(201);
    Answer plan = claim("shadowed-lit-model", "?dry_run=true");
    assertThat(plan.http().body())
        .contains("ENDPOINT_CONFIG/lit-config")
        .doesNotContain("MODEL/lit-model")
        .contains("The model lit-model is, or may be, used by something else");
  }

  @Test
  void anAlarmThatACompositeAlarmLooksAtIsNotClaimed() {
    rehearsal.environment("together");
    made("joined");
    rehearsal.aws().elsewhere().composite("site", "ALARM(\"joined-errors\")");
    assertThat(imported("joined", "together", "joined-model", "").status()).isEqualTo(201);
    String endpoint = "together-joined-model";
    assertThat(claim(endpoint, "?dry_run=true").http().body())
        .contains("ALARM/joined-latency")
        .contains("The alarm joined-errors is, or may be, used by something else too")
        .doesNotContain("ALARM/joined-errors");
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names())
        .contains("joined-errors")
        .doesNotContain("joined-latency");
  }

  @Test
  void anAlarmThatOthersNeedTooIsNeitherTakenOverNorDeletedWithTheEndpoint() {
    rehearsal.environment("guarded");
    made("left");
    made("right");
    rehearsal.aws().make().alarm("site-5xx");
    rehearsal.aws().elsewhere().watchBoth("left-and-right", "left", "right");
    rehearsal
        .aws()
        .elsewhere()
        .watch("left-marked", "left", Map.of("slipway:endpoint", "somebodys"));
    rehearsal.aws().elsewhere().moveGuarded("left", "site-5xx");
    rehearsal.aws().elsewhere().moveGuarded("right", "site-5xx", "left-latency");
    rehearsal.advance(Duration.ofMinutes(30));

    Answer done = imported("left", "guarded", "left-model", "");
    assertThat(done.status()).as(done.http().body()).isEqualTo(201);
    assertThat(done.http().body())
        .contains("The alarm site-5xx watches something else too.")
        .contains("The alarm left-and-right watches something else too.")
        .contains("The alarm left-marked carries the mark of somebodys.");
    String endpoint = "guarded-left-model";
    assertThat(asExpected(endpoint)).isTrue();

    Answer plan = claim(endpoint, "?dry_run=true");
    assertThat(plan.http().body())
        .contains("ALARM/left-errors")
        .contains("The alarm left-latency is, or may be, used by something else too")
        .doesNotContain("ALARM/left-latency", "ALARM/left-marked", "ALARM/site-5xx");
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");

    rehearsal.aws().alarms().changeThreshold("left-latency", 123);
    assertThat(promote("v1", endpoint, "guarded").at("/outcome"))
        .as("what its owner does with it is no reason to deploy")
        .isEqualTo("NO_CHANGES");
    assertThat(rehearsal.override(endpoint, "{\"tags\": {\"Team\": \"fraud\"}}").status())
        .isEqualTo(200);
    Answer promoted = promote("v1", endpoint, "guarded");
    assertThat(rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id"))).at("/state"))
        .as("what its owner does with it holds nothing up")
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().threshold("left-latency")).isEqualTo(123);
    assertThat(post(endpoint, "retirements", "?dry_run=true").http().body())
        .contains("left-errors")
        .doesNotContain("left-latency");

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint("left")).isFalse();
    assertThat(rehearsal.aws().alarms().names())
        .contains("site-5xx", "left-and-right", "left-marked", "left-latency")
        .doesNotContain("left-errors");
  }

  @Test
  void anAlarmThatOthersNeedTooHoldsUpNoSwapOnceItHasBegun() {
    rehearsal.environment("kinds");
    made("near");
    made("far");
    rehearsal.aws().elsewhere().moveGuarded("far", "near-latency");
    rehearsal.advance(Duration.ofMinutes(30));
    assertThat(imported("near", "kinds", "near-model", "").status()).isEqualTo(201);
    String endpoint = "kinds-near-model";
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");

    Answer serverless =
        rehearsal.override(
            endpoint,
            "{\"hosting\": {\"instance_type\": null, \"instance_count\": null,"
                + " \"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 5}},"
                + " \"without\": [\"AUTOSCALING\"]}");
    assertThat(serverless.status()).as(serverless.http().body()).isEqualTo(200);
    Answer refused = promote("?dry_run=true", "v1", endpoint, "kinds");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("alarms-of-others");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/alarms/adopted");
    assertThat(refused.at("/detail")).contains("near-latency").doesNotContain("near-errors");

    assertThat(rehearsal.override(endpoint, "{\"alarms\": {\"adopted\": null}}").status())
        .isEqualTo(200);
    Answer promoted = promote("v1", endpoint, "kinds");
    Answer swapped = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(swapped.at("/state")).as(swapped.http().body()).isEqualTo("SUCCEEDED");

    Answer plan = post(endpoint, "rollbacks", "?dry_run=true");
    assertThat(plan.json().at("/remarks").toString())
        .contains("alarms-of-others")
        .contains("near-latency")
        .doesNotContain("near-errors");
    assertThat(plan.json().at("/calls").toString())
        .contains("near-errors")
        .doesNotContain("near-latency");
    Answer back = ended(post(endpoint, "rollbacks", ""));
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().watched("near-errors"))
        .isEqualTo(rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name"));
    assertThat(rehearsal.aws().alarms().watched("near-latency")).isEqualTo("near");

    assertThat(ended(post(endpoint, "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names())
        .contains("near-latency")
        .doesNotContain("near-errors");
  }
}

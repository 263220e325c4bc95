package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Routes;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** From instances to serverless and back, under one stable name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class SwapTests {

  private static final String SERVERLESS =
      "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
          + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";
  private static final String INSTANCES =
      "{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2, \"serverless\":"
          + " null}}";

  private static final Duration FRAME = Duration.ofSeconds(15);

  private Rehearsal rehearsal;
  private RehearsedProxy proxy;

  @BeforeAll
  void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    proxy =
        new RehearsedProxy(
            () -> rehearsal.api().bean(Routes.class).all(), new PresentClouds(rehearsal));
  }

  @AfterAll
  void close() {
    proxy.close();
    rehearsal.close();
  }

  @Test
  void instancesBecomeServerlessAndBackWhileEveryPredictionIsAnswered() {
    String endpoint = serving("there");
    String old = physicalName(endpoint);
    override(endpoint, SERVERLESS);
    UUID there = rehearsal.promote("v2", "there");
    assertThat(answersUntilEnd(there, "there")).containsExactlyInAnyOrder("200 v1", "200 v2");
    assertThat(rehearsal.deployment(there).at("/state")).isEqualTo("SUCCEEDED");
    String second = physicalName(endpoint);
    assertThat(second).isEqualTo(endpoint + "--s2");
    assertThat(rehearsal.aws().hasEndpoint(old)).isFalse();
    assertThat(rehearsal.aws().scaling().hasTarget(old)).isFalse();
    assertThat(switches(there)).containsExactly(second + " instead of " + old);
    override(endpoint, INSTANCES);
    UUID back = rehearsal.promote("v3", "there");
    assertThat(answersUntilEnd(back, "there")).containsExactlyInAnyOrder("200 v2", "200 v3");
    assertThat(rehearsal.deployment(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(physicalName(endpoint)).isEqualTo(endpoint + "--s3");
    assertThat(rehearsal.aws().hasEndpoint(second)).isFalse();
    assertThat(rehearsal.aws().scaling().bounds(endpoint + "--s3")).isEqualTo("2-10");
    inSync(endpoint);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", "there")).at("/state"))
        .as("an ordinary update after it")
        .isEqualTo("SUCCEEDED");
    assertThat(physicalName(endpoint)).isEqualTo(endpoint + "--s3");
  }

  @Test
  void anAlarmSwitchesPredictionsBackToTheEndpointThatStillStands() {
    String endpoint = serving("alarmed");
    override(endpoint, SERVERLESS);
    UUID bad = rehearsal.promote("v2", "alarmed");
    rehearsal.untilWaitingFor(bad, "Baking");
    proxy.refresh();
    assertThat(proxy.predict("alarmed", "fraud-detector")).isEqualTo("200 v2");
    rehearsal.aws().alarms().fire(alarmOf(endpoint, "-5xx-errors"));
    rehearsal.advance(Duration.ofSeconds(15));
    assertThat(physicalName(endpoint)).as("within seconds").isEqualTo(endpoint);
    assertThat(proxy.predict("alarmed", "fraud-detector"))
        .as("whether the proxy knows it yet or not")
        .startsWith("200 ");
    proxy.refresh();
    assertThat(answersUntilEnd(bad, "alarmed")).containsExactly("200 v1");
    Answer ended = rehearsal.deployment(bad);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/swap/to")).isEqualTo(endpoint + "--s2");
    assertThat(rehearsal.aws().hasEndpoint(endpoint + "--s2")).isFalse();
    assertThat(rehearsal.aws().alarms().names())
        .noneMatch(name -> name.startsWith(endpoint + "-r2-"));
    inSync(endpoint);
    assertThat(switches(bad))
        .containsExactlyInAnyOrder(
            endpoint + "--s2 instead of " + endpoint,
            endpoint + " instead of " + endpoint + "--s2");
  }

  /** A swap to serverless whose old endpoint applications go on asking. */
  private Answer swapThatIsAskedPast(String environment, String endpoint) {
    UUID swap = swap(environment, endpoint);
    rehearsal.untilWaitingFor(swap, "Baking");
    return askedDirectlyUntilStuck(swap, endpoint);
  }

  /** Applications ask the endpoint that was switched away from, past the proxy. */
  private Answer askedDirectlyUntilStuck(UUID deployment, String old) {
    String config = rehearsal.aws().endpoint(old).endpointConfigName();
    SomeTraffic direct = new SomeTraffic(rehearsal.simulator(), old);
    for (int minute = 0; minute < 160; minute++) {
      if (rehearsal.deployment(deployment).at("/state").equals("NEEDS_ATTENTION")) break;
      direct.minute(config, 3, 20, 0);
      rehearsal.advance(Duration.ofMinutes(1));
    }
    return rehearsal.deployment(deployment);
  }

  @Test
  void aWayBackFromASwapLeavesTheFirstEndpointToThoseWhoStillAskIt() {
    String endpoint = serving("clung");
    swapThatIsAskedPast("clung", endpoint);
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"they cling\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    UUID rollback = UUID.fromString(back.at("/id"));
    Answer stuck = askedDirectlyUntilStuck(rollback, endpoint);
    assertThat(stuck.at("/reason_code"))
        .as(stuck.http().body())
        .isEqualTo("old-endpoint-still-called");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
    rehearsal.advance(Duration.ofMinutes(10));
    rehearsal.api().post("/v1/deployments/" + rollback + "/resume", "{\"reason\": \"moved\"}");
    assertThat(rehearsal.untilEnd(rollback).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).as("nobody asks it any more").isFalse();
  }

  @Test
  void callersWhoGoPastTheProxyAreWaitedForAndACancelSwitchesBackAllTheSame() {
    String endpoint = serving("direct");
    Answer stuck = swapThatIsAskedPast("direct", endpoint);
    UUID swap = UUID.fromString(stuck.at("/id"));
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("old-endpoint-still-called");
    assertThat(stuck.at("/reason"))
        .contains("requests in the last 5 minutes")
        .contains("asked " + endpoint);
    assertThat(rehearsal.aws().hasEndpoint(endpoint)).isTrue();
    rehearsal.api().post("/v1/deployments/" + swap + "/resume", "{\"reason\": \"to cancel it\"}");
    rehearsal.advance(Duration.ofMinutes(2));
    assertThat(rehearsal.deployment(swap).at("/state")).as("waits anew").isEqualTo("UPDATING");
    assertThat(cancel(swap).status()).isEqualTo(202);
    rehearsal.advance(Duration.ofSeconds(20));
    assertThat(physicalName(endpoint)).isEqualTo(endpoint);
    Answer ended = rehearsal.untilEnd(swap);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
    assertThat(rehearsal.aws().hasEndpoint(endpoint + "--s2")).isFalse();
    inSync(endpoint);
  }

  @Test
  void aSwapThatIsCanceledBeforeTheSwitchTakesItsEndpointAway() {
    String endpoint = serving("regretted");
    UUID swap = swap("regretted", endpoint);
    rehearsal.until(swap, "UPDATING");
    Answer plan = planOfARollback(endpoint);
    assertThat(plan.at("/remarks/0/code")).as(plan.http().body()).isEqualTo("swap-is-taken-back");
    assertThat(plan.at("/calls/0/subject")).isEqualTo(endpoint + "--s2");
    assertThat(cancel(swap).status()).isEqualTo(202);
    assertThat(answersUntilEnd(swap, "regretted")).containsExactly("200 v1");
    assertThat(rehearsal.deployment(swap).at("/state")).isEqualTo("CANCELED");
    assertThat(rehearsal.aws().hasEndpoint(endpoint + "--s2")).isFalse();
    inSync(endpoint);
  }

  @Test
  void aSwapThatIsThroughIsFollowedByAWayBack() {
    String endpoint = serving("late");
    UUID swap = swap("late", endpoint);
    rehearsal.until(swap, "FINISHING");
    Answer plan = planOfARollback(endpoint);
    assertThat(plan.at("/remarks/0/code")).as(plan.http().body()).isEqualTo("no-abort-lever");
    assertThat(rehearsal.untilEnd(swap).at("/state")).isEqualTo("SUCCEEDED");
  }

  private UUID swap(String environment, String endpoint) {
    override(endpoint, SERVERLESS);
    return rehearsal.promote("v2", environment);
  }

  private Answer planOfARollback(String endpoint) {
    return rehearsal
        .api()
        .post("/v1/endpoints/" + endpoint + "/rollbacks?dry_run=true", "{\"reason\": \"a test\"}");
  }

  @Test
  void aSwapGoesOnInAnotherProcessAtEachOfItsTurnsAndIsTakenBackByHand() {
    String endpoint = serving("restarted");
    override(endpoint, SERVERLESS);
    UUID swap = rehearsal.promote("v2", "restarted");
    for (String step : List.of("AWAIT", "SWITCH", "BAKE", "FINISH")) {
      rehearsal.scheduler().tickInto(swap, step);
      rehearsal.restart();
      assertThat(proxy.predict("restarted", "fraud-detector")).startsWith("200 ");
      proxy.refresh();
      assertThat(proxy.predict("restarted", "fraud-detector")).startsWith("200 ");
    }
    assertThat(answersUntilEnd(swap, "restarted")).containsExactly("200 v2");
    assertThat(rehearsal.deployment(swap).at("/state")).isEqualTo("SUCCEEDED");
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"too slow\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    UUID rollback = UUID.fromString(back.at("/id"));
    assertThat(answersUntilEnd(rollback, "restarted"))
        .containsExactlyInAnyOrder("200 v2", "200 v1");
    assertThat(rehearsal.deployment(rollback).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().bounds(endpoint + "--s3")).isEqualTo("2-10");
    inSync(endpoint);
    Answer retired =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/retirements", "{\"reason\": \"the end\"}");
    assertThat(rehearsal.untilEnd(UUID.fromString(retired.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.snapshot().toString()).doesNotContain("endpoint/" + endpoint);
    assertThat(physicalName(endpoint)).isEqualTo(endpoint);
  }

  private String alarmOf(String endpoint, String end) {
    return rehearsal.aws().alarms().of(endpoint + "-r2-", end);
  }

  private Answer cancel(UUID deployment) {
    return rehearsal
        .api()
        .post(
            "/v1/deployments/" + deployment + "/cancel",
            "{\"reason\": \"regret\", \"expected_state\": \"UPDATING\"}");
  }

  private String serving(String environment) {
    rehearsal.environment(environment);
    UUID first = rehearsal.promote("v1", environment);
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    proxy.refresh();
    return environment + "-fraud-detector";
  }

  /** Asks for a prediction at each moment of a deployment; a proxy's routes are a moment old. */
  private Set<String> answersUntilEnd(UUID deployment, String environment) {
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 1500; i++) {
      rehearsal.runDue();
      answers.add(proxy.predict(environment, "fraud-detector"));
      proxy.refresh();
      answers.add(proxy.predict(environment, "fraud-detector"));
      if (!rehearsal.deployment(deployment).at("/finished_at").isEmpty()) return answers;
      rehearsal.simulator().clock().advance(FRAME);
    }
    throw new IllegalStateException(rehearsal.deployment(deployment).http().body());
  }

  private List<String> switches(UUID deployment) {
    List<String> switches = new ArrayList<>();
    for (JsonNode event :
        rehearsal
            .api()
            .get("/v1/deployments/" + deployment + "/events?page_size=200")
            .json()
            .path("items")) {
      JsonNode data = event.path("data");
      if (data.has("physical_name")) {
        switches.add(
            data.path("physical_name").asString()
                + " instead of "
                + data.path("instead_of").asString());
      }
    }
    return switches;
  }

  private void inSync(String endpoint) {
    Answer live = rehearsal.api().get("/v1/endpoints/" + endpoint + "/live");
    assertThat(live.json().path("as_expected").asBoolean()).as(live.http().body()).isTrue();
  }

  private String physicalName(String endpoint) {
    return rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name");
  }

  private void override(String endpoint, String overrides) {
    Answer answer = rehearsal.override(endpoint, overrides);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
  }

  /** Those of the control plane's present process: an ended one's are closed. */
  private record PresentClouds(Rehearsal rehearsal) implements Clouds {

    @Override
    public Cloud at(CloudLocation location) {
      return present().at(location);
    }

    @Override
    public Upstream upstream(CloudLocation location) {
      return present().upstream(location);
    }

    private Clouds present() {
      return rehearsal.api().bean(Clouds.class);
    }
  }
}

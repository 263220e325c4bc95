package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Endpoints;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import tools.jackson.databind.JsonNode;

/** What is kept, what is collected, and what is never touched. */
@Conforming
class RetentionTests {

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
  private static final AtomicInteger ENVIRONMENTS = new AtomicInteger();

  private final String environment = "kept" + ENVIRONMENTS.incrementAndGet();
  private final String endpoint = environment + "-fraud-detector";

  @BeforeEach
  void anEnvironmentOfItsOwn() {
    rehearsal.environment(environment);
  }

  @Test
  void aRetiredEndpointsRoleOutlivesItForAGraceAndIsThenCollected() {
    live("v1");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
    assertThat(again().at("/code")).isEqualTo("already-retired");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    Answer events =
        rehearsal.api().get("/v1/audit-events?type=resource.collected&subject=" + endpoint);
    assertThat(events.json().path("items").size()).isEqualTo(1);
    assertThat(live("v1").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatADeploymentUsesAgainIsNotCollected() {
    live("v1");
    rehearsal.untilEnd(retire());
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofHours(2));
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatAwsDoesNotLetGoServesTheNextDeployment() {
    leaveARole();
    collectWhereAwsRefuses();
    UUID next = rehearsal.promote("v2", environment);
    rehearsal.collectLeft();
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatAwsRefusesToDeleteIsToldOfAndTriedAgainHoursLater() {
    leaveARole();
    collectWhereAwsRefuses();
    rehearsal.advance(Duration.ofHours(5));
    rehearsal.collectLeft();
    assertThat(roles()).isEqualTo(1);
    Answer told =
        rehearsal.api().get("/v1/audit-events?type=resource.not-collected&subject=" + endpoint);
    assertThat(told.json().path("items").size()).isEqualTo(1);
    assertThat(told.at("/items/0/summary")).contains("must detach all policies first");
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
  }

  @Test
  void aRoleGoesAlthoughADeploymentThatWasCalledOffHadTakenItIntoUseAgain() {
    live("v1");
    rehearsal.untilEnd(retire());
    UUID next = rehearsal.promote("v2", environment);
    rehearsal.runDue();
    rehearsal.cancel(next);
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("CANCELED");
    assertThat(roles()).isEqualTo(1);
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
  }

  @Test
  void theRoleOfAnEndpointThatStandsStaysWhateverWasCalledOff() {
    rehearsal.aws().artifacts().put("torn", new byte[] {1, 2, 3});
    rehearsal.register("torn");
    assertThat(live("torn").at("/state")).isEqualTo("FAILED");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "CreateModel", "status": 400,
         "code": "ThrottlingException", "message": "Rate exceeded"}
        """);
    UUID next = rehearsal.promote("v1", environment);
    rehearsal.runDue();
    rehearsal.noFaults();
    rehearsal.cancel(next);
    rehearsal.untilEnd(next);
    rehearsal.advance(Duration.ofMinutes(61));
    rehearsal.collectLeft();
    assertThat(endpoints()).isEqualTo(1);
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aRoleThatWasHalfCollectedGoesAlthoughADeploymentWaitsForThat() {
    leaveARole();
    dieCollecting();
    UUID next = rehearsal.promote("v2", environment);
    rehearsal.untilWaitingFor(next, "left by a retirement");
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(roles()).isEqualTo(1);
  }

  @Test
  void aDeploymentDoesNotWaitForEverForARoleThatNobodyCollects() {
    leaveARole();
    dieCollecting();
    Answer ended = live("v2");
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("role-not-gone");
    rehearsal.collectLeft();
    assertThat(roles()).isZero();
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void releasesBeyondTheNumberThatIsKeptAreCollectedAndTheOthersCanServeAgain() {
    keep(1);
    live("v1");
    String first = rehearsal.aws().endpoint(endpoint).endpointConfigName();
    live("v2");
    assertThat(rehearsal.aws().hasEndpointConfig(first)).isTrue();
    live("v3");
    assertThat(rehearsal.aws().hasEndpointConfig(first)).isFalse();
    assertThat(models()).hasSize(2);
    assertThat(rehearsal.untilEnd(rollBack("")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v2");
    assertThat(rehearsal.untilEnd(rollBack("\"release\": 1, ")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v1");
  }

  @Test
  void aModelThatALaterReleaseSharesOutlivesTheReleaseThatMadeIt() {
    keep(1);
    live("v1");
    List<String> shared = models();
    live("v2");
    live("v1");
    live("v3");
    assertThat(models()).containsAll(shared);
    assertThat(rehearsal.untilEnd(rollBack("")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(currentVersion()).isEqualTo("v1");
  }

  @Test
  void aRollbackMakesAnewWhatSomebodyDeletedAndRefusesWhatItCannotMake() {
    live("v1");
    String config = rehearsal.aws().endpoint(endpoint).endpointConfigName();
    String model = models().getFirst();
    live("v2");
    rehearsal.aws().deleteEndpointConfig(config);
    rehearsal.aws().deleteModel(model);
    rehearsal.aws().artifacts().delete("v1");
    Answer refused =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/" + endpoint + "/rollbacks?dry_run=true", "{\"reason\": \"slow\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/detail")).contains("v1/model.tar.gz").contains("does not exist");
    assertThat(rehearsal.aws().endpoint(endpoint).endpointStatus())
        .isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(currentVersion()).isEqualTo("v2");
    rehearsal.aws().artifacts().put("v1");
    UUID back = rollBack("");
    assertThat(rehearsal.deployment(back).json().at("/plan/calls").findValuesAsString("operation"))
        .contains("CreateModel", "CreateEndpointConfig", "UpdateEndpoint");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(models()).contains(model);
    assertThat(currentVersion()).isEqualTo("v1");
    assertThat(rehearsal.aws().artifactOf(endpoint)).endsWith("/v1/model.tar.gz");
  }

  @Test
  void whatCarriesOurMarkAndIsOnNoRecordIsToldOfAndLeftAlone() {
    live("v1");
    assertThat(orphans()).isEmpty();
    rehearsal.aws().copyModel(models().getFirst(), endpoint + "-m-stranger");
    assertThat(orphans()).containsExactly("MODEL " + endpoint + "-m-stranger");
    live("v2");
    rehearsal.untilEnd(retire());
    assertThat(models()).containsExactly(endpoint + "-m-stranger");
    assertThat(orphans()).containsExactly("MODEL " + endpoint + "-m-stranger");
  }

  @Test
  void aRetirementTakesThingsAwayInAwssOrder() {
    live("v1");
    UUID retirement = retire();
    rehearsal.untilEnd(retirement);
    assertThat(removals(retirement))
        .containsSubsequence(
            "DeregisterScalableTarget",
            "DeleteAlarms",
            "DeleteEndpoint",
            "DeleteEndpointConfig",
            "DeleteModel")
        .doesNotHaveDuplicates();
  }

  @Test
  void anEndpointThatIsStuckInCreatingIsRetiredOnceSageMakerLetsGo() {
    UUID creation = rehearsal.promote("v1", environment);
    rehearsal.until(creation, "UPDATING");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(creation).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    UUID retirement = retire();
    rehearsal.advance(Duration.ofSeconds(20));
    assertThat(rehearsal.deployment(retirement).at("/waiting_for")).contains("ENDPOINT");
    assertThat(rehearsal.untilEnd(retirement).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(endpoints()).isZero();
    assertThat(models()).isEmpty();
  }

  @Test
  void anEndpointThatCouldNotBeCreatedIsRetiredToo() {
    rehearsal.aws().artifacts().put("broken", new byte[] {1, 2, 3});
    rehearsal.register("broken");
    assertThat(live("broken").at("/state")).isEqualTo("FAILED");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(endpoints()).isZero();
  }

  /** A retirement's, its grace over. */
  private void leaveARole() {
    live("v1");
    rehearsal.untilEnd(retire());
    rehearsal.advance(Duration.ofMinutes(61));
  }

  private void collectWhereAwsRefuses() {
    rehearsal.fault(
        """
        {"kind": "error", "service": "iam", "operation": "DeleteRole", "status": 409,
         "code": "DeleteConflict", "message": "must detach all policies first"}
        """);
    rehearsal.collectLeft();
    rehearsal.noFaults();
  }

  /** A process ends between its word that it collects and the deed. */
  private static void dieCollecting() {
    LeftResources left = rehearsal.api().bean(LeftResources.class);
    Endpoints endpoints = rehearsal.api().bean(Endpoints.class);
    left.due().forEach(one -> left.claim(endpoints.withId(one.endpointId()), one));
  }

  private List<String> removals(UUID deployment) {
    List<String> removals = new ArrayList<>();
    Answer events = rehearsal.api().get("/v1/deployments/" + deployment + "/events?page_size=200");
    List<JsonNode> items = new ArrayList<>(events.json().path("items").values());
    for (JsonNode event : items) {
      for (JsonNode call : event.path("data").path("aws_calls").values()) {
        String operation = call.path("operation").asString("");
        if (operation.startsWith("De") && !operation.startsWith("Describe")) {
          if (!removals.contains(operation)) removals.add(operation);
        }
      }
    }
    return removals;
  }

  private List<String> orphans() {
    Answer answer = rehearsal.api().get("/v1/environments/" + environment + "/orphans");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    return answer.json().path("items").values().stream()
        .map(one -> one.path("kind").asString("") + " " + one.path("name").asString(""))
        .toList();
  }

  private Answer live(String version) {
    return rehearsal.untilEnd(rehearsal.promote(version, environment));
  }

  private List<String> models() {
    return rehearsal.aws().models().stream().filter(it -> it.startsWith(endpoint)).toList();
  }

  private int endpoints() {
    return named("sagemaker.endpoint").size();
  }

  private List<String> named(String kind) {
    return rehearsal.snapshot().path(kind).propertyNames().stream()
        .filter(key -> key.contains(endpoint))
        .toList();
  }

  private int roles() {
    return named("iam.role").size();
  }

  private void keep(int releases) {
    String path = "/v1/environments/" + environment;
    Answer changed =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"keep_releases\": " + releases + "}}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  private String currentVersion() {
    return rehearsal.api().get("/v1/endpoints/" + endpoint).at("/current_release/model_version");
  }

  private UUID rollBack(String more) {
    return accepted("rollbacks", "{" + more + "\"reason\": \"slow\"}");
  }

  private UUID retire() {
    return accepted("retirements", "{\"reason\": \"unused\"}");
  }

  private Answer again() {
    return rehearsal
        .api()
        .post("/v1/endpoints/" + endpoint + "/retirements", "{\"reason\": \"again\"}");
  }

  private UUID accepted(String what, String body) {
    Answer accepted = rehearsal.api().post("/v1/endpoints/" + endpoint + "/" + what, body);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/id"));
  }
}

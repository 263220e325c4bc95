package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** Which releases are kept, what goes with an endpoint, and what is never touched. */
@Conforming
class RetentionTests extends ProdStage {

  @Test
  void releasesBeyondTheNumberThatIsKeptAreCollectedAndTheOthersCanServeAgain() {
    keep(1);
    rehearsal.live("v1");
    String first = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    rehearsal.live("v2");
    assertThat(rehearsal.aws().hasEndpointConfig(first)).isTrue();
    rehearsal.live("v3");
    assertThat(rehearsal.aws().hasEndpointConfig(first)).isFalse();
    assertThat(rehearsal.aws().models()).hasSize(2);
    assertThat(rehearsal.untilEnd(rollBack(reason("slow"))).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v2");
    assertThat(rehearsal.untilEnd(rollBack("{\"release\": 1, \"reason\": \"slow\"}")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aModelThatALaterReleaseSharesOutlivesTheReleaseThatMadeIt() {
    keep(1);
    rehearsal.live("v1");
    List<String> shared = rehearsal.aws().models();
    rehearsal.live("v2");
    rehearsal.live("v1");
    rehearsal.live("v3");
    assertThat(rehearsal.aws().models()).containsAll(shared);
    assertThat(rehearsal.untilEnd(rollBack(reason("slow"))).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aRollbackMakesAnewWhatSomebodyDeletedAndRefusesWhatItCannotMake() {
    rehearsal.live("v1");
    String config = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    String model = rehearsal.aws().models().getFirst();
    rehearsal.live("v2");
    rehearsal.aws().deleteEndpointConfig(config);
    rehearsal.aws().deleteModel(model);
    rehearsal.aws().artifacts().delete("v1");
    Answer refused = act("rollbacks?dry_run=true", reason("slow"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/detail")).contains("v1/model.tar.gz").contains("does not exist");
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointStatus())
        .isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(current()).isEqualTo("v2");
    rehearsal.aws().artifacts().put("v1");
    UUID back = rollBack(reason("slow"));
    assertThat(rehearsal.deployment(back).json().at("/plan/calls").findValuesAsString("operation"))
        .contains("CreateModel", "CreateEndpointConfig", "UpdateEndpoint");
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().models()).contains(model);
    assertThat(current()).isEqualTo("v1");
    assertThat(rehearsal.aws().artifactOf(ENDPOINT)).endsWith("/v1/model.tar.gz");
  }

  @Test
  void whatCarriesOurMarkAndIsOnNoRecordIsToldOfAndLeftAlone() {
    rehearsal.environment("beside");
    rehearsal.untilEnd(rehearsal.promote("v1", "beside"));
    List<String> beside = rehearsal.aws().models();
    rehearsal.live("v1");
    assertThat(orphans()).isEmpty();
    rehearsal.aws().copyModel(beside.getFirst(), ENDPOINT + "-m-stranger");
    assertThat(orphans()).containsExactly("MODEL " + ENDPOINT + "-m-stranger");
    rehearsal.live("v2");
    rehearsal.untilEnd(retire());
    assertThat(rehearsal.aws().models()).containsOnly(beside.getFirst(), ENDPOINT + "-m-stranger");
    assertThat(orphans()).containsExactly("MODEL " + ENDPOINT + "-m-stranger");
  }

  @Test
  void aRetirementTakesThingsAwayInAwssOrder() {
    rehearsal.live("v1");
    UUID retirement = retire();
    rehearsal.untilEnd(retirement);
    assertThat(removals(retirement))
        .containsExactly(
            "DeregisterScalableTarget",
            "DeleteAlarms",
            "DeleteEndpoint",
            "DeleteEndpointConfig",
            "DeleteModel");
  }

  @Test
  void anEndpointThatIsStuckInCreatingIsRetiredOnceSageMakerLetsGo() {
    UUID creation = rehearsal.promote("v1");
    rehearsal.until(creation, "UPDATING");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(creation).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    UUID retirement = retire();
    rehearsal.advance(Duration.ofSeconds(20));
    assertThat(rehearsal.deployment(retirement).at("/waiting_for")).contains("ENDPOINT");
    assertThat(rehearsal.untilEnd(retirement).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().endpoints()).isEmpty();
    assertThat(rehearsal.aws().models()).isEmpty();
  }

  @Test
  void anEndpointThatCouldNotBeCreatedIsRetiredToo() {
    rehearsal.aws().artifacts().put("broken", new byte[] {1, 2, 3});
    rehearsal.register("broken");
    assertThat(rehearsal.live("broken").at("/state")).isEqualTo("FAILED");
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().endpoints()).isEmpty();
  }

  /** The operations that took something away, in the order in which each was first called. */
  private List<String> removals(UUID deployment) {
    Answer events = rehearsal.api().get("/v1/deployments/" + deployment + "/events?page_size=200");
    return events.json().path("items").values().stream()
        .flatMap(event -> event.path("data").path("aws_calls").values().stream())
        .map(call -> call.path("operation").asString(""))
        .filter(operation -> operation.startsWith("Delete") || operation.startsWith("Deregister"))
        .distinct()
        .toList();
  }

  private List<String> orphans() {
    Answer answer = rehearsal.api().get("/v1/environments/prod/orphans");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    return answer.json().path("items").values().stream()
        .map(one -> one.path("kind").asString("") + " " + one.path("name").asString(""))
        .toList();
  }

  private void keep(int releases) {
    String path = "/v1/environments/prod";
    Answer changed =
        rehearsal
            .api()
            .patch(
                path,
                rehearsal.api().get(path).header("ETag"),
                "{\"profile\": {\"keep_releases\": " + releases + "}}");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }
}

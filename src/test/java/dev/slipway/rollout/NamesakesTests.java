package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Routes;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** SageMaker endpoints of one name in several accounts and regions, as with one for each stage. */
@Conforming
class NamesakesTests extends AdoptionStage {

  private static final String STAGING = "555555555555";

  private final Strangers others = new Strangers(rehearsal.aws());

  NamesakesTests() {
    others.putArtifacts(STAGING, "ml-models-staging", "v1");
  }

  /** An environment in the other account. */
  private void elsewhere(String environment) {
    rehearsal.created(
        "/v1/environments", Rehearsal.prod(environment).replace(AwsClients.HOME, STAGING));
  }

  /** Until it serves in the other account. */
  private void madeThere(String name) {
    AwsClients.in(STAGING).run(() -> rehearsal.aws().elsewhere().make(name));
    rehearsal.advance(Duration.ofMinutes(12));
  }

  @Test
  void oneNameInTwoAccountsIsTwoEndpoints() {
    elsewhere("staging");
    rehearsal.environment("live");
    made("fraud");
    madeThere("fraud");
    assertThat(imported("fraud", "staging", "fraud", "").status()).isEqualTo(201);
    for (String query : List.of("?dry_run=true", "")) {
      Answer second = imported("fraud", "live", "fraud", query);
      assertThat(second.status()).as(second.http().body()).isBetween(200, 201);
      assertThat(remarks(second)).contains("name-means-several");
      assertThat(second.http().body()).contains("live-fraud, staging-fraud");
    }
    assertThat(asExpected("staging-fraud")).isTrue();
    assertThat(asExpected("live-fraud")).isTrue();
    assertThat(ended(claim("live-fraud", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().tags("fraud")).containsEntry("slipway:endpoint", "live-fraud");
    assertThat(AwsClients.in(STAGING).call(() -> rehearsal.aws().tags("fraud")))
        .isEqualTo(MadeElsewhere.TAGS);
    assertThat(imported("fraud", "live", "again", "").at("/code")).isEqualTo("endpoint-exists");

    assertThat(ended(post("live-fraud", "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().hasEndpoint("fraud")).isFalse();
    assertThat(others.endpoints(STAGING)).contains("fraud");
    assertThat(route("live-fraud").serving()).as("its callers reach nobody else").isEmpty();
    try (var proxy =
        new RehearsedProxy(
            () -> rehearsal.api().bean(Routes.class).all(), rehearsal.api().bean(Clouds.class))) {
      await()
          .untilAsserted(() -> assertThat(proxy.predict("staging", "fraud")).isEqualTo("200 v1"));
      assertThat(proxy.predict("live", "fraud")).startsWith("404");
    }
    assertThat(route("live-fraud").aliases()).containsExactly("fraud");
  }

  @Test
  void whatAnEnvironmentGivesItsContainersIsNotTheVersions() {
    String given = "\"container_environment\": {\"MODE\": \"strict\", \"STAGE\": \"%s\"}";
    rehearsal.environment("rehearsing", given.formatted("rehearsing"));
    rehearsal.environment("serving", given.formatted("serving"));
    for (String stage : List.of("rehearsing", "serving")) {
      rehearsal
          .aws()
          .elsewhere()
          .makeWith(stage + "-oak", Map.of("STAGE", stage, "MODE", "strict"));
      rehearsal.advance(Duration.ofMinutes(12));
      Answer done = imported(stage + "-oak", stage, "oaks", "");
      assertThat(done.status()).as(done.http().body()).isEqualTo(201);
      assertThat(asExpected(stage + "-oaks")).isTrue();
    }
    assertThat(promote("?dry_run=true", "v1", "serving-oaks", "serving").at("/no_changes"))
        .as("one version, which leaves each environment its own")
        .isEqualTo("true");
    rehearsal.environment("bare-oaks");
    rehearsal.aws().elsewhere().makeWith("bare-oak", Map.of("STAGE", "bare"));
    rehearsal.advance(Duration.ofMinutes(12));
    Answer other = imported("bare-oak", "bare-oaks", "oaks", "?dry_run=true");
    assertThat(other.at("/detail")).contains("container_environment would differ");
  }

  @Test
  void thoseThatAreImportedAtOnceForANewModelAllAre() throws Exception {
    elsewhere("far");
    rehearsal.environment("near");
    made("twin");
    madeThere("twin");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> both =
          List.of(
              () -> imported("twin", "far", "twins", ""),
              () -> imported("twin", "near", "twins", ""));
      for (Future<Answer> answer : callers.invokeAll(both)) {
        assertThat(answer.get().status()).as(answer.get().http().body()).isEqualTo(201);
      }
    }
  }

  @Test
  void aNameThatIsAnothersStableNameNeverMeansTheImportedOne() {
    elsewhere("abroad");
    rehearsal.environment("home");
    made("score");
    madeThere("home-score");
    assertThat(imported("score", "home", "score", "").status()).isEqualTo(201);
    Answer second = imported("home-score", "abroad", "score", "");
    assertThat(second.status()).as(second.http().body()).isEqualTo(201);
    assertThat(remarks(second)).contains("name-means-another");
    assertThat(second.http().body()).contains("ask for abroad-score");
    assertThat(route("abroad-score").aliases()).isEmpty();
    assertThat(ended(post("home-score", "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(route("abroad-score").aliases()).as("while home-score serves nothing").isEmpty();
  }

  @Test
  void aStableNameIsNoneThatAnImportedEndpointHasElsewhere() {
    elsewhere("there");
    rehearsal.environment("here");
    madeThere("here-risk");
    assertThat(imported("here-risk", "there", "risk", "").status()).isEqualTo(201);
    Answer refused =
        rehearsal.api().post("/v1/endpoints", "{\"model\": \"risk\", \"environment\": \"here\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/code")).isEqualTo("endpoint-name-taken");
    assertThat(refused.at("/link")).isEqualTo("/v1/endpoints/there-risk");
    assertThat(ended(post("there-risk", "retirements", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(
            rehearsal
                .api()
                .post("/v1/endpoints", "{\"model\": \"risk\", \"environment\": \"here\"}")
                .status())
        .as("a forgotten one has no callers")
        .isEqualTo(201);
  }

  @Test
  void whatSlipwayWouldCallAnotherEndpointInTheSameAccountIsNotImported() {
    rehearsal.environment("same");
    made("first");
    made("same-first");
    assertThat(imported("first", "same", "first", "").status()).isEqualTo(201);
    for (String query : List.of("?dry_run=true", "")) {
      Answer refused = imported("same-first", "same", "second", query);
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(409);
      assertThat(refused.at("/code")).isEqualTo("endpoint-name-taken");
    }
  }

  @Test
  void whatIsOnRecordInOneAccountHidesNoOrphanInTheOther() {
    elsewhere("up");
    rehearsal.environment("up-home");
    made("up-home-oak");
    madeThere("up-home-oak");
    assertThat(imported("up-home-oak", "up-home", "oak", "").status()).isEqualTo(201);
    rehearsal.aws().tag("up-home-oak", "slipway:endpoint", "up-home-oak");
    AwsClients.in(STAGING)
        .run(() -> rehearsal.aws().tag("up-home-oak", "slipway:endpoint", "up-home-oak"));
    assertThat(orphans("up")).as("unclaimed").containsExactly("up-home-oak");
    assertThat(orphans("up-home")).isEmpty();
    assertThat(ended(claim("up-home-oak", "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(orphans("up")).as("claimed").containsExactly("up-home-oak");
    assertThat(orphans("up-home")).isEmpty();
  }

  private List<String> orphans(String environment) {
    Answer orphans = rehearsal.api().get("/v1/environments/" + environment + "/orphans");
    return orphans.json().at("/items").valueStream().map(it -> it.at("/name").asString()).toList();
  }

  private Route route(String endpoint) {
    return rehearsal.api().bean(Routes.class).all().stream()
        .filter(it -> it.endpoint().equals(endpoint))
        .findAny()
        .orElseThrow();
  }

  private static List<String> remarks(Answer imported) {
    return imported
        .json()
        .at("/plan/remarks")
        .valueStream()
        .map(it -> it.at("/code").asString())
        .toList();
  }
}

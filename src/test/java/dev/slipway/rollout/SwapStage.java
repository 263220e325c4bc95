package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Routes;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Endpoints that are served by instances, to be swapped, and the proxy that applications ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SwapStage {

  static final String SERVERLESS =
      "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
          + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";

  private static final Duration FRAME = Duration.ofSeconds(15);

  Rehearsal rehearsal;
  RehearsedProxy proxy;

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

  /** Makes an environment whose endpoint serves v1 on instances; tells the endpoint's name. */
  String serving(String environment) {
    rehearsal.environment(environment);
    UUID first = rehearsal.promote("v1", environment);
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    proxy.refresh();
    return environment + "-fraud-detector";
  }

  /** Asks for a prediction at each moment of a deployment; a proxy's routes are a moment old. */
  Set<String> answersUntilEnd(UUID deployment, String environment) {
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

  /** The switches of a deployment, as its events tell them. */
  List<String> switches(UUID deployment) {
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

  /** AWS has what the record says. */
  void inSync(String endpoint) {
    Answer live = rehearsal.api().get("/v1/endpoints/" + endpoint + "/live");
    assertThat(live.json().path("as_expected").asBoolean()).as(live.http().body()).isTrue();
  }

  /** The name in AWS of what serves under the stable one. */
  String physicalName(String endpoint) {
    return rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name");
  }

  void override(String endpoint, String overrides) {
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

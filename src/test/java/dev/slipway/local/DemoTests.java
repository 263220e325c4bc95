package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoTests {

  @Test
  void everyModelTakesTheFourFeaturesOfTheArticle() {
    for (Demo.Artifact artifact : Demo.cloud().artifacts()) {
      JsonNode model = new JsonMapper().readTree(Demo.bytes(artifact.content()));
      assertThat(model.get("features").asInt()).isEqualTo(4);
      assertThat(model.get("weights")).hasSize(4);
    }
  }

  @Test
  void onlyTheThirdVersionFails() {
    assertThat(Demo.cloud().artifacts())
        .filteredOn(
            artifact -> new JsonMapper().readTree(Demo.bytes(artifact.content())).has("faults"))
        .extracting(Demo.Artifact::key)
        .containsExactly("fraud-detector/v3/model.tar.gz");
  }

  @Test
  void productionHasTheFiguresOfTheArticle() {
    JsonNode prod = Demo.environments().getLast();
    assertThat(prod.get("name").asString()).isEqualTo("prod");
    JsonNode profile = prod.get("profile");
    assertThat(profile.get("instance_type").asString()).isEqualTo("ml.c5.xlarge");
    assertThat(profile.get("instance_count").asInt()).isEqualTo(2);
    assertThat(profile.at("/rollout/canary/value").asInt()).isEqualTo(1);
    assertThat(profile.at("/rollout/wait_seconds").asInt()).isEqualTo(300);
    assertThat(profile.at("/rollout/termination_wait_seconds").asInt()).isEqualTo(120);
    assertThat(profile.at("/rollout/maximum_execution_seconds").asInt()).isEqualTo(1800);
    assertThat(profile.at("/autoscaling/max_capacity").asInt()).isEqualTo(10);
    assertThat(profile.at("/autoscaling/target_invocations_per_instance").asInt()).isEqualTo(500);
  }

  @Test
  void theFirstVersionsArtifactIsOneOfTheSeededObjects() {
    String artifact = Demo.version().get("artifact").asString();
    assertThat(Demo.cloud().artifacts())
        .extracting(each -> "s3://ml-models-dev/" + each.key())
        .contains(artifact);
    assertThat(Demo.model().get("name").asString()).isEqualTo("fraud-detector");
  }
}

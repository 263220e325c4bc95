package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Resolution;
import dev.slipway.environment.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
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
    Profile prod = profile("prod");
    assertThat(prod.hosting()).isEqualTo(new Hosting("ml.c5.xlarge", 2));
    assertThat(prod.rollout())
        .isEqualTo(
            new RolloutPolicy(
                RolloutPolicy.Strategy.CANARY,
                new RolloutPolicy.FleetShare(RolloutPolicy.FleetShare.Unit.INSTANCE_COUNT, 1),
                null,
                300,
                120,
                1800));
    assertThat(prod.autoscaling()).isEqualTo(new Scaling(2, 10, 500, 300, 60));
    assertThat(prod.pinImages()).isTrue();
    assertThat(prod.predecessor()).isNull();
  }

  @Test
  void developmentIsTheArticlesWithWhatSageMakerRefusesCorrected() {
    Profile dev = profile("dev");
    assertThat(dev.hosting()).isEqualTo(new Hosting("ml.m5.large", 1));
    assertThat(dev.rollout().strategy()).isEqualTo(RolloutPolicy.Strategy.ALL_AT_ONCE);
    assertThat(dev.autoscaling()).isEqualTo(new Scaling(1, 2, 100, 300, 60));
    assertThat(dev.imageTag()).isEqualTo("latest");
  }

  private static Profile profile(String environment) {
    JsonNode document =
        Demo.environments().stream()
            .filter(each -> each.get("name").asString().equals(environment))
            .findFirst()
            .orElseThrow();
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build()
        .treeToValue(document.get("profile"), Profile.class);
  }

  @Test
  void theFirstVersionsArtifactIsOneOfTheSeededObjects() {
    JsonNode version = Demo.versions().getFirst();
    for (String environment : List.of("dev", "prod")) {
      Resolution there =
          Resolution.of(
              profile(environment),
              environment,
              version.get("image").asString(),
              version.get("artifact").asString(),
              "/version");
      assertThat(Demo.cloud().buckets()).contains("ml-models-" + environment);
      assertThat(Demo.cloud().artifacts())
          .extracting(each -> "s3://ml-models-" + environment + "/" + each.key())
          .contains(there.artifact());
      assertThat(there.image()).endsWith(environment.equals("dev") ? ":latest" : ":v2.1.0");
    }
    assertThat(Demo.model().get("name").asString()).isEqualTo("fraud-detector");
  }
}

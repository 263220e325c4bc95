package dev.slipway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What of AWS's answers goes on record, in the answers that AWS gives. */
class ExpressibleTests {

  private static final String CONTAINER =
      """
      {"Image": "i", "Mode": "SingleModel", "ModelDataUrl": "s3://models/v1/model.tar.gz",
       "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://models/v1/model.tar.gz",
         "S3DataType": "S3Object", "CompressionType": "Gzip"}},
       "Environment": {}}
      """;

  private static final String ALONE = "\"PrimaryContainer\": " + CONTAINER;
  private static final String CHAINED =
      "\"Containers\": ["
          + CONTAINER
          + ", "
          + CONTAINER
          + "], \"InferenceExecutionConfig\": {\"Mode\": \"Serial\"}";

  @Test
  void whatSageMakerAddsToAModelOfItsOwnSaysNothing() {
    for (String containers : List.of(ALONE, CHAINED)) {
      for (String recommended :
          List.of(
              "{\"RecommendationStatus\": \"NOT_APPLICABLE\"}",
              """
              {"RecommendationStatus": "COMPLETED", "RealTimeInferenceRecommendations": [
                {"RecommendationId": "churn/1", "InstanceType": "ml.c6i.large",
                 "Environment": {"WORKERS": "4"}}]}
              """)) {
        assertThat(model(containers + ", \"DeploymentRecommendation\": " + recommended)).isEmpty();
      }
    }
  }

  @Test
  void anArtifactThatOnlyItsSourceNamesWouldBeLost() {
    String other = "\"ModelDataUrl\": \"s3://models/v2/model.tar.gz\"";
    String url = "\"ModelDataUrl\": \"s3://models/v1/model.tar.gz\"";
    assertThat(model(ALONE.replace(url, other)))
        .containsExactly(
            "PrimaryContainer.ModelDataSource.S3DataSource.S3Uri=s3://models/v1/model.tar.gz");
    assertThat(model(CHAINED.replace(url + ",", "")))
        .containsExactly(
            "Containers[0].ModelDataSource.S3DataSource.S3Uri=s3://models/v1/model.tar.gz",
            "Containers[1].ModelDataSource.S3DataSource.S3Uri=s3://models/v1/model.tar.gz");
  }

  @Test
  void filesThatAreNotOneArchiveAreNamed() {
    for (String containers : List.of(ALONE, CHAINED)) {
      assertThat(model(containers.replace("S3Object", "S3Prefix").replace("Gzip", "None")))
          .anyMatch(it -> it.endsWith("S3DataSource.S3DataType=S3Prefix"))
          .anyMatch(it -> it.endsWith("S3DataSource.CompressionType=None"));
    }
  }

  @Test
  void howAnEndpointRoutesIsInItsConfiguration() {
    assertThat(
            missing(
                Kind.ENDPOINT,
                """
                {"EndpointName": "churn", "ProductionVariants": [{"VariantName": "AllTraffic",
                  "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
                  "ManagedInstanceScaling": {"Status": "ENABLED"}}]}
                """))
        .containsExactly("ProductionVariants[0].ManagedInstanceScaling.Status=ENABLED");
  }

  private static List<String> model(String members) {
    return missing(Kind.MODEL, "{\"ModelName\": \"churn\", " + members + "}");
  }

  private static List<String> missing(Kind kind, String body) {
    return Expressible.missing(
        new Part(kind, "churn", "arn", new JsonMapper().readTree(body), List.of(), Map.of()));
  }
}

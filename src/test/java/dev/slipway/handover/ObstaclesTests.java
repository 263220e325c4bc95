package dev.slipway.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the way of an import, where the simulator has no such endpoint. */
class ObstaclesTests {

  @Test
  void aVariantThatNamesNoModelIsOneForInferenceComponents() {
    assertThat(Obstacles.inHosting(config(""), List.of()))
        .containsExactly(
            new Violation(
                "ENDPOINT_CONFIG", "its variant names no model: it hosts inference components"));
  }

  @Test
  void aModelThatIsNamedAndNotThereWasDeleted() {
    assertThat(Obstacles.inHosting(config("churn-model"), List.of()))
        .containsExactly(new Violation("MODEL", "was deleted from under the endpoint"));
  }

  @Test
  void ofAConfigurationThatWasDeletedNobodyCanTellWhetherItsModelWas() {
    assertThat(Obstacles.inHosting(null, List.of()))
        .containsExactly(new Violation("ENDPOINT_CONFIG", "was deleted from under the endpoint"));
  }

  @Test
  void aModelThatNoVersionCanBeIsToldWithTheOneThatWouldDo() {
    assertThat(model("'PrimaryContainer': {'ModelPackageName': 'arn:p'}"))
        .singleElement(STRING)
        .startsWith("PrimaryContainer.ModelPackageName=arn:p (")
        .contains("DescribeModelPackage");
    assertThat(
            model(
                """
                'PrimaryContainer': {'Image': 'i', 'ModelDataSource': {'S3DataSource': {
                  'S3Uri': 's3://models/v1/', 'S3DataType': 'S3Prefix',
                  'CompressionType': 'None'}}}
                """))
        .containsExactly(
            "PrimaryContainer.ModelDataSource.S3DataSource.S3DataType=S3Prefix",
            "PrimaryContainer.ModelDataSource.S3DataSource.CompressionType=None (a version's"
                + " artifact is one .tar.gz: make the model again with these files packed as its"
                + " ModelDataUrl, and let the endpoint run that first)");
    assertThat(
            model(
                """
                'PrimaryContainer': {'Image': 'i', 'ModelDataSource': {'S3DataSource': {
                  'S3Uri': 's3://models/v1.tar.gz', 'S3DataType': 'S3Object',
                  'CompressionType': 'Gzip'}}}
                """))
        .singleElement(STRING)
        .contains("S3Uri=s3://models/v1.tar.gz (only ModelDataUrl goes on record");
    assertThat(model("'PrimaryContainer': {'Image': 'i', 'Mode': 'MultiModel'}"))
        .singleElement(STRING)
        .contains("Mode=MultiModel (a version is one model");
    assertThat(
            model(
                "'Containers': [{'Image': 'i'}, {'Image': 'j'}],"
                    + " 'InferenceExecutionConfig': {'Mode': 'Direct'}"))
        .singleElement(STRING)
        .contains("Mode=Direct (")
        .contains("an endpoint of its own");
  }

  private static List<String> model(String members) {
    JsonNode body =
        new JsonMapper()
            .readTree(
                "{'ModelName': 'churn', %s}".formatted(members).replace((char) 39, (char) 34));
    Part part = new Part(Kind.MODEL, "churn", "arn", body, List.of(), Map.of());
    return Obstacles.in(part, new ForeignMark(null)).stream().map(Violation::detail).toList();
  }

  private static LiveEndpointConfig config(String model) {
    return new LiveEndpointConfig(
        "churn-config",
        "arn:c",
        List.of(
            new ProductionVariant(
                "AllTraffic", model, 1.0, new VariantHost.Instances("ml.m5.large", 1))),
        List.of(),
        null,
        null,
        Instant.EPOCH);
  }
}

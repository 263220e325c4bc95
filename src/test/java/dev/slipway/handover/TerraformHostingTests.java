package dev.slipway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an exported endpoint consists of refers to what is exported, and to nothing else. */
class TerraformHostingTests {

  private static final Part ENDPOINT =
      part(Kind.ENDPOINT, "churn", "{\"EndpointConfigName\": \"churn-config\"}");

  @Test
  void oneConfigurationAndOneModelAreReferredTo() {
    assertThat(exported(model("churn-model"), config("churn-model"), ENDPOINT))
        .contains("resource \"aws_sagemaker_model\" \"this\"")
        .contains("model_name = aws_sagemaker_model.this.name")
        .contains("endpoint_config_name = aws_sagemaker_endpoint_configuration.this.name")
        .doesNotContain("was deleted");
  }

  @Test
  void eachVariantRefersToItsOwnModel() {
    assertThat(exported(model("churn-7"), model("churn-8"), config("churn-8", "churn-7"), ENDPOINT))
        .contains("resource \"aws_sagemaker_model\" \"churn_7\"")
        .contains("to = aws_sagemaker_model.churn_8")
        .containsSubsequence(
            "model_name = aws_sagemaker_model.churn_8.name",
            "model_name = aws_sagemaker_model.churn_7.name")
        .doesNotContain("aws_sagemaker_model.this", "\"aws_sagemaker_model\" \"this\"");
  }

  @Test
  void aModelThatWasDeletedIsNamedAndNotReferredTo() {
    assertThat(exported(config("churn-model"), ENDPOINT))
        .contains("# The model churn-model was deleted; it cannot be imported.")
        .contains("model_name = \"churn-model\"")
        .doesNotContain("aws_sagemaker_model");
  }

  @Test
  void aConfigurationThatWasDeletedIsNamedAndNotReferredTo() {
    assertThat(exported(ENDPOINT))
        .contains("# The endpoint configuration churn-config was deleted; it cannot be imported.")
        .contains("endpoint_config_name = \"churn-config\"")
        .doesNotContain("aws_sagemaker_endpoint_configuration");
  }

  @Test
  void aKeyThatIsNotGivenByItsArnIsNamedAndIgnored() {
    String arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    assertThat(exported(encrypted(arn)))
        .contains("kms_key_arn = \"" + arn + "\"")
        .doesNotContain("ignore_changes");
    for (String key : List.of("alias/serving", "11111111-2222-3333-4444-555555555555")) {
      assertThat(exported(encrypted(key)))
          .containsSubsequence("# The KMS key is \"" + key + "\"", "ignore_changes = [kms_key_arn]")
          .doesNotContain("kms_key_arn =");
    }
    assertThat(exported(config("churn-model"))).doesNotContain("kms_key_arn");
  }

  @Test
  void whatSageMakerAddsToAModelIsNotWritten() {
    String told =
        """
        {"PrimaryContainer": {"Image": "i", "Mode": "SingleModel", "ModelDataUrl": "s3://m/1.tar.gz",
          "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://m/1.tar.gz", "S3DataType": "S3Object",
            "CompressionType": "Gzip"}}},
         "DeploymentRecommendation": {"RecommendationStatus": "NOT_APPLICABLE"}}
        """;
    assertThat(exported(part(Kind.MODEL, "churn-model", told)))
        .contains("mode = \"SingleModel\"")
        .contains("model_data_url = \"s3://m/1.tar.gz\"")
        .doesNotContain("model_data_source", "recommendation", "ignore_changes");
  }

  @Test
  void aModeThatIsNotToldIsIgnored() {
    assertThat(exported(model("churn-model")))
        .contains("ignore_changes = [primary_container[0].mode]");
  }

  @Test
  void whatIsNotWrittenWholeIsSaidSoAndKeptFromBeingReplaced() {
    Part shadowed =
        part(
            Kind.ENDPOINT_CONFIG,
            "churn-config",
            "{\"KmsKeyId\": \"alias/serving\", \"ProductionVariants\": [{\"VariantName\": \"a\","
                + " \"ModelName\": \"churn-model\"}], \"ShadowProductionVariants\":"
                + " [{\"VariantName\": \"b\", \"ModelName\": \"churn-next\"}]}");
    assertThat(exported(model("churn-model"), shadowed, ENDPOINT))
        .contains("# Not all that it has can be written here")
        .contains(
            """
              lifecycle {
                prevent_destroy = true
                ignore_changes = [kms_key_arn]
              }
            """)
        .doesNotContain("changes nothing")
        .containsOnlyOnce("prevent_destroy = true");
    assertThat(exported(model("churn-model"), config("churn-model"), ENDPOINT))
        .contains("terraform plan imports everything and changes nothing.")
        .doesNotContain("prevent_destroy");
  }

  private static String exported(Part... parts) {
    Footprint footprint = SomeFootprints.of(parts);
    TerraformFile file =
        new TerraformFile("prod-churn", "us-east-1", TerraformHosting.whole(footprint));
    TerraformHosting.write(footprint, file);
    return file.toString();
  }

  private static Part model(String name) {
    return part(Kind.MODEL, name, "{\"PrimaryContainer\": {\"Image\": \"i\"}}");
  }

  /** With a variant for each model. */
  private static Part config(String... models) {
    List<String> variants = new ArrayList<>();
    Arrays.stream(models)
        .forEach(model ->
            variants.add(
                "{\"VariantName\": \"of-%s\", \"ModelName\": \"%s\"}".formatted(model, model)));
    return part(Kind.ENDPOINT_CONFIG, "churn-config", "{\"ProductionVariants\": " + variants + "}");
  }

  private static Part encrypted(String key) {
    return part(Kind.ENDPOINT_CONFIG, "churn-config", "{\"KmsKeyId\": \"" + key + "\"}");
  }

  private static Part part(Kind kind, String name, String body) {
    return new Part(kind, name, "arn", new JsonMapper().readTree(body), List.of(), Map.of());
  }
}

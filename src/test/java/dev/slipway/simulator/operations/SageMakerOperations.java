package dev.slipway.simulator.operations;

import static dev.slipway.simulator.operations.Clients.LIVE;
import static dev.slipway.simulator.operations.Clients.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobStatus;

/** Models, configurations, endpoints, tags, recommendations. */
final class SageMakerOperations {

  private static final String INVALID = "ValidationException";
  private static final String ARN = "arn:aws:sagemaker:us-east-1:123456789012:";

  private SageMakerOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "CreateModel",
            aws -> assertThat(aws.model("CreateModel")).isEqualTo(ARN + "model/createmodel"),
            aws -> aws.model("live"),
            "Cannot create already existing model \"" + ARN + "model/live\"."),
        of(
            "DescribeModel",
            aws ->
                assertThat(aws.sageMaker().describeModel(r -> r.modelName("live")))
                    .satisfies(model -> {
                      assertThat(model.executionRoleArn()).isEqualTo(ROLE);
                      assertThat(model.vpcConfig()).isNull();
                    }),
            aws -> aws.sageMaker().describeModel(r -> r.modelName("None")),
            "Could not find model \"" + ARN + "model/none\"."),
        of(
            "DeleteModel",
            aws -> {
              aws.model("gone");
              aws.sageMaker().deleteModel(r -> r.modelName("gone"));
            },
            aws -> aws.sageMaker().deleteModel(r -> r.modelName("none")),
            "Could not find model"),
        of(
            "ListModels",
            aws ->
                assertThat(aws.sageMaker().listModels(r -> r.nameContains("liv")).models())
                    .singleElement()
                    .satisfies(model -> assertThat(model.modelName()).isEqualTo("live")),
            aws -> aws.sageMaker().listModels(r -> r.maxResults(101)),
            "1 validation error detected: Value '101' at 'maxResults' failed to satisfy"
                + " constraint: Member must have value less than or equal to 100"),
        of(
            "CreateEndpointConfig",
            aws ->
                assertThat(aws.config("CreateConfig"))
                    .isEqualTo(ARN + "endpoint-config/createconfig"),
            aws ->
                aws.sageMaker()
                    .createEndpointConfig(r ->
                        r.endpointConfigName("c")
                            .productionVariants(v ->
                                v.variantName("v")
                                    .modelName("none")
                                    .instanceType("ml.m5.large")
                                    .initialInstanceCount(1))),
            "Could not find model \"" + ARN + "model/none\"."),
        of(
            "DescribeEndpointConfig",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .describeEndpointConfig(r -> r.endpointConfigName("live"))
                            .productionVariants())
                    .singleElement()
                    .satisfies(
                        variant -> assertThat(variant.initialVariantWeight()).isEqualTo(1.0f)),
            aws -> aws.sageMaker().describeEndpointConfig(r -> r.endpointConfigName("none")),
            "Could not find endpoint configuration \"" + ARN + "endpoint-config/none\"."),
        of(
            "DeleteEndpointConfig",
            aws -> {
              aws.config("gone-config");
              aws.sageMaker().deleteEndpointConfig(r -> r.endpointConfigName("gone-config"));
            },
            aws -> aws.sageMaker().deleteEndpointConfig(r -> r.endpointConfigName("none")),
            "Could not find endpoint configuration"),
        of(
            "ListEndpointConfigs",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .listEndpointConfigs(r -> r.nameContains("live"))
                            .endpointConfigs())
                    .hasSize(1),
            aws -> aws.sageMaker().listEndpointConfigs(r -> r.maxResults(0)),
            "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value"
                + " greater than or equal to 1"),
        of(
            "CreateEndpoint",
            aws -> {
              aws.config("CreateEndpoint");
              assertThat(aws.endpoint("CreateEndpoint", "CreateEndpoint"))
                  .isEqualTo(ARN + "endpoint/createendpoint");
            },
            aws ->
                aws.sageMaker()
                    .createEndpoint(r -> r.endpointName("LIVE").endpointConfigName("live")),
            "Cannot create already existing endpoint \"" + ARN + "endpoint/live\"."),
        of(
            "DescribeEndpoint",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .describeEndpoint(r -> r.endpointName(LIVE))
                            .endpointStatus())
                    .isEqualTo(EndpointStatus.IN_SERVICE),
            aws -> aws.sageMaker().describeEndpoint(r -> r.endpointName("none")),
            "Could not find endpoint \"" + ARN + "endpoint/none\"."),
        of(
            "UpdateEndpoint",
            aws -> {
              aws.config("update-1");
              aws.config("update-2");
              aws.endpoint("update", "update-1");
              aws.sageMaker()
                  .updateEndpoint(r -> r.endpointName("update").endpointConfigName("update-2"));
              assertThat(
                      aws.sageMaker()
                          .describeEndpoint(r -> r.endpointName("update"))
                          .pendingDeploymentSummary()
                          .endpointConfigName())
                  .isEqualTo("update-2");
            },
            aws -> {
              aws.config("busy-1");
              aws.sageMaker()
                  .createEndpoint(r -> r.endpointName("busy").endpointConfigName("busy-1"));
              aws.sageMaker()
                  .updateEndpoint(r -> r.endpointName("busy").endpointConfigName("busy-1"));
            },
            "Cannot update in-progress endpoint \"" + ARN + "endpoint/busy\"."),
        of(
            "UpdateEndpointWeightsAndCapacities",
            aws -> {
              aws.config("resize");
              aws.endpoint("resize", "resize");
              aws.sageMaker()
                  .updateEndpointWeightsAndCapacities(r ->
                      r.endpointName("resize")
                          .desiredWeightsAndCapacities(
                              d -> d.variantName("AllTraffic").desiredInstanceCount(3)));
              aws.advance(Duration.ofMinutes(10));
              assertThat(
                      aws.sageMaker()
                          .describeEndpoint(r -> r.endpointName("resize"))
                          .productionVariants()
                          .getFirst()
                          .currentInstanceCount())
                  .isEqualTo(3);
            },
            aws ->
                aws.sageMaker()
                    .updateEndpointWeightsAndCapacities(r ->
                        r.endpointName("none")
                            .desiredWeightsAndCapacities(
                                d -> d.variantName("AllTraffic").desiredInstanceCount(3))),
            "Could not find endpoint"),
        of(
            "DeleteEndpoint",
            aws -> {
              aws.config("short");
              aws.endpoint("short", "short");
              aws.sageMaker().deleteEndpoint(r -> r.endpointName("short"));
              assertThat(
                      aws.sageMaker()
                          .describeEndpoint(r -> r.endpointName("short"))
                          .endpointStatusAsString())
                  .isEqualTo("Deleting");
            },
            aws -> aws.sageMaker().deleteEndpoint(r -> r.endpointName("none")),
            "Could not find endpoint"),
        of(
            "ListEndpoints",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .listEndpoints(
                                r -> r.nameContains(LIVE).statusEquals(EndpointStatus.IN_SERVICE))
                            .endpoints())
                    .hasSize(1),
            aws -> aws.sageMaker().listEndpoints(r -> r.nextToken("nonsense")),
            "Invalid NextToken."),
        of(
            "AddTags",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .addTags(r ->
                                r.resourceArn(aws.model("tagged"))
                                    .tags(t -> t.key("team").value("risk")))
                            .tags())
                    .hasSize(1),
            aws ->
                aws.sageMaker()
                    .addTags(
                        r -> r.resourceArn(ARN + "model/none").tags(t -> t.key("k").value("v"))),
            "Could not find resource"),
        of(
            "ListTags",
            aws ->
                assertThat(aws.sageMaker().listTags(r -> r.resourceArn(ARN + "model/live")).tags())
                    .isEmpty(),
            aws -> aws.sageMaker().listTags(r -> r.resourceArn(ARN + "model/none")),
            "Could not find resource"),
        of(
            "DeleteTags",
            aws -> {
              String arn = aws.model("untagged");
              aws.sageMaker()
                  .addTags(r -> r.resourceArn(arn).tags(t -> t.key("team").value("risk")));
              aws.sageMaker().deleteTags(r -> r.resourceArn(arn).tagKeys("team"));
              assertThat(aws.sageMaker().listTags(r -> r.resourceArn(arn)).tags()).isEmpty();
            },
            aws -> aws.sageMaker().deleteTags(r -> r.resourceArn(ARN + "model/x").tagKeys("k")),
            "Could not find resource"),
        new OperationCase(
            "SAGEMAKER CreateInferenceRecommendationsJob",
            aws ->
                assertThat(
                        aws.sageMaker()
                            .createInferenceRecommendationsJob(job("create-job"))
                            .jobArn())
                    .isEqualTo(ARN + "inference-recommendations-job/create-job"),
            aws -> {
              aws.sageMaker().createInferenceRecommendationsJob(job("twice"));
              aws.sageMaker().createInferenceRecommendationsJob(job("twice"));
            },
            "ResourceInUse",
            "already exists"),
        new OperationCase(
            "SAGEMAKER DescribeInferenceRecommendationsJob",
            aws -> {
              aws.sageMaker().createInferenceRecommendationsJob(job("describe-job"));
              aws.advance(Duration.ofHours(1));
              var done =
                  aws.sageMaker()
                      .describeInferenceRecommendationsJob(r -> r.jobName("describe-job"));
              assertThat(done.status()).isEqualTo(RecommendationJobStatus.COMPLETED);
              var metrics = done.inferenceRecommendations().getFirst().metrics();
              assertThat(metrics.costPerInference())
                  .isCloseTo(metrics.costPerHour() / 60 / metrics.maxInvocations(), within(1e-9f));
            },
            aws -> aws.sageMaker().describeInferenceRecommendationsJob(r -> r.jobName("none")),
            "ResourceNotFound",
            "Could not find inference recommendations job"),
        new OperationCase(
            "SAGEMAKER StopInferenceRecommendationsJob",
            aws -> {
              aws.sageMaker().createInferenceRecommendationsJob(job("stop-job"));
              aws.sageMaker().stopInferenceRecommendationsJob(r -> r.jobName("stop-job"));
              assertThat(
                      aws.sageMaker()
                          .describeInferenceRecommendationsJob(r -> r.jobName("stop-job"))
                          .status())
                  .isEqualTo(RecommendationJobStatus.STOPPING);
            },
            aws -> aws.sageMaker().stopInferenceRecommendationsJob(r -> r.jobName("none")),
            "ResourceNotFound",
            "Could not find inference recommendations job"),
        of(
            "ListInferenceRecommendationsJobs",
            aws -> {
              aws.sageMaker().createInferenceRecommendationsJob(job("list-job"));
              assertThat(
                      aws.sageMaker()
                          .listInferenceRecommendationsJobs(r -> r.nameContains("list-job"))
                          .inferenceRecommendationsJobs())
                  .hasSize(1);
            },
            aws -> aws.sageMaker().listInferenceRecommendationsJobs(r -> r.maxResults(1000)),
            "Member must have value less than or equal to 100"),
        new OperationCase(
            "SAGEMAKER ListInferenceRecommendationsJobSteps",
            aws -> {
              aws.sageMaker().createInferenceRecommendationsJob(job("steps-job"));
              aws.advance(Duration.ofHours(1));
              assertThat(
                      aws.sageMaker()
                          .listInferenceRecommendationsJobSteps(r -> r.jobName("steps-job"))
                          .steps())
                  .hasSize(2);
            },
            aws -> aws.sageMaker().listInferenceRecommendationsJobSteps(r -> r.jobName("none")),
            "ResourceNotFound",
            "Could not find inference recommendations job"));
  }

  static Consumer<CreateInferenceRecommendationsJobRequest.Builder> job(String name) {
    return r ->
        r.jobName(name)
            .jobType("Default")
            .roleArn(ROLE)
            .inputConfig(input ->
                input
                    .modelName("live")
                    .endpointConfigurations(
                        c -> c.instanceType(ProductionVariantInstanceType.ML_C5_LARGE),
                        c -> c.instanceType(ProductionVariantInstanceType.ML_M5_XLARGE)));
  }

  private static OperationCase of(
      String operation, Consumer<Clients> success, Consumer<Clients> error, String text) {
    return new OperationCase("SAGEMAKER " + operation, success, error, INVALID, text);
  }
}

package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

/** SageMaker's resources, with AWS's texts. */
class SageMakerTests {

  private static final String ARN = "arn:aws:sagemaker:us-east-1:123456789012:";

  private final TestWorld world = new TestWorld();

  @Test
  void whatIsNotThereIsAValidationExceptionWithALowerCasedArn() {
    refused(
        () -> world.aws.models().describeModel(model("Fraud"), TestWorld.CALLER),
        "Could not find model \"" + ARN + "model/fraud\".");
    refused(
        () ->
            world
                .aws
                .configs()
                .describeEndpointConfig(
                    DescribeEndpointConfigRequest.builder().endpointConfigName("C").build(),
                    TestWorld.CALLER),
        "Could not find endpoint configuration \"" + ARN + "endpoint-config/c\".");
    refused(world::describe, "Could not find endpoint \"" + ARN + "endpoint/fraud-detector\".");
    refused(
        () -> {
          world.create("nothing");
          return "";
        },
        "Could not find endpoint configuration \"" + ARN + "endpoint-config/nothing\".");
  }

  @Test
  void namesThatAreTakenAreRefused() {
    world.version("v1", 1, "{}");
    world.create("v1");

    refused(
        () -> {
          world.versionWithout("v1", 1);
          return "";
        },
        "Cannot create already existing model \"" + ARN + "model/v1\".");
    refused(
        () -> {
          world.config("v1", "v1", 1, "ml.m5.large");
          return "";
        },
        "Cannot create already existing endpoint configuration \"" + ARN + "endpoint-config/v1\".");
    refused(
        () ->
            world
                .aws
                .endpoints()
                .createEndpoint(
                    CreateEndpointRequest.builder()
                        .endpointName("FRAUD-Detector")
                        .endpointConfigName("v1")
                        .build(),
                    TestWorld.CALLER),
        "Cannot create already existing endpoint \"" + ARN + "endpoint/fraud-detector\".");
  }

  @Test
  void aConfigurationNeedsItsModels() {
    refused(
        () -> {
          world.config("c", "missing", 1, "ml.m5.large");
          return "";
        },
        "Could not find model \"" + ARN + "model/missing\".");
  }

  @Test
  void anEndpointInProgressCanNeitherBeUpdatedNorDeleted() {
    world.version("v1", 1, "{}");
    world.create("v1");
    String text = "Cannot update in-progress endpoint \"" + ARN + "endpoint/fraud-detector\".";

    refused(this::delete, text);
    refused(() -> resize(2), text);
    refused(
        () -> {
          world.update("v1", TestWorld.canary());
          return "";
        },
        text);
  }

  @Test
  void aFailedCreationSaysWhyAndLeavesOnlyDeletion() {
    world.versionWithout("v1", 1);
    world.create("v1");
    world.advance(180);

    assertThat(world.status()).isEqualTo("Failed");
    assertThat(world.describe().failureReason())
        .isEqualTo("Could not find model data at s3://models/v1.tar.gz.");
    refused(() -> resize(2), "Failed");
    var _ = delete();
    world.advance(30);
    refused(world::describe, "Could not find endpoint");
  }

  @Test
  void configurationAndModelMayBeDeletedWhileTheEndpointServes() {
    world.version("v1", 2, "{}");
    world.create("v1");
    world.advance(180);

    world
        .aws
        .configs()
        .deleteEndpointConfig(
            DeleteEndpointConfigRequest.builder().endpointConfigName("v1").build(),
            TestWorld.CALLER);
    world
        .aws
        .models()
        .deleteModel(DeleteModelRequest.builder().modelName("v1").build(), TestWorld.CALLER);
    world.restart();

    assertThat(world.answered()).isEqualTo("v1");
    refused(
        () -> {
          world.update("v1", TestWorld.canary());
          return "";
        },
        "Could not find endpoint configuration");
  }

  @Test
  void countsAndWeightsChangeInTime() {
    world.version("v1", 2, "{}");
    world.create("v1");
    world.advance(180);

    var _ = resize(4);
    assertThat(world.status()).isEqualTo("Updating");
    assertThat(world.describe().productionVariants().getFirst())
        .satisfies(variant -> {
          assertThat(variant.currentInstanceCount()).isEqualTo(2);
          assertThat(variant.desiredInstanceCount()).isEqualTo(4);
          assertThat(variant.variantStatus().getFirst().statusMessage())
              .isEqualTo("Scaling out desired instance count to 4.");
        });
    world.advance(120);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(4);
  }

  @Test
  void lastDeploymentConfigIsThereRightAfterCreation() {
    world.version("v1", 2, "{}");
    var _ =
        world
            .aws
            .endpoints()
            .createEndpoint(
                CreateEndpointRequest.builder()
                    .endpointName("e")
                    .endpointConfigName("v1")
                    .deploymentConfig(TestWorld.canary())
                    .build(),
                TestWorld.CALLER);

    assertThat(
            world
                .aws
                .endpoints()
                .describeEndpoint(
                    DescribeEndpointRequest.builder().endpointName("e").build(), TestWorld.CALLER)
                .lastDeploymentConfig())
        .isEqualTo(TestWorld.canary());
  }

  @Test
  void unsetMembersStayUnset() {
    world.version("v1", 2, "{}");
    var config =
        world
            .aws
            .configs()
            .describeEndpointConfig(
                DescribeEndpointConfigRequest.builder().endpointConfigName("v1").build(),
                TestWorld.CALLER);
    var described = world.aws.models().describeModel(model("v1"), TestWorld.CALLER);

    assertThat(config.dataCaptureConfig()).isNull();
    assertThat(config.productionVariants().getFirst().initialVariantWeight()).isEqualTo(1);
    assertThat(described.vpcConfig()).isNull();
    assertThat(described.hasContainers()).isFalse();
    assertThat(described.creationTime()).isEqualTo(world.clock.now());
  }

  @Test
  void whatIsRefusedForATagKeyGivenTwiceIsNotMade() {
    world.version("v1", 2, "{}");
    Tag[] twice = {tag("team", "risk"), tag("team", "fraud")};
    String text = "The tag key team is given twice.";

    refused(
        () ->
            world
                .aws
                .models()
                .createModel(
                    CreateModelRequest.builder()
                        .modelName("m")
                        .primaryContainer(container -> container.image("image:1"))
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);
    refused(
        () ->
            world
                .aws
                .configs()
                .createEndpointConfig(
                    CreateEndpointConfigRequest.builder()
                        .endpointConfigName("c")
                        .productionVariants(variant ->
                            variant
                                .variantName("a")
                                .modelName("v1")
                                .instanceType("ml.m5.large")
                                .initialInstanceCount(1))
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);
    refused(
        () ->
            world
                .aws
                .endpoints()
                .createEndpoint(
                    CreateEndpointRequest.builder()
                        .endpointName(TestWorld.ENDPOINT)
                        .endpointConfigName("v1")
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);

    refused(
        () -> world.aws.models().describeModel(model("m"), TestWorld.CALLER),
        "Could not find model");
    refused(
        () ->
            world
                .aws
                .configs()
                .describeEndpointConfig(
                    DescribeEndpointConfigRequest.builder().endpointConfigName("c").build(),
                    TestWorld.CALLER),
        "Could not find endpoint configuration");
    refused(world::describe, "Could not find endpoint");
  }

  @Test
  void tagsAreKeptByArn() {
    world.version("v1", 2, "{}");
    String arn = ARN + "model/v1";
    var _ =
        world
            .aws
            .tags()
            .addTags(
                AddTagsRequest.builder()
                    .resourceArn(arn)
                    .tags(tag("a", "1"), tag("b", "2"))
                    .build(),
                TestWorld.CALLER);
    var _ =
        world
            .aws
            .tags()
            .deleteTags(
                DeleteTagsRequest.builder().resourceArn(arn).tagKeys("a").build(),
                TestWorld.CALLER);
    world.restart();

    assertThat(
            world
                .aws
                .tags()
                .listTags(ListTagsRequest.builder().resourceArn(arn).build(), TestWorld.CALLER)
                .tags())
        .containsExactly(tag("b", "2"));
  }

  @ParameterizedTest
  @CsvSource({"CreationTime, Descending", "CreationTime, Ascending", "Name, Ascending"})
  void whoDeletesWhatEachPageGaveSkipsNothing(String sortBy, String sortOrder) {
    for (String name : new String[] {"a1", "a2", "a3", "a4", "a5"}) {
      world.version(name, 1, "{}");
      world.advance(1);
    }
    List<String> deleted = new ArrayList<>();
    String token = null;
    do {
      var page =
          world
              .aws
              .models()
              .listModels(
                  ListModelsRequest.builder()
                      .maxResults(2)
                      .sortBy(sortBy)
                      .sortOrder(sortOrder)
                      .nextToken(token)
                      .build(),
                  TestWorld.CALLER);
      for (ModelSummary model : page.models()) {
        var _ =
            world
                .aws
                .models()
                .deleteModel(
                    DeleteModelRequest.builder().modelName(model.modelName()).build(),
                    TestWorld.CALLER);
        deleted.add(model.modelName());
      }
      token = page.nextToken();
    } while (token != null);

    assertThat(deleted).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5");
  }

  @Test
  void listsAreNewestFirstFilteredAndPaged() {
    for (String name : new String[] {"a1", "a2", "a3", "b1"}) {
      world.version(name, 1, "{}");
      world.advance(1);
    }
    var first =
        world
            .aws
            .models()
            .listModels(
                ListModelsRequest.builder().nameContains("a").maxResults(2).build(),
                TestWorld.CALLER);
    var second =
        world
            .aws
            .models()
            .listModels(
                ListModelsRequest.builder()
                    .nameContains("a")
                    .maxResults(2)
                    .nextToken(first.nextToken())
                    .build(),
                TestWorld.CALLER);

    assertThat(first.models()).extracting(ModelSummary::modelName).containsExactly("a3", "a2");
    assertThat(second.models()).extracting(ModelSummary::modelName).containsExactly("a1");
    assertThat(second.nextToken()).isNull();
    world.create("a1");
    assertThat(
            world
                .aws
                .endpoints()
                .listEndpoints(
                    ListEndpointsRequest.builder().statusEquals("InService").build(),
                    TestWorld.CALLER)
                .endpoints())
        .isEmpty();
  }

  @Test
  void accountsAndRegionsAreApart() {
    world.version("v1", 1, "{}");

    assertThatThrownBy(() ->
            world
                .aws
                .models()
                .describeModel(model("v1"), new Caller("123456789012", "eu-west-1", "AKIDEXAMPLE")))
        .hasMessageContaining("Could not find model");
  }

  @Test
  void theRuntimeKnowsServingEndpointsOnlyByTheirExactName() {
    world.version("v1", 1, "{}");
    world.create("v1");
    String text = "Endpoint fraud-detector of account 123456789012 not found.";
    runtimeRefuses(world::invoke, 400, "ValidationError", text);
    world.advance(180);

    assertThat(world.invoke().invokedProductionVariant()).isEqualTo("AllTraffic");
    runtimeRefuses(() -> invoke("Fraud-detector", "{}"), 400, "ValidationError", "not found");
    var _ = delete();
    runtimeRefuses(world::invoke, 400, "ValidationError", text);
  }

  @Test
  void aModelsOwnErrorIsAModelErrorWithItsStatus() {
    world.version("v1", 1, "{}");
    world.create("v1");
    world.advance(180);

    assertThatThrownBy(() -> invoke(TestWorld.ENDPOINT, "{}"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            error -> {
              assertThat(error.status()).isEqualTo(424);
              assertThat(error.code()).isEqualTo("ModelError");
              assertThat(error.details().get("OriginalStatusCode")).isEqualTo(400);
              assertThat(error.text()).startsWith("Received client error (400) from primary");
            });
  }

  @Test
  void aModelFaultSpoilsTheAnswersOfOneConfiguration() {
    world.version("v1", 1, "{}");
    world.create("v1");
    world.advance(180);
    var _ =
        world.faults.add(
            new tools.jackson.databind.json.JsonMapper()
                .valueToTree(
                    Map.of("kind", "model_error", "endpoint", TestWorld.ENDPOINT, "share", 1.0)));

    runtimeRefuses(world::invoke, 424, "ModelError", "Received server error (500) from primary");
    world.faults.clear();
    assertThat(world.answered()).isEqualTo("v1");
  }

  @Test
  void trafficIsSplitByWeightAndAVariantCanBeNamed() {
    world.version("v1", 1, "{}");
    world.version("v2", 1, "{}");
    var _ =
        world
            .aws
            .configs()
            .createEndpointConfig(
                CreateEndpointConfigRequest.builder()
                    .endpointConfigName("two")
                    .productionVariants(
                        variant ->
                            variant
                                .variantName("a")
                                .modelName("v1")
                                .instanceType("ml.m5.large")
                                .initialInstanceCount(1)
                                .initialVariantWeight(3f),
                        variant ->
                            variant
                                .variantName("b")
                                .modelName("v2")
                                .instanceType("ml.m5.large")
                                .initialInstanceCount(1)
                                .initialVariantWeight(1f))
                    .build(),
                TestWorld.CALLER);
    world.create("two");
    world.advance(180);

    int hits = 0;
    for (int i = 0; i < 1000; i++) {
      hits += world.invoke().invokedProductionVariant().equals("a") ? 1 : 0;
    }
    assertThat(hits).isBetween(700, 800);
    assertThat(
            world
                .aws
                .runtime()
                .invokeEndpoint(
                    InvokeEndpointRequest.builder()
                        .endpointName(TestWorld.ENDPOINT)
                        .targetVariant("b")
                        .body(SdkBytes.fromUtf8String("{\"features\":[1]}"))
                        .build(),
                    TestWorld.CALLER)
                .body()
                .asUtf8String())
        .contains("v2");
  }

  private Object invoke(String endpoint, String body) {
    return world
        .aws
        .runtime()
        .invokeEndpoint(
            InvokeEndpointRequest.builder()
                .endpointName(endpoint)
                .body(SdkBytes.fromUtf8String(body))
                .build(),
            TestWorld.CALLER);
  }

  private Object delete() {
    return world
        .aws
        .endpoints()
        .deleteEndpoint(
            DeleteEndpointRequest.builder().endpointName(TestWorld.ENDPOINT).build(),
            TestWorld.CALLER);
  }

  private Object resize(int count) {
    return world
        .aws
        .endpoints()
        .updateEndpointWeightsAndCapacities(
            UpdateEndpointWeightsAndCapacitiesRequest.builder()
                .endpointName(TestWorld.ENDPOINT)
                .desiredWeightsAndCapacities(
                    desired -> desired.variantName(TestWorld.VARIANT).desiredInstanceCount(count))
                .build(),
            TestWorld.CALLER);
  }

  private static DescribeModelRequest model(String name) {
    return DescribeModelRequest.builder().modelName(name).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static void refused(ThrowingSupplier<?> what, String text) {
    runtimeRefuses(what, 400, "ValidationException", text);
  }

  private static void runtimeRefuses(
      ThrowingSupplier<?> what, int status, String code, String text) {
    assertThatThrownBy(what::get)
        .isInstanceOfSatisfying(
            ServiceException.class,
            error -> {
              assertThat(error.status()).isEqualTo(status);
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.text()).contains(text);
            });
  }
}

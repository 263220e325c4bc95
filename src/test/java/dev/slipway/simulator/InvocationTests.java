package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import tools.jackson.databind.json.JsonMapper;

/** What the runtime answers, from which variant, and how it tells of errors. */
class InvocationTests {

  private final TestWorld world = new TestWorld();

  @Test
  void theRuntimeKnowsServingEndpointsOnlyByTheirExactName() {
    world.version("v1", 1, "{}");
    world.create("v1");
    String text = "Endpoint fraud-detector of account 123456789012 not found.";
    refused(world::invoke, "ValidationError", text);
    world.advance(180);

    assertThat(world.invoke().invokedProductionVariant()).isEqualTo("AllTraffic");
    refused(() -> invoke("Fraud-detector", "{}"), "ValidationError", "not found");
    world.delete();
    refused(world::invoke, "ValidationError", text);
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
  void aModelOfManyOrAComponentIsRefusedWhereThereIsNone() {
    world.version("v1", 1, "{}");
    world.create("v1");
    world.advance(180);

    refused(
        () -> invoke(r -> r.targetModel("v1.tar.gz")),
        "ValidationError",
        "Endpoint fraud-detector is not a multi-model endpoint and does not support target model");
    refused(
        () -> invoke(r -> r.inferenceComponentName("v1")),
        "ValidationError",
        "Inference Component Name header is not allowed");
  }

  @Test
  void moreValuesThanFitInMemoryAreRefusedAndLongBodiesAreNot() {
    world.version("v1", 1, "{}");
    world.create("v1");
    world.advance(180);

    String many = "{\"instances\":[[0]" + ",[0]".repeat(400_000) + "]}";
    refused(() -> invoke(TestWorld.ENDPOINT, many), 424, "ModelError", "more values than");
    String rows = "0\n".repeat(1_100_000);
    refused(
        () -> invoke(TestWorld.ENDPOINT, "text/csv", rows), 424, "ModelError", "more values than");
    String returns = "0\r".repeat(1_100_000);
    refused(() -> invoke(TestWorld.ENDPOINT, "text/csv", returns), 424, "ModelError", "(400)");
    assertThat(invoke(TestWorld.ENDPOINT, "{\"features\":[1]}" + " ".repeat(5_000_000)))
        .isNotNull();
  }

  @Test
  void aModelFaultSpoilsTheAnswersOfOneConfiguration() {
    world.version("v1", 1, "{}");
    world.create("v1");
    world.advance(180);
    var _ =
        world.faults.add(
            new JsonMapper()
                .valueToTree(
                    Map.of("kind", "model_error", "endpoint", TestWorld.ENDPOINT, "share", 1.0)));

    refused(world::invoke, 424, "ModelError", "Received server error (500) from primary");
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
    assertThat(invoke(r -> r.targetVariant("b")).body().asUtf8String()).contains("v2");
  }

  private Object invoke(String endpoint, String body) {
    return invoke(endpoint, "application/json", body);
  }

  private Object invoke(String endpoint, String type, String body) {
    return invoke(
        r -> r.endpointName(endpoint).contentType(type).body(SdkBytes.fromUtf8String(body)));
  }

  private InvokeEndpointResponse invoke(Consumer<InvokeEndpointRequest.Builder> how) {
    InvokeEndpointRequest.Builder request =
        InvokeEndpointRequest.builder()
            .endpointName(TestWorld.ENDPOINT)
            .body(SdkBytes.fromUtf8String("{\"features\":[1]}"));
    how.accept(request);
    return world.aws.runtime().invokeEndpoint(request.build(), TestWorld.CALLER);
  }
}

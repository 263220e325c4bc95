package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.instances;
import static dev.slipway.simulator.WireWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.CaptureStatus;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to requests besides being answered: copies to a shadow, records in S3. */
class ShadowAndCaptureTests {

  @TempDir private Path directory;
  @AutoClose private WireWorld world = new WireWorld();

  @BeforeEach
  void twoModels() {
    world.close();
    world = new WireWorld(WireWorld.in(directory));
    world.s3.createBucket(r -> r.bucket("captured"));
    world.model("v1");
    world.model("v2", "\"faults\":{\"error_rate\":1}");
  }

  private void shadowed(float weight) {
    world.config(
        "both",
        r ->
            r.productionVariants(instances(VARIANT, "v1", 2))
                .shadowProductionVariants(
                    instances("shadow", "v2", 1).toBuilder().initialVariantWeight(weight).build()));
    world.create("both");
  }

  @Test
  void aShadowGetsItsShareOfCopiesAndItsErrorsReachNobody() {
    shadowed(0.5f);

    for (int i = 0; i < 200; i++) {
      assertThat(world.answered()).isEqualTo("v1");
    }
    world.advance(120);

    assertThat(world.total("Invocations", VARIANT)).isEqualTo(200);
    assertThat(world.total("Invocation5XXErrors", VARIANT)).isZero();
    assertThat(world.total("Invocations", "shadow")).isBetween(80.0, 120.0);
    assertThat(world.total("Invocation5XXErrors", "shadow"))
        .isEqualTo(world.total("Invocations", "shadow"));
  }

  @Test
  void aShadowIsShownApartAndCannotBeCalled() {
    shadowed(1);

    assertThat(world.describe().productionVariants())
        .extracting(ProductionVariantSummary::variantName)
        .containsExactly(VARIANT);
    assertThat(world.describe().shadowProductionVariants())
        .extracting(ProductionVariantSummary::variantName)
        .containsExactly("shadow");
    refused(
        () -> world.invoke(r -> r.targetVariant("shadow")),
        "ValidationError",
        "Variant shadow not found");
    world.restart();
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);
    assertThat(world.total("Invocations", "shadow")).isEqualTo(1);
  }

  @Test
  void thereIsOneShadowForOneVariant() {
    refused(
        () ->
            world.config(
                "c",
                r ->
                    r.productionVariants(instances("a", "v1", 1), instances("b", "v1", 1))
                        .shadowProductionVariants(instances("s", "v2", 1))),
        "ValidationException",
        "exactly one production variant and one shadow variant");
  }

  private void capturing(int percentage, Consumer<DataCaptureConfig.Builder> more) {
    world.config(
        "captured",
        r ->
            r.productionVariants(instances(VARIANT, "v1", 1))
                .dataCaptureConfig(d ->
                    more.accept(
                        d.enableCapture(true)
                            .initialSamplingPercentage(percentage)
                            .destinationS3Uri("s3://captured/raw")
                            .captureOptions(
                                c -> c.captureMode("Input"), c -> c.captureMode("Output")))));
    world.create("captured");
  }

  private List<JsonNode> records() {
    return world.keys("captured").stream()
        .flatMap(key ->
            world.s3.getObjectAsBytes(r -> r.bucket("captured").key(key)).asUtf8String().lines())
        .map(line -> new JsonMapper().readTree(line))
        .toList();
  }

  @Test
  void requestsAndAnswersAreWrittenUnderEndpointVariantAndHour() {
    capturing(100, d -> d.captureContentTypeHeader(c -> c.jsonContentTypes("application/json")));
    assertThat(world.invoke(r -> r.inferenceId("one")).contentType()).contains("json");
    world.advance(60);

    assertThat(world.keys("captured"))
        .hasSize(1)
        .allMatch(key ->
            key.matches("raw/fraud/AllTraffic/2026/01/05/09/\\d\\d-\\d\\d-\\d{3}-[^/]+\\.jsonl"));
    JsonNode record = records().getFirst();
    JsonNode input = record.path("captureData").path("endpointInput");
    assertThat(input.path("data").asString()).isEqualTo("{\"features\":[1]}");
    assertThat(input.path("encoding").asString()).isEqualTo("JSON");
    assertThat(input.path("mode").asString()).isEqualTo("INPUT");
    assertThat(input.path("observedContentType").asString()).isEqualTo("application/json");
    assertThat(record.path("captureData").path("endpointOutput").path("data").asString())
        .contains("\"v\":\"v1\"");
    assertThat(record.path("eventMetadata").path("inferenceId").asString()).isEqualTo("one");
    assertThat(record.path("eventMetadata").path("inferenceTime").asString())
        .isEqualTo("2026-01-05T09:03:00Z");
    assertThat(record.path("eventVersion").asString()).isEqualTo("0");
  }

  @Test
  void withoutContentTypesDataIsBase64() {
    capturing(100, _ -> {});
    var _ = world.invoke();
    world.advance(60);

    JsonNode input = records().getFirst().path("captureData").path("endpointInput");
    assertThat(input.path("encoding").asString()).isEqualTo("BASE64");
    assertThat(
            new String(
                Base64.getDecoder().decode(input.path("data").asString()), StandardCharsets.UTF_8))
        .isEqualTo("{\"features\":[1]}");
  }

  @Test
  void aShareIsSampledAndTheDescriptionSaysIt() {
    capturing(25, _ -> {});
    assertThat(world.describe().dataCaptureConfig().captureStatus())
        .isEqualTo(CaptureStatus.STARTED);
    assertThat(world.describe().dataCaptureConfig().currentSamplingPercentage()).isEqualTo(25);
    assertThat(world.describe().dataCaptureConfig().destinationS3Uri())
        .isEqualTo("s3://captured/raw");

    for (int i = 0; i < 400; i++) {
      var _ = world.invoke();
    }
    world.restart();

    assertThat(records()).hasSizeBetween(97, 103);
  }

  @Test
  void captureThatIsOffWritesNothing() {
    capturing(100, d -> d.enableCapture(false));
    var _ = world.invoke();
    world.advance(60);

    assertThat(world.keys("captured")).isEmpty();
    assertThat(world.describe().dataCaptureConfig().captureStatus())
        .isEqualTo(CaptureStatus.STOPPED);
  }
}

package dev.slipway.simulator.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContainerStartsTests {

  private static final String LOGISTIC =
      """
      {"kind":"logistic_regression","features":2,"weights":[1.0,-1.0],"bias":0.5,
       "answer":{"model_version":"v1"},"custom_attributes":"model=v1"}\
      """;

  private final Map<String, byte[]> objects = new HashMap<>();
  private final ContainerStarts starts =
      new ContainerStarts(
          (bucket, key) -> Optional.ofNullable(objects.get(bucket + "/" + key)),
          Map.of(),
          7,
          () -> java.time.Instant.EPOCH);

  @Test
  void aLogisticRegressionReallyScores() throws StartFailure {
    Container container = start(LOGISTIC);

    Container.Answer answer = ask(container, "{\"features\":[2.0,1.0]}", "application/json");

    JsonNode json = json(answer);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(json.get("score").doubleValue()).isEqualTo(1 / (1 + Math.exp(-1.5)));
    assertThat(json.get("label").intValue()).isEqualTo(1);
    assertThat(json.get("model_version").asString()).isEqualTo("v1");
    assertThat(answer.customAttributes()).isEqualTo("model=v1");
  }

  @Test
  void rowsAreScoredOneByOneInJsonAndCsv() throws StartFailure {
    Container container = start(LOGISTIC);

    JsonNode json = json(ask(container, "{\"instances\":[[0,0],[-9,0]]}", "application/json"));
    JsonNode csv = json(ask(container, "0,0\n-9,0\n", "text/csv; charset=utf-8"));

    assertThat(json.get("predictions").get(0).get("label").intValue()).isEqualTo(1);
    assertThat(json.get("predictions").get(1).get("label").intValue()).isZero();
    assertThat(csv).isEqualTo(json);
  }

  @Test
  void boostedTreesAddUp() throws StartFailure {
    Container container =
        start(
            """
            {"kind":"boosted_trees","features":2,"base":-1.0,"trees":[
              {"feature":0,"threshold":1.5,"left":{"value":-1},"right":{"value":2}},
              {"feature":1,"threshold":0,"left":{"value":0.5},"right":{"value":1}}]}\
            """);

    double score = json(ask(container, "{\"features\":[2,-1]}", null)).get("score").doubleValue();

    assertThat(score).isEqualTo(1 / (1 + Math.exp(-1.5)));
  }

  @Test
  void badInputIsTheCallersFault() throws StartFailure {
    Container container = start(LOGISTIC);

    assertThat(ask(container, "{\"features\":[1]}", null).status()).isEqualTo(400);
    assertThat(ask(container, "{\"features\":[\"a\",2]}", null).status()).isEqualTo(400);
    assertThat(ask(container, "not json", null).status()).isEqualTo(400);
    assertThat(ask(container, "{}", null).status()).isEqualTo(400);
    assertThat(ask(container, "x,y", "text/csv").status()).isEqualTo(400);
    assertThat(ask(container, "<a/>", "application/xml").status()).isEqualTo(415);
  }

  @Test
  void aVersionMayFailForAShareOfItsRequests() throws StartFailure {
    Container container =
        start(
            """
            {"kind":"logistic_regression","weights":[1],"faults":{"error_rate":0.6}}\
            """);

    long failed =
        IntStream.range(0, 100)
            .filter(_ -> ask(container, "{\"features\":[1]}", null).status() == 500)
            .count();

    assertThat(failed).isBetween(58L, 62L);
  }

  @Test
  void aMissingArtifactIsAwssReason() {
    assertThatThrownBy(() -> up(spec("s3://models/none.tar.gz")))
        .isInstanceOf(StartFailure.class)
        .hasMessage("Could not find model data at s3://models/none.tar.gz.");
  }

  @Test
  void aBrokenArtifactIsAwssReason() {
    objects.put("models/broken.tar.gz", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> up(spec("s3://models/broken.tar.gz")))
        .hasMessageContaining("valid tar.gz archive");
  }

  @Test
  void aModelThatCannotBeLoadedFailsThePing() {
    assertThatThrownBy(() -> start("{\"kind\":\"oracle\"}"))
        .hasMessageContaining("did not pass the ping health check");
    assertThatThrownBy(() ->
            start(
                """
                {"kind":"logistic_regression","weights":[1],"faults":{"ping_fails":true}}\
                """))
        .hasMessageContaining("production variant AllTraffic");
  }

  private Container start(String model) throws StartFailure {
    objects.put("models/v1.tar.gz", ModelArchive.pack(model));
    return up(spec("s3://models/v1.tar.gz"));
  }

  private Container up(ContainerSpec spec) throws StartFailure {
    CompletableFuture<Container> started = starts.start(spec, "AllTraffic", 0, _ -> {});
    if (started.isCompletedExceptionally()
        && started.exceptionNow() instanceof StartFailure failure) {
      throw failure;
    }
    return started.join();
  }

  private static ContainerSpec spec(String url) {
    return new ContainerSpec("image:1", url, Map.of(), null);
  }

  private static Container.Answer ask(
      Container container, String body, @org.jspecify.annotations.Nullable String type) {
    return container.invoke(
        new Container.Invocation(
            body.getBytes(StandardCharsets.UTF_8), type, null, null, null, null, Container.ANSWER));
  }

  private static JsonNode json(Container.Answer answer) {
    return new JsonMapper().readTree(answer.body());
  }
}

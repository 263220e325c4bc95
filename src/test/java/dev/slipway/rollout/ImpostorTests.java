package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A name and tags can be copied; only what is on record too is Slipway's. */
class ImpostorTests extends ProdStage {

  private static final String UNSCALED = "{\"without\": [\"AUTOSCALING\"]}";

  private final Impostor impostor = new Impostor(rehearsal.aws(), ENDPOINT);

  static Stream<Arguments> kinds() {
    return Stream.of(
        kind("endpoint", Impostor::endpoint), kind("role", it -> it.role("slipway-" + ENDPOINT)));
  }

  private static Arguments kind(String what, Consumer<Impostor> make) {
    return Arguments.of(what, make);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whatBearsOurNameAndCopiesOfOurTagsIsNotTouched(String what, Consumer<Impostor> make) {
    make.accept(impostor);
    rehearsal.advance(Duration.ofMinutes(10));
    JsonNode before = rehearsal.snapshot();

    UUID first = rehearsal.promote("v1");
    Answer ended = rehearsal.untilEnd(first);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("name-taken");
    assertThat(ended.at("/reason")).contains(what);
    theirsIsAsItWas(before);
  }

  @Test
  void anAlarmThatComesUnderOurNameAfterThePlanIsNotTouched() {
    UUID first = rehearsal.promote("v1");
    impostor.alarm(ENDPOINT + "-5xx-errors");
    JsonNode before = rehearsal.snapshot();

    Answer ended = rehearsal.untilEnd(first);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("name-taken");
    theirsIsAsItWas(before);
  }

  @Test
  void aModelAndAConfigurationOfTheVeryNamesAreNotTakenForOurs() {
    rehearsal.live("v1");
    String config = rehearsal.aws().endpoint(ENDPOINT).endpointConfigName();
    String model = rehearsal.aws().models().getFirst();
    rehearsal.untilEnd(retire());
    impostor.model(model);
    JsonNode before = rehearsal.snapshot();

    Answer ended = rehearsal.untilEnd(rehearsal.promote("v1"));
    assertThat(ended.at("/reason_code")).as(ended.http().body()).isEqualTo("name-taken");
    assertThat(ended.at("/reason")).contains(model);
    theirsIsAsItWas(before);

    rehearsal.aws().deleteModel(model);
    String next = config.replaceAll("-r\\d+-a\\d+-", "-r3-a4-");
    impostor.endpointConfig(next);
    ended = rehearsal.untilEnd(rehearsal.promote("v1"));
    assertThat(ended.at("/reason_code")).as(ended.http().body()).isEqualTo("name-taken");
    assertThat(ended.at("/reason")).contains(next);
    assertThat(rehearsal.aws().hasEndpointConfig(next)).isTrue();
  }

  @Test
  void scalingThatIsCalledAlikeStays() {
    rehearsal.live("v1");
    impostor.scaling();

    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");

    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).contains(ENDPOINT + "-scaling-theirs");
    assertThat(rehearsal.aws().scaling().scheduledActions(ENDPOINT))
        .contains(ENDPOINT + "-schedule-theirs");
  }

  @Test
  void scalingOfOthersIsNotLostWithAChangeOfTheInstanceType() {
    rehearsal.live("v1");
    rehearsal.override(
        ENDPOINT, "{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2}}");
    UUID update = rehearsal.promote("v2");
    impostor.scaling();

    Answer ended = rehearsal.untilEnd(update);

    assertThat(ended.at("/reason_code")).as(ended.http().body()).isEqualTo("scaling-of-others");
    assertThat(ended.at("/reason"))
        .contains(ENDPOINT + "-scaling-theirs", ENDPOINT + "-schedule-theirs");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).hasSize(2);
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isTrue();
  }

  @Test
  void scalingOfOthersIsNotLostWithAReleaseThatHasNone() {
    rehearsal.live("v1");
    override(UNSCALED);
    UUID update = rehearsal.promote("v2");
    impostor.scaling();

    Answer ended = rehearsal.untilEnd(update);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("scaling-of-others");
    assertThat(ended.at("/reason"))
        .contains(ENDPOINT + "-scaling-theirs, " + ENDPOINT + "-schedule-theirs.")
        .contains("since the release has none")
        .doesNotContain("SageMaker");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).hasSize(2);
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isTrue();
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aReleaseWithoutScalingServesAgainBeforeThatOfOthersIsAskedAbout() {
    rehearsal.live("v1");
    override(UNSCALED);
    rehearsal.live("v2");
    override("{\"without\": null}");
    rehearsal.live("v3");
    impostor.scaling();

    UUID back = rollBack(reason("v3 is slow"));
    Answer waits = rehearsal.untilEnd(back);

    assertThat(waits.at("/state")).as(waits.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(waits.at("/reason_code")).isEqualTo("scaling-of-others");
    assertThat(waits.at("/reason")).endsWith("Remove that, then resume.");
    assertThat(current()).isEqualTo("v2");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).hasSize(2);

    impostor.endScaling();
    rehearsal.api().post("/v1/deployments/" + back + "/resume", reason("it is gone"));
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().scaling().hasTarget(ENDPOINT)).isFalse();
  }

  private void theirsIsAsItWas(JsonNode before) {
    JsonNode after = rehearsal.snapshot();
    for (String kind : List.of("sagemaker.endpoint", "iam.role", "cloudwatch.alarm")) {
      before
          .path(kind)
          .properties()
          .forEach(
              one -> assertThat(after.path(kind).path(one.getKey())).isEqualTo(one.getValue()));
    }
  }
}

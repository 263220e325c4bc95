package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of an endpoint itself is not as its release says, by one DescribeEndpoint. */
class EndpointDriftTests {

  private static final ReleaseSpec SCALED = SomeReleases.article("v1");
  private static final ReleaseSpec UNSCALED = SomeReleases.but("{'autoscaling': null}");

  @Test
  void anEndpointThatIsAsReleasedHasNone() {
    assertThat(drift(SCALED, SomeEndpoints.live(2))).isEmpty();
    assertThat(drift(UNSCALED, SomeEndpoints.live(2))).isEmpty();
  }

  @Test
  void anotherConfigurationIsDriftAndSoIsAnUpdateToOne() {
    LiveEndpoint other = Patched.with(SomeEndpoints.live(2), "{'endpoint_config_name': 'theirs'}");
    assertThat(drift(SCALED, other))
        .containsExactly(new Difference("endpoint_config", SomeEndpoints.CONFIG, "theirs"));
    assertThat(drift(SCALED, pending("theirs")))
        .containsExactly(new Difference("update", null, "to theirs"));
    assertThat(drift(SCALED, pending(SomeEndpoints.CONFIG))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = EndpointStatus.class,
      names = {"OUT_OF_SERVICE", "DELETING", "FAILED", "UPDATE_ROLLBACK_FAILED", "UNKNOWN"})
  void anEndpointThatDoesNotServeIsDriftWithSageMakersReason(EndpointStatus status) {
    LiveEndpoint silent = SomeEndpoints.live(status, "Broken", SomeEndpoints.variant(2));
    assertThat(drift(SCALED, silent))
        .containsExactly(new Difference("endpoint_status", "InService", "Broken"));
    assertThat(drift(SCALED, Patched.with(silent, "{'failure_reason': 'no ping'}")))
        .containsExactly(new Difference("endpoint_status", "InService", "Broken (no ping)"));
  }

  @ParameterizedTest
  @EnumSource(
      value = EndpointStatus.class,
      names = {"CREATING", "UPDATING", "SYSTEM_UPDATING", "ROLLING_BACK", "IN_SERVICE"})
  void oneThatMovesIsNotDriftByThat(EndpointStatus status) {
    assertThat(drift(SCALED, SomeEndpoints.live(status, "Moving", SomeEndpoints.variant(2))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          1,  2 to 10, 1
          2,  -,       -
          10, -,       -
          11, 2 to 10, 11
          """)
  void aCountIsDriftOutsideAutoscalingsRangeOnly(int live, String expected, String actual) {
    assertThat(drift(SCALED, SomeEndpoints.live(live)))
        .isEqualTo(
            expected == null
                ? List.of()
                : List.of(new Difference("instance_count", expected, actual)));
  }

  @Test
  void aScheduledActionWidensTheRange() {
    ReleaseSpec nightly =
        SomeReleases.but(
            "{'autoscaling': {'scheduled_actions': ["
                + "{'name': 'night', 'schedule': 'cron(0 20 * * ? *)', 'min_instances': 1},"
                + "{'name': 'sale', 'schedule': 'cron(0 8 * * ? *)', 'max_instances': 12}]}}");
    assertThat(drift(nightly, SomeEndpoints.live(1))).isEmpty();
    assertThat(drift(nightly, SomeEndpoints.live(12))).isEmpty();
    assertThat(drift(nightly, SomeEndpoints.live(13)))
        .containsExactly(new Difference("instance_count", "1 to 12", "13"));
  }

  @Test
  void withoutAutoscalingTheCountIsTheReleases() {
    assertThat(drift(UNSCALED, SomeEndpoints.live(3)))
        .containsExactly(new Difference("instance_count", "2", "3"));
  }

  @Test
  void aCountThatSageMakerDoesNotTellIsNotDrift() {
    LiveVariant silent = Patched.with(SomeEndpoints.variant(2), "{'desired_instance_count': null}");
    assertThat(drift(UNSCALED, inService(silent))).isEmpty();
  }

  @Test
  void ofServerlessMemoryAndConcurrencyCount() {
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    assertThat(drift(serverless, inService(SomeEndpoints.onDemand(2048, 20)))).isEmpty();
    assertThat(drift(serverless, inService(SomeEndpoints.onDemand(4096, 20))))
        .containsExactly(
            new Difference(
                "serverless", "2048 MB, at most 20 at once", "4096 MB, at most 20 at once"));
    assertThat(drift(serverless, SomeEndpoints.live(2)))
        .containsExactly(new Difference("serverless", "2048 MB, at most 20 at once", null));
    assertThat(drift(UNSCALED, inService(SomeEndpoints.onDemand(2048, 20))))
        .containsExactly(new Difference("serverless", null, "2048 MB, at most 20 at once"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # released, kept warm: what is told
          -, -, -,      -
          2, 2, -,      -
          2, 5, 2,      5
          2, -, 2,      -
          -, 5, -,      5
          # where autoscaling keeps 1 to 4
          scaled, 1, -,      -
          scaled, 4, -,      -
          scaled, 5, 1 to 4, 5
          scaled, -, 1 to 4, -
          """)
  void provisionedConcurrencyIsDriftWhereTheReleaseOrAutoscalingDidNotSetIt(
      @Nullable String released,
      @Nullable Integer warm,
      @Nullable String expected,
      @Nullable String actual) {
    ReleaseSpec spec = warm(released);
    LiveVariant live =
        Patched.with(
            SomeEndpoints.onDemand(2048, 20),
            "{'serverless': {'provisioned_concurrency': %s}}".formatted(warm));
    assertThat(drift(spec, inService(live)))
        .isEqualTo(
            expected == null && actual == null
                ? List.of()
                : List.of(new Difference("provisioned_concurrency", expected, actual)));
  }

  private static ReleaseSpec warm(@Nullable String released) {
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    return "scaled".equals(released)
        ? SomeReleases.but(
            serverless,
            "{'hosting': {'serverless': {'provisioned_concurrency': 2}}, 'autoscaling':"
                + " {'min_instances': 1, 'max_instances': 4, 'scale_in_cooldown_seconds': 300,"
                + " 'scale_out_cooldown_seconds': 60,"
                + " 'target_provisioned_concurrency_utilization': 0.7}}")
        : SomeReleases.but(
            serverless,
            "{'hosting': {'serverless': {'provisioned_concurrency': %s}}}".formatted(released));
  }

  @Test
  void anotherVariantIsDriftAndTakesItsShareOfTheTraffic() {
    LiveVariant second = Patched.with(SomeEndpoints.variant(1), "{'name': 'shadow'}");
    assertThat(drift(SCALED, inService(SomeEndpoints.variant(2), second)))
        .containsExactly(
            new Difference("variants", "primary", "primary, shadow"),
            new Difference("weight", "100 %", "50 %"));
    assertThat(drift(SCALED, inService(second)))
        .containsExactly(new Difference("variants", "primary", "shadow"));
  }

  @Test
  void aWeightMeansNothingAloneButZeroIsNoTraffic() {
    assertThat(drift(SCALED, inService(weighted("5.0")))).isEmpty();
    assertThat(drift(SCALED, inService(weighted("null")))).isEmpty();
    assertThat(drift(SCALED, inService(weighted("0.0"))))
        .containsExactly(new Difference("weight", "100 %", "0 %"));
  }

  @Test
  void anImageWithAnotherDigestIsDrift() {
    LiveVariant other = withImages(SomeEndpoints.variant(2), "b");
    assertThat(drift(SCALED, inService(other)))
        .extracting(Difference::field)
        .containsExactly("image");
  }

  @Test
  void whereADigestIsNotKnownImagesAreNotCompared() {
    LiveVariant other = withImages(SomeEndpoints.variant(2), "b");
    assertThat(drift(SomeReleases.but("{'image_digest': null}"), inService(other))).isEmpty();
    LiveVariant untold =
        Patched.with(
            SomeEndpoints.variant(2),
            "{'images': [{'specified': 'x:y'}, {'specified': 'x:y', 'resolved': 'x:y'}]}");
    assertThat(drift(SCALED, inService(untold))).isEmpty();
  }

  @Test
  void trafficThatMovedByAPolicyThatNobodyAskedForIsDrift() {
    RolloutPolicy theirs = SomeRollouts.of(RolloutPolicy.Strategy.CANARY, "1", 1, 1);
    assertThat(drift(SCALED, moved(theirs)))
        .extracting(Difference::field)
        .containsExactly("deployment_config");
    assertThat(
            EndpointDrift.of(
                SomeEndpoints.made(),
                SomeReleases.release(1, SCALED),
                moved(theirs),
                List.of(theirs)))
        .isEmpty();
    assertThat(drift(SCALED, moved(RolloutPolicy.immediate())))
        .as("the way back moves all at once, whatever the release says")
        .isEmpty();
    RolloutPolicy rolling = SomeRollouts.of(RolloutPolicy.Strategy.ROLLING, "50 %", 300, 0);
    assertThat(drift(SCALED, moved(rolling)))
        .extracting(Difference::field)
        .containsExactly("deployment_config");
    ReleaseSpec rolled =
        SomeReleases.but(
            SCALED,
            "{'rollout': {'strategy': 'ROLLING', 'canary': null,"
                + " 'maximum_batch_size': {'type': 'CAPACITY_PERCENT', 'value': 50}}}");
    RolloutPolicy back = WayBack.policy(rolled, SCALED, moved(rolling), 2);
    assertThat(back.strategy()).isEqualTo(RolloutPolicy.Strategy.ROLLING);
    assertThat(drift(SCALED, moved(back))).as("or in batches without a bake").isEmpty();
  }

  private static List<Difference> drift(ReleaseSpec spec, LiveEndpoint live) {
    return EndpointDrift.of(
        SomeEndpoints.made(), SomeReleases.release(1, spec), live, List.of(spec.rollout()));
  }

  private static LiveEndpoint inService(LiveVariant... variants) {
    return SomeEndpoints.live(EndpointStatus.IN_SERVICE, "InService", variants);
  }

  private static LiveEndpoint pending(String config) {
    return Patched.with(
        SomeEndpoints.live(2),
        "{'pending': {'endpoint_config_name': '%s', 'variants': []}}".formatted(config));
  }

  private static LiveEndpoint moved(RolloutPolicy policy) {
    return Patched.with(SomeEndpoints.live(2), "{'last_policy': " + Json.write(policy) + "}");
  }

  private static LiveVariant weighted(String weight) {
    return Patched.with(SomeEndpoints.variant(2), "{'current_weight': " + weight + "}");
  }

  private static LiveVariant withImages(LiveVariant variant, String digit) {
    return Patched.with(variant, "{'images': [" + Json.write(SomeEndpoints.image(digit)) + "]}");
  }
}

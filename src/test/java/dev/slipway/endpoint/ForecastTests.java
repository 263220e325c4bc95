package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.base.Failure.Aws;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Planner.Way;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import dev.slipway.testing.TestCloudClock;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a plan says of money and of what alarms can see. */
class ForecastTests {

  private static final Prices SHIPPED = new Prices(null, null, Map.of(), null);
  private static final AlarmRules ARTICLE = new AlarmRules(Preset.ARTICLE, 1000, null);
  private static final AlarmRules GUARDED = new AlarmRules(Preset.GUARDED, 1000, null);

  @Test
  void aMonthIsWhatTheInstancesCostInIt() {
    Plan.FleetChange change =
        FleetCost.of(
            SHIPPED,
            SomeReleases.article("v1"),
            SomeReleases.article("v2"),
            3,
            new Capacity(5, false),
            null);
    assertThat(change.costBefore()).isCloseTo(3 * 0.204 * 730, within(0.01));
    assertThat(change.costDifference()).isCloseTo(2 * 0.204 * 730, within(0.01));
    assertThat(change.pricesAsOf()).isEqualTo("2023-06");
  }

  @Test
  void aConfiguredPriceWinsAndAnUnknownOneIsNotGuessed() {
    Prices own = new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.1), null);
    assertThat(own.perMonth(new Hosting("ml.c5.xlarge", 1), 1).orElseThrow()).isEqualTo(73);
    assertThat(own.perMonth(new Hosting("ml.nowhere.xlarge", 1), 1)).isEmpty();
  }

  @Test
  void serverlessCostsNothingWhenNobodyAsks() {
    assertThat(SHIPPED.perMonth(Hosting.of(new Serverless(2048, 5, null)), 0).orElseThrow())
        .isZero();
  }

  @Test
  void theSmallestVisibleErrorRateFollowsFromTrafficAndThePreset() {
    assertThat(AlarmSight.smallestErrorRate(ARTICLE, 600)).isEqualTo(0.01);
    assertThat(AlarmSight.smallestErrorRate(GUARDED, 600)).isEqualTo(0.02);
    assertThat(AlarmSight.smallestErrorRate(GUARDED, 30)).isEqualTo(0.1);
    assertThat(AlarmSight.smallestErrorRate(ARTICLE, 0)).isInfinite();
  }

  @Test
  void aCanaryThatSeesNextToNothingIsAWarning() {
    assertThat(
            TrafficRemarks.of(
                SomeReleases.article("v1"),
                SomeReleases.article("v2"),
                new Capacity(2, true),
                new Traffic(180, 8, 20, null, null)))
        .extracting(Plan.Remark::code)
        .containsExactly("error-alarm-is-blind", "latency-alarm-sees");
  }

  @Test
  void anEndpointThatTakesAnothersPlaceGetsAllTrafficAtOnce() {
    ReleaseSpec serverless =
        SomeReleases.of(
            "v1",
            Hosting.of(new Serverless(2048, 20, null)),
            null,
            SomeReleases.ARTICLE_CANARY,
            Preset.ARTICLE);
    assertThat(
            TrafficRemarks.of(
                serverless,
                SomeReleases.article("v2"),
                new Capacity(2, false),
                new Traffic(180, 8, 20, null, null)))
        .extracting(Plan.Remark::code, remark -> remark.message().contains("gets 8 in its"))
        .containsExactly(tuple("error-alarm-sees", true), tuple("latency-alarm-sees", true));
  }

  /** Grows by its recent peak before it is updated. */
  private static final ReleaseSpec GROWING =
      SomeReleases.but(
          SomeReleases.article("v2"), "{'autoscaling': {'scale_out_before_updates': true}}");

  private static final Traffic BUSY = new Traffic(180, 900, 4400, null, null);

  @Test
  void aFleetThatGrowsFirstIsReckonedAsLargeAsItIsThen() {
    Plan plan = foretold(GROWING, new LazyTraffic(() -> BUSY));
    assertThat(SomeQuestions.codes(plan))
        .contains("scales-out-first")
        .doesNotContain("peak-exceeds-frozen-count");
    assertThat(plan.remarks())
        .extracting(Plan.Remark::message)
        .anyMatch(it -> it.contains("live instance count (9) is kept"))
        .anyMatch(it -> it.contains("9 more instances"))
        .anyMatch(it -> it.contains("and 3 serve"))
        .noneMatch(it -> it.contains("count (3)"));
    Plan.FleetChange fleet = Objects.requireNonNull(plan.fleet());
    assertThat(fleet.instancesBefore()).isEqualTo(3);
    assertThat(fleet.instancesAfter()).isEqualTo(9);
    assertThat(fleet.costBefore()).isCloseTo(3 * 0.204 * 730, within(0.01));
    assertThat(fleet.costAfter()).isCloseTo(9 * 0.204 * 730, within(0.01));
  }

  @Test
  void ofServerlessIsPaidForWhatIsKeptWarmNowWhateverTheReleaseSays() {
    String kept = "{'hosting': {'serverless': {'provisioned_concurrency': 2}}}";
    ReleaseSpec before = SomeReleases.but(SomeReleases.serverless("v1"), kept);
    ReleaseSpec wanted = SomeReleases.but(SomeReleases.serverless("v2"), kept);
    Forecast.Of of =
        new Forecast.Of(
            "prod-fraud-detector",
            "primary",
            before,
            wanted,
            new ScaleOut.Fleet(null, null),
            new Serverless(2048, 20, 5),
            SomeEndpoints.CREATED,
            true);
    LiveEndpoint live =
        SomeEndpoints.live(
            EndpointStatus.IN_SERVICE, "InService", SomeEndpoints.onDemand(2048, 20));
    Plan plan = Planner.plan(SomeQuestions.of(before, live, wanted, Way.FORWARD));
    Plan.FleetChange fleet =
        Objects.requireNonNull(
            forecast()
                .on(plan, of, new LazyTraffic(() -> new Traffic(180, 0, 0, null, 0.1)))
                .fleet());
    double each = SHIPPED.perMonth(wanted.hosting(), 0).orElseThrow() / 2;
    assertThat(fleet.costBefore()).isCloseTo(5 * each, within(0.01));
    assertThat(fleet.costAfter()).isCloseTo(2 * each, within(0.01));
    String scaling =
        "{'autoscaling': %s}"
            .formatted(
                Json.write(Objects.requireNonNull(SomeReleases.article("v1").autoscaling())));
    Forecast.Of scaled =
        Patched.with(of, "{'before': %s, 'wanted': %s}".formatted(scaling, scaling));
    assertThat(
            Objects.requireNonNull(
                    forecast()
                        .on(plan, scaled, new LazyTraffic(() -> new Traffic(180, 0, 0, null, 0.1)))
                        .fleet())
                .costAfter())
        .as("autoscaling keeps them")
        .isCloseTo(5 * each, within(0.01));
  }

  @Test
  void whatSageMakerRefusesOfTheEnlargedFleetIsRefusedByThePlan() {
    ReleaseSpec linear =
        SomeReleases.but(
            GROWING,
            "{'rollout': {'strategy': 'LINEAR', 'canary': null, 'linear_step': {'type':"
                + " 'INSTANCE_COUNT', 'value': 1}, 'maximum_execution_timeout_seconds': 1200},"
                + " 'autoscaling': {'max_instances': 12}}");
    ReleaseSpec before = SomeReleases.but("{'autoscaling': {'max_instances': 12}}");
    assertThat(Planner.plan(SomeQuestions.of(before, live(), linear, Way.FORWARD)).noChanges())
        .isFalse();
    assertThatThrownBy(
            () -> Planner.plan(SomeQuestions.of(before, live(), 11, linear, Way.FORWARD)))
        .isInstanceOf(Refused.class);
    assertThat(Planner.plan(SomeQuestions.of(linear, live(), 11, linear, Way.FORWARD)).noChanges())
        .as("nothing grows where nothing is deployed")
        .isTrue();
  }

  @Test
  void aPeakThatNobodyTellsEnlargesNothingAndIsAskedForOnce() {
    AtomicInteger asked = new AtomicInteger();
    LazyTraffic silent =
        new LazyTraffic(() -> {
          asked.incrementAndGet();
          throw new CloudFailure(
              CloudFailure.Kind.DENIED,
              "GetMetricData",
              new Aws("monitoring", "AccessDenied", null),
              "not for you",
              new IllegalStateException());
        });
    Plan plan = foretold(GROWING, silent);
    assertThat(SomeQuestions.codes(plan)).contains("traffic-unknown", "capacity-is-kept");
    assertThat(Objects.requireNonNull(plan.fleet()).instancesAfter()).isEqualTo(3);
    assertThat(asked).hasValue(1);
  }

  private static Plan foretold(ReleaseSpec wanted, LazyTraffic lately) {
    ReleaseSpec before = SomeReleases.article("v1");
    Forecast.Of of =
        new Forecast.Of(
            "prod-fraud-detector",
            "primary",
            before,
            wanted,
            new ScaleOut.Fleet(3, 10),
            null,
            SomeEndpoints.CREATED,
            true);
    Plan plan =
        Planner.plan(
            SomeQuestions.of(before, live(), Forecast.enlarged(of, lately), wanted, Way.FORWARD));
    return forecast().on(plan, of, lately);
  }

  private static Forecast forecast() {
    return new Forecast(
        SHIPPED, endpoint -> OptionalInt.empty(), new TestCloudClock(() -> SomeEndpoints.CREATED));
  }

  private static LiveEndpoint live() {
    return SomeEndpoints.live(3);
  }

  @Test
  void aPeakThatTheFrozenFleetCouldNotBearIsAWarning() {
    assertThat(
            TrafficRemarks.of(
                SomeReleases.article("v1"),
                SomeReleases.article("v2"),
                new Capacity(2, true),
                new Traffic(180, 900, 2600, null, null)))
        .extracting(Plan.Remark::code)
        .contains("peak-exceeds-frozen-count");
  }
}

package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.cloud.Serverless;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan says of money and of what alarms can see. */
class ForecastTests {

  private static final Prices SHIPPED = new Prices(null, null, Map.of());
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
    Prices own = new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.1));
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
                new Traffic(8, 20, null, null)))
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
                new Traffic(8, 20, null, null)))
        .extracting(Plan.Remark::code, remark -> remark.message().contains("gets 8 in its"))
        .containsExactly(tuple("error-alarm-sees", true), tuple("latency-alarm-sees", true));
  }

  @Test
  void aPeakThatTheFrozenFleetCouldNotBearIsAWarning() {
    assertThat(
            TrafficRemarks.of(
                SomeReleases.article("v1"),
                SomeReleases.article("v2"),
                new Capacity(2, true),
                new Traffic(900, 2600, null, null)))
        .extracting(Plan.Remark::code)
        .contains("peak-exceeds-frozen-count");
  }
}

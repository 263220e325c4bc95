package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Plan.FleetChange;
import dev.slipway.environment.Hosting;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What fleets cost by list prices, and what a plan makes of that. */
class PricesTests {

  /** Round prices: a month of one instance costs 73, of the larger 146. */
  private static final Prices ROUND =
      new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.1, "ml.c5.2xlarge", 0.2), null);

  private static final Prices SHIPPED = new Prices(null, null, Map.of(), null);

  @Test
  void whatIsConfiguredSaysItsOwnDateAndCurrencyAndTheShippedTableItsOwn() {
    assertThat(ROUND.unit()).isEqualTo("EUR");
    assertThat(ROUND.date()).isEqualTo("2026-11");
    assertThat(SHIPPED.unit()).isEqualTo("USD");
    assertThat(SHIPPED.date()).isEqualTo("2023-06");
  }

  @Test
  void aMonthHas730Hours() {
    assertThat(ROUND.perMonth(new Hosting("ml.c5.xlarge", 1), 3).orElseThrow())
        .isCloseTo(3 * 73, within(0.001));
  }

  @Test
  void provisionedConcurrencyCostsAQuarterOfComputing() {
    Serverless warm = new Serverless(2048, 20, 4);
    double perSecond = SHIPPED.serverlessPerSecond(warm).orElseThrow();
    assertThat(perSecond).as("two gigabytes").isCloseTo(2 * 0.00002, within(1e-9));
    assertThat(SHIPPED.perMonth(Hosting.of(warm), 0).orElseThrow())
        .isCloseTo(perSecond / 4 * 3600 * 730 * 4, within(0.001));
  }

  @Test
  void whatServerlessCostsMayBeConfigured() {
    Prices own =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "slipway.prices.currency", "EUR",
                        "slipway.prices.serverless-gb-second", "0.00003")))
            .bind("slipway.prices", Prices.class)
            .get();
    Serverless warm = new Serverless(2048, 20, 4);

    assertThat(own.serverlessPerSecond(warm).orElseThrow()).isCloseTo(0.00006, within(1e-9));
    assertThat(own.requests(warm, 1000, 0.5).orElseThrow()).isCloseTo(0.03, within(1e-9));
    assertThat(own.perMonth(Hosting.of(warm), 0).orElseThrow())
        .isCloseTo(0.00006 / 4 * 3600 * 730 * 4, within(0.001));
  }

  @Test
  void shippedPricesAreNotTakenForThoseOfAnotherCurrency() {
    Serverless warm = new Serverless(2048, 20, 4);
    ReleaseSpec serverless = SomeReleases.serverless("v2");
    Traffic recent = new Traffic(180, 600, 900, null, 0.25);

    assertThat(ROUND.perHour("ml.m5.large")).isEmpty();
    assertThat(ROUND.perMonth(Hosting.of(warm), 0)).isEmpty();
    assertThat(ServerlessOffer.of(ROUND, 1000, 0.5)).isEmpty();
    FleetChange there =
        FleetCost.of(
            ROUND, SomeReleases.article("v1"), serverless, 2, new Capacity(0, false), recent);
    assertThat(there.costBefore()).isEqualTo(146);
    assertThat(there.costAfter()).isNull();
    assertThat(FleetCost.remark(ROUND, null, serverless, recent).orElseThrow().message())
        .contains("What a second costs in EUR is not known");
    assertThat(new Prices(null, "usd", Map.of(), null).perHour("ml.m5.large")).isPresent();
  }

  @Test
  void nothingCostsNothingAtAPriceThatIsNotKnown() {
    ReleaseSpec serverless = SomeReleases.serverless("v2");
    Traffic none = new Traffic(180, 0, 0, null, 0.25);

    assertThat(ServerlessOffer.of(ROUND, 0, 0).orElseThrow().costPerMonth()).isZero();
    assertThat(ROUND.perMonth(new Hosting("ml.none.xlarge", 1), 0)).hasValue(0);
    assertThat(
            FleetCost.of(ROUND, null, serverless, null, new Capacity(0, false), none).costAfter())
        .isZero();
    assertThat(FleetCost.remark(ROUND, null, serverless, none).orElseThrow().message())
        .contains("0.00 EUR a month");
  }

  @Test
  void aChangeOfTheFleetIsAChangeOfItsPriceRoundedToCents() {
    ReleaseSpec small = SomeReleases.article("v1");
    ReleaseSpec large = SomeReleases.but("{'hosting': {'instance_type': 'ml.c5.2xlarge'}}");
    assertThat(FleetCost.of(ROUND, small, large, 3, new Capacity(2, false), null))
        .isEqualTo(new FleetChange(3, 2, 219.0, 292.0, 73.0, "EUR", "2026-11"));
    assertThat(FleetCost.of(ROUND, small, large, null, new Capacity(2, false), null))
        .as("a count that AWS does not tell is taken for the released one")
        .isEqualTo(new FleetChange(null, 2, 146.0, 292.0, 146.0, "EUR", "2026-11"));
    assertThat(
            FleetCost.of(
                    new Prices(null, null, Map.of("ml.c5.xlarge", 0.0000123), null),
                    null,
                    small,
                    null,
                    new Capacity(1, false),
                    null)
                .costAfter())
        .isEqualTo(0.01);
  }

  @Test
  void whatIsNotKnownIsNotGuessed() {
    ReleaseSpec priced = SomeReleases.article("v1");
    ReleaseSpec unknown = SomeReleases.but("{'hosting': {'instance_type': 'ml.none.xlarge'}}");
    assertThat(FleetCost.of(ROUND, null, priced, null, new Capacity(2, false), null))
        .isEqualTo(new FleetChange(null, 2, null, 146.0, null, "EUR", "2026-11"));
    assertThat(FleetCost.of(ROUND, priced, unknown, 2, new Capacity(2, false), null))
        .isEqualTo(new FleetChange(2, 2, 146.0, null, null, "EUR", "2026-11"));
    assertThat(
            FleetCost.of(
                    ROUND, priced, SomeReleases.serverless("v2"), 2, new Capacity(0, false), null)
                .instancesAfter())
        .isNull();
  }

  @Test
  void requestsOnServerlessCostTheirTimeAtTheRecentTraffic() {
    ReleaseSpec instances = SomeReleases.article("v1");
    ReleaseSpec serverless = SomeReleases.serverless("v2");
    Traffic recent = new Traffic(180, 600, 900, null, 0.25);
    double month = 600 * 60 * 730 * 0.25 * 2 * 0.00002;
    FleetChange there =
        FleetCost.of(SHIPPED, instances, serverless, 2, new Capacity(0, false), recent);
    assertThat(there.costAfter()).isCloseTo(month, within(0.01));
    assertThat(there.costDifference()).isCloseTo(month - 2 * 0.204 * 730, within(0.02));
    FleetChange back =
        FleetCost.of(SHIPPED, serverless, instances, null, new Capacity(2, false), recent);
    assertThat(back.costBefore()).isCloseTo(month, within(0.01));
    assertThat(FleetCost.remark(SHIPPED, instances, serverless, recent).orElseThrow().message())
        .contains("600.0 requests/min", "250 ms", "262.80 USD a month", "2048 MB");
  }

  @Test
  void whereTheTrafficIsNotKnownServerlessIsNotCalledFree() {
    ReleaseSpec instances = SomeReleases.article("v1");
    ReleaseSpec serverless = SomeReleases.serverless("v2");
    Capacity none = new Capacity(0, false);
    for (@Nullable Traffic unknown :
        new Traffic[] {
          null, new Traffic(180, 0, 0, null, null), new Traffic(19, 600, 900, null, 0.25)
        }) {
      FleetChange there = FleetCost.of(SHIPPED, instances, serverless, 2, none, unknown);
      assertThat(there.costAfter()).isNull();
      assertThat(there.costDifference()).isNull();
      assertThat(FleetCost.remark(SHIPPED, instances, serverless, unknown).orElseThrow().code())
          .isEqualTo("requests-are-billed");
      assertThat(FleetCost.remark(SHIPPED, serverless, instances, unknown)).isPresent();
      assertThat(FleetCost.remark(SHIPPED, null, serverless, unknown)).isPresent();
      assertThat(FleetCost.remark(SHIPPED, instances, instances, unknown)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # a fleet without autoscaling, on its dearest type
          2  | 0.2 | {'autoscaling': null}
          2  | 0.4 | {'autoscaling': null, 'hosting': {'alternative_instance_types': ['ml.c5.2xlarge']}}
          # the most that autoscaling or a scheduled action lets it grow to
          10 | 1.0 | {}
          12 | 1.2 | {'autoscaling': {'scheduled_actions': [{'name': 'sale', 'schedule': 'x', 'max_instances': 12}]}}
          10 | 1.0 | {'autoscaling': {'scheduled_actions': [{'name': 'night', 'schedule': 'x', 'max_instances': 3}, {'name': 'day', 'schedule': 'x', 'min_instances': 2}]}}
          15 | 1.5 | {'hosting': {'instance_count': 15}}
          """)
  void theMostThatAFleetMayCostIsReckonedAtItsLargest(int instances, double cost, String spec) {
    assertThat(HourlyCost.instances(SomeReleases.but(spec))).isEqualTo(instances);
    assertThat(new HourlyCost(ROUND).most(SomeReleases.but(spec)).orElseThrow())
        .isCloseTo(cost, within(0.0001));
  }

  @Test
  void theMostIsUnknownWhereOneTypesPriceIs() {
    assertThat(
            new HourlyCost(ROUND)
                .most(
                    SomeReleases.but(
                        "{'hosting': {'alternative_instance_types': ['ml.none.xlarge']}}")))
        .isEmpty();
    assertThat(new HourlyCost(ROUND).currency()).isEqualTo("EUR");
  }

  @Test
  void serverlessCostsAtMostItsProvisionedConcurrencyOrWhatThatScalesTo() {
    double one =
        SHIPPED.serverlessPerSecond(new Serverless(2048, 20, null)).orElseThrow() / 4 * 3600;
    assertThat(most(null, "null")).isZero();
    assertThat(most(3, "null")).isCloseTo(3 * one, within(0.0001));
    assertThat(
            most(
                3,
                """
                {'min_instances': 1, 'max_instances': 8, 'scale_in_cooldown_seconds': 1,
                 'scale_out_cooldown_seconds': 1}
                """))
        .isCloseTo(8 * one, within(0.0001));
    assertThat(HourlyCost.instances(SomeReleases.serverless("v1"))).isZero();
    assertThat(
            most(
                3,
                """
                {'min_instances': 1, 'max_instances': 8, 'scale_in_cooldown_seconds': 1,
                 'scale_out_cooldown_seconds': 1, 'scheduled_actions': [{'name': 'sale',
                  'schedule': 'x', 'max_instances': 9}]}
                """))
        .isCloseTo(9 * one, within(0.0001));
  }

  private static double most(@Nullable Integer warm, String scaling) {
    return new HourlyCost(SHIPPED)
        .most(
            SomeReleases.but(
                SomeReleases.serverless("v1"),
                "{'hosting': {'serverless': {'provisioned_concurrency': %s}}, 'autoscaling': %s}"
                    .formatted(warm, scaling)))
        .orElseThrow();
  }
}

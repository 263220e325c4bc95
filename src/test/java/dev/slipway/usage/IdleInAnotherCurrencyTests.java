package dev.slipway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the report says where instances have a price and computing on serverless has none. */
class IdleInAnotherCurrencyTests {

  private static final Prices EUROS =
      new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.1), null);

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.unpaced();

  @Test
  void whatNobodyAsksCostsNothingOnServerlessWhateverASecondCostsThere() {
    rehearsal.live("v1");
    rehearsal.simulator().clock().advance(Duration.ofDays(8));
    ApiServer api = rehearsal.api();
    Endpoint idle = api.bean(Endpoints.class).named("prod-fraud-detector");

    Usage usage =
        new MeasureUsage(EUROS, api.bean(Releases.class), api.bean(EndpointClouds.class))
            .of(idle, 7, rehearsal.simulator().clock().now())
            .orElseThrow();

    assertThat(usage.idle()).isTrue();
    assertThat(usage.costPerMonth()).isEqualTo(146);
    assertThat(usage.serverless())
        .satisfies(there -> {
          assertThat(there.costPerMonth()).isZero();
          assertThat(there.cheaper()).isTrue();
        });
    assertThat(usage.sentence()).contains("On serverless", "0.00 EUR");
  }
}

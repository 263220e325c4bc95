package dev.slipway.testing;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import java.time.Instant;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The rooms that keep the record and show it: who is who, what happened, and its streams. */
@EnableAutoConfiguration
@ComponentScan({
  "dev.slipway.web",
  "dev.slipway.access",
  "dev.slipway.secret",
  "dev.slipway.history",
  "dev.slipway.live"
})
public class RecordApp {

  /** Cloud time, which stands still. */
  public static final Instant NOW = Instant.parse("2026-02-01T08:00:00Z");

  @Bean
  WallClock wallClock() {
    return WallClock.system();
  }

  @Bean
  CloudClock cloudClock() {
    return TestCloudClock.at(NOW);
  }

  @Bean
  ConformanceFilter conformance() {
    return new ConformanceFilter();
  }
}

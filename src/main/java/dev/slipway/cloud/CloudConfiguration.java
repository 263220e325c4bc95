package dev.slipway.cloud;

import dev.slipway.base.WallClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cloud that the configuration names: AWS, or the simulator through the same clients. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CloudProperties.class, CallLimits.class})
class CloudConfiguration {

  @Bean
  CloudClock cloudClock(CloudProperties properties, ObjectProvider<WallClock> wallClock) {
    WallClock wall = wallClock.getIfAvailable(WallClock::system);
    URI simulator = properties.simulator();
    return simulator == null
        ? new SystemCloudClock(wall)
        : new SimulatedCloudClock(simulator, wall);
  }

  /** Shared through Postgres; a process without one shares its limits with none. */
  @Bean
  CallPacing callPacing(
      CloudProperties properties,
      CallLimits limits,
      CloudClock clock,
      ObjectProvider<JdbcClient> database,
      ObjectProvider<MeterRegistry> metrics) {
    JdbcClient jdbc = database.getIfAvailable();
    var time =
        properties.simulator() == null ? SlotsInPostgres.Time.DATABASE : SlotsInPostgres.Time.CLOUD;
    return new CallPacing(
        limits,
        jdbc == null ? new SlotsInMemory() : new SlotsInPostgres(jdbc, time),
        clock,
        metrics.getIfAvailable());
  }

  @Bean
  Clouds clouds(CloudProperties properties, CloudClock clock, CallPacing pacing) {
    return new AwsClouds(properties, clock, pacing);
  }
}

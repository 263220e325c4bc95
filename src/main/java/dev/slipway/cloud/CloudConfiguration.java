package dev.slipway.cloud;

import dev.slipway.base.WallClock;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cloud that the configuration names: AWS, or the simulator through the same clients. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CloudProperties.class)
class CloudConfiguration {

  @Bean
  CloudClock cloudClock(CloudProperties properties, ObjectProvider<WallClock> wallClock) {
    WallClock wall = wallClock.getIfAvailable(WallClock::system);
    URI simulator = properties.simulator();
    return simulator == null
        ? new SystemCloudClock(wall)
        : new SimulatedCloudClock(simulator, wall);
  }

  @Bean
  Clouds clouds(CloudProperties properties, CloudClock clock) {
    return new AwsClouds(properties, clock);
  }
}

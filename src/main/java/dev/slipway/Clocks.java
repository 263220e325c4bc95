package dev.slipway;

import dev.slipway.base.WallClock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where wall time comes from. Cloud time is the business of the room {@code cloud}. */
@Configuration(proxyBeanMethods = false)
class Clocks {

  @Bean
  WallClock wallClock() {
    return WallClock.system();
  }
}

package dev.slipway.proxy;

import dev.slipway.access.Tokens;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.SigV4;
import dev.slipway.endpoint.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Puts the proxy together, in processes that are one ({@code slipway.roles}). */
@Configuration(proxyBeanMethods = false)
@Conditional(ProxyRole.class)
@EnableConfigurationProperties(ProxySettings.class)
class ProxyConfiguration {

  private static final int LOOK_UP_THREADS = 4;
  private static final int LOOK_UPS_WAITING = 1000;

  @Bean
  KnownRoutes proxyRoutes(Routes routes, Clouds clouds) {
    return new KnownRoutes(routes::all, clouds);
  }

  @Bean(destroyMethod = "shutdownNow")
  ThreadPoolExecutor proxyLookUps() {
    var executor =
        new ThreadPoolExecutor(
            LOOK_UP_THREADS,
            LOOK_UP_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LOOK_UPS_WAITING),
            Thread.ofPlatform().name("slipway-proxy-callers-", 0).daemon().factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Bean
  Proxy proxy(
      ProxySettings settings,
      KnownRoutes routes,
      Tokens tokens,
      ThreadPoolExecutor proxyLookUps,
      ObjectProvider<WallClock> clock,
      ObjectProvider<MeterRegistry> registry,
      ConfigurableEnvironment environment) {
    WallClock wall = clock.getIfAvailable(WallClock::system);
    var callers = new KnownCallers(tokens::find, proxyLookUps, wall);
    var signer = new SigV4("sagemaker");
    var metrics = new ProxyMetrics(registry.getIfAvailable(SimpleMeterRegistry::new));
    return new Proxy(
        settings,
        routes,
        proxy ->
            new Listener(
                settings,
                new Listener.Parts(callers, routes, metrics, signer, wall, proxy::draining)),
        port -> publish(environment, port));
  }

  /** The port as {@code local.proxy.port}, as Spring Boot does with the API's. */
  private static void publish(ConfigurableEnvironment environment, int port) {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("proxy port", Map.of("local.proxy.port", port)));
  }
}

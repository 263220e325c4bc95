package dev.slipway.proxy;

import dev.slipway.access.Bearers;
import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.FailedAttempts;
import dev.slipway.access.SigningKeys;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.SigV4;
import dev.slipway.endpoint.Routes;
import dev.slipway.traffic.Captures;
import dev.slipway.traffic.MirrorReports;
import dev.slipway.traffic.RulesOfEndpoints;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** Puts the proxy together, in processes that are to be one. */
@Configuration(proxyBeanMethods = false)
@Conditional(ProxyRole.class)
@EnableConfigurationProperties({ProxySettings.class, SignatureSettings.class})
class ProxyConfiguration {

  private static final String LOOK_UPS = "proxyLookUps";
  private static final String VERIFICATIONS = "proxyVerifications";
  private static final int LOOK_UP_THREADS = 4;
  private static final int LOOK_UPS_WAITING = 1000;

  /** Where tokens are looked up; no default candidate, so Spring Boot's own executors stay. */
  @Bean(name = LOOK_UPS, defaultCandidate = false, destroyMethod = "shutdownNow")
  ThreadPoolExecutor lookUps() {
    return executor("slipway-proxy-callers-");
  }

  /** Where identity providers' keys are fetched: one that hangs keeps nobody from the database. */
  @Bean(name = VERIFICATIONS, defaultCandidate = false, destroyMethod = "shutdownNow")
  ThreadPoolExecutor verifications() {
    return executor("slipway-proxy-providers-");
  }

  private static ThreadPoolExecutor executor(String threads) {
    var executor =
        new ThreadPoolExecutor(
            LOOK_UP_THREADS,
            LOOK_UP_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LOOK_UPS_WAITING),
            Thread.ofPlatform().name(threads, 0).daemon().factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Bean
  KnownCallers proxyCallers(
      Bearers bearers,
      @Qualifier(LOOK_UPS) ThreadPoolExecutor lookUps,
      @Qualifier(VERIFICATIONS) ThreadPoolExecutor verifications,
      ObjectProvider<WallClock> clock) {
    return new KnownCallers(
        bearers::find,
        bearers::isSigned,
        lookUps,
        verifications,
        clock.getIfAvailable(WallClock::system));
  }

  @Bean
  KnownKeys proxyKeys(
      SigningKeys keys,
      @Qualifier(LOOK_UPS) ThreadPoolExecutor lookUps,
      ObjectProvider<WallClock> clock) {
    return new KnownKeys(keys::find, lookUps, clock.getIfAvailable(WallClock::system));
  }

  @Bean
  VerifySignature proxySignatures(SignatureSettings settings, ObjectProvider<WallClock> clock) {
    return new VerifySignature(settings, clock.getIfAvailable(WallClock::system));
  }

  @Bean
  KnownRoutes proxyRoutes(Routes routes, RulesOfEndpoints rules, Clouds clouds) {
    return new KnownRoutes(routes::all, rules::all, new KnownUpstreams(clouds));
  }

  @Bean
  Shared proxyParts(
      KnownCallers callers,
      KnownKeys keys,
      VerifySignature signatures,
      KnownRoutes routes,
      MirrorReports reports,
      Captures captures,
      Clouds clouds,
      ObjectProvider<MeterRegistry> registries,
      ObjectProvider<WallClock> clock,
      Environment environment,
      FailedAttempts failures,
      DeniedAttempts denials) {
    MeterRegistry registry = registries.getIfAvailable(SimpleMeterRegistry::new);
    return new Shared(
        callers,
        keys,
        signatures,
        routes,
        new CallerLimits(),
        new ProxyMetrics(registry),
        new Recorder(
            reports::add,
            captures::store,
            new DepositCaptures(location -> clouds.at(location).deposits()),
            registry),
        new SigV4("sagemaker"),
        clock.getIfAvailable(WallClock::system),
        TrustedBalancers.of(environment),
        failures,
        denials);
  }

  @Bean
  Proxy proxy(ProxySettings settings, Shared shared, ConfigurableEnvironment environment) {
    return new Proxy(settings, shared, port -> publish(environment, port));
  }

  /** The port as {@code local.proxy.port}, as Spring Boot does with the API's. */
  private static void publish(ConfigurableEnvironment environment, int port) {
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("proxy port", Map.of("local.proxy.port", port)));
  }
}

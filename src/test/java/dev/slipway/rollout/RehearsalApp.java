package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.slipway.access.PastDenials;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CallPacing;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.FollowingClouds;
import dev.slipway.simulator.Simulator;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ConformanceFilter;
import dev.slipway.testing.CountedStatements;
import dev.slipway.testing.TestPostgres;
import java.time.Instant;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The control plane of one rehearsal after another. To start it takes longer than most rehearsals,
 * so it goes on from one to the next: on an emptied database, and with another simulator.
 */
final class RehearsalApp {

  /** Nobody's at the moment, by their settings. */
  private static final Map<Map<String, Object>, Deque<RehearsalApp>> FREE =
      new ConcurrentHashMap<>();

  private ApiServer api;
  private final String databaseUrl;
  private final Map<String, Object> settings;
  private Instant left = Instant.EPOCH;

  private RehearsalApp(Map<String, Object> settings) {
    this.settings = settings;
    databaseUrl =
        settings.containsKey("spring.datasource.url")
            ? String.valueOf(settings.get("spring.datasource.url"))
            : TestPostgres.freshDatabase();
    api = started();
  }

  private ApiServer started() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("spring.datasource.url", databaseUrl);
    all.put("slipway.admin-token", ApiServer.TOKEN);
    all.put("slipway.cloud", "simulator");
    all.put("slipway.aws.endpoint", "http://127.0.0.1:1");
    // Or whoever fails in one rehearsal would have to wait in the next.
    all.putIfAbsent("slipway.access.failures-per-minute", 100_000);
    return ApiServer.start(Beans.class, all);
  }

  /** One with these settings: a free one, emptied, or a new one. */
  static RehearsalApp with(Map<String, Object> settings) {
    RehearsalApp free = queue(settings).pollFirst();
    if (free == null) return new RehearsalApp(settings);
    TestPostgres.takeRows(free.api.bean(JdbcClient.class));
    return free;
  }

  /** A new one, to be closed. */
  static RehearsalApp own(Map<String, Object> settings) {
    return new RehearsalApp(settings);
  }

  private static Deque<RehearsalApp> queue(Map<String, Object> settings) {
    return FREE.computeIfAbsent(settings, key -> new ConcurrentLinkedDeque<>());
  }

  ApiServer api() {
    return api;
  }

  String databaseUrl() {
    return databaseUrl;
  }

  /** Its time goes on in the next rehearsal: what paces its calls remembers when they were made. */
  Instant notBefore() {
    return left;
  }

  void follow(Simulator simulator) {
    api.bean(ManualCloudClock.class).follow(simulator);
    api.bean(FollowingClouds.class).follow(simulator.uri());
  }

  /** Leaves it to the next rehearsal. */
  void free() {
    api.requireConnectionsBack();
    PastDenials.settle(api);
    left = api.bean(ManualCloudClock.class).now();
    api.bean(FollowingClouds.class).leave();
    queue(settings).addFirst(this);
  }

  /** The process ends, and another one goes on. */
  void restart() {
    api.close();
    api = started();
  }

  void close() {
    api.close();
  }

  /** Cloud time from the simulator in this process, without a delay. */
  static final class ManualCloudClock implements CloudClock {
    private volatile @Nullable Simulator simulator;

    void follow(Simulator followed) {
      simulator = followed;
    }

    @Override
    public Instant now() {
      Simulator followed = simulator;
      return followed == null ? Instant.EPOCH : followed.clock().now();
    }

    @Override
    public Instant wallTimeOf(Instant cloudTime) {
      return cloudTime;
    }
  }

  @EnableAutoConfiguration
  @ComponentScan({
    "dev.slipway.web",
    "dev.slipway.access",
    "dev.slipway.secret",
    "dev.slipway.catalog",
    "dev.slipway.environment",
    "dev.slipway.cloud",
    "dev.slipway.endpoint",
    "dev.slipway.rollout",
    "dev.slipway.usage",
    "dev.slipway.loadtest",
    "dev.slipway.traffic",
    "dev.slipway.promotion",
    "dev.slipway.handover",
    "dev.slipway.history",
    "dev.slipway.live",
    "dev.slipway.webhook"
  })
  @ComponentScan(
      basePackages = "dev.slipway.local",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*SimulatorController"))
  @EntityScan("dev.slipway")
  @EnableJpaRepositories(basePackages = "dev.slipway", considerNestedRepositories = false)
  @Import(CountedStatements.class)
  static class Beans {

    @Bean
    WallClock wallClock() {
      return WallClock.system();
    }

    @Bean
    @Primary
    ManualCloudClock manualCloudClock() {
      return new ManualCloudClock();
    }

    @Bean(destroyMethod = "leave")
    @Primary
    FollowingClouds followingClouds(CloudClock clock, CallPacing pacing) {
      return new FollowingClouds(clock, pacing);
    }

    @Bean
    SchedulerClient schedulerClient(
        DataSource database, @Qualifier("deploymentTick") Task<Void> tick) {
      return SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database), tick)
          .build();
    }

    @Bean
    ConformanceFilter conformance() {
      return new ConformanceFilter();
    }
  }
}

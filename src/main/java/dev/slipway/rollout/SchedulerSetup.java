package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.slipway.base.Ids;
import dev.slipway.base.WallClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** db-scheduler as the engine wants it. Its timings stand in {@code application.yaml}. */
@Configuration(proxyBeanMethods = false)
class SchedulerSetup {

  /** A tick that throws is tried again: a step repeats safely. */
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

  /**
   * @param metrics where it is told how late ticks begin, in the machine's time
   */
  @Bean
  Task<Void> deploymentTick(RunTick ticks, ObjectProvider<MeterRegistry> metrics, WallClock clock) {
    Timer lag =
        Timer.builder("slipway.ticks.lag")
            .description("How long after they were due deployments' ticks began")
            .publishPercentileHistogram()
            .register(metrics.getIfAvailable(SimpleMeterRegistry::new));
    return Tasks.oneTime(Ticks.TASK)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT))
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          lag.record(Duration.between(context.getExecution().executionTime, clock.now()));
          Ticks.Name name = Ticks.Name.of(instance);
          ticks.run(name.deployment(), name.tick());
        });
  }

  /**
   * Gives each process a name of its own (the default is the host's name) and virtual threads. The
   * kind of database is stated and not asked for, so that a start can be rehearsed without a
   * database.
   */
  @Bean
  DbSchedulerCustomizer schedulerCustomizer() {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    SchedulerName name = new SchedulerName.Fixed("slipway-" + Ids.next());
    return new DbSchedulerCustomizer() {
      @Override
      public Optional<SchedulerName> schedulerName() {
        return Optional.of(name);
      }

      @Override
      public Optional<ExecutorService> executorService() {
        return Optional.of(threads);
      }

      @Override
      public Optional<JdbcCustomization> jdbcCustomization() {
        return Optional.of(new PostgreSqlJdbcCustomization(false, false));
      }
    };
  }
}

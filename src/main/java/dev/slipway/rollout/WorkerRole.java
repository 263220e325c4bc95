package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.actuator.DbSchedulerHealthIndicator;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import dev.slipway.base.ProcessRole;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether this process runs what is due. One that is no worker puts ticks all the same, for those
 * that are.
 */
@Configuration(proxyBeanMethods = false)
class WorkerRole {

  /** In place of what starts the scheduler. */
  @Bean
  @Conditional(NoWorker.class)
  DbSchedulerStarter nothingIsStarted() {
    return () -> {};
  }

  /** In place of the library's own, to which a scheduler that is not to run is down. */
  @Bean
  @Conditional(Worker.class)
  @ConditionalOnBooleanProperty(name = "db-scheduler.enabled", matchIfMissing = true)
  HealthIndicator dbScheduler(Scheduler scheduler) {
    return new DbSchedulerHealthIndicator(scheduler);
  }

  private static boolean isWorker(Environment environment) {
    return ProcessRole.of(environment).contains(ProcessRole.WORKER);
  }

  static final class Worker implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return isWorker(context.getEnvironment());
    }
  }

  static final class NoWorker implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isWorker(context.getEnvironment());
    }
  }
}

package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The recurring rounds of this room, which do not belong to a deployment. One of the processes
 * makes each round. A round takes up what is due by its own record, so a missed round loses
 * nothing.
 */
@Configuration(proxyBeanMethods = false)
class Rounds {

  private static final Duration COLLECTING = Duration.ofMinutes(1);
  private static final Duration LOOKING = Duration.ofSeconds(15);

  @Bean
  Task<Void> driftRound(DriftWatch watch) {
    return Tasks.recurring("look-for-drift", FixedDelay.of(LOOKING))
        .execute((instance, context) -> watch.round());
  }

  @Bean
  Task<Void> collectingRound(CollectLeft collect) {
    return Tasks.recurring("collect-left", FixedDelay.of(COLLECTING))
        .execute((instance, context) -> collect.collect());
  }
}

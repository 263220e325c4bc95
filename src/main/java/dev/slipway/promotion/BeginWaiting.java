package dev.slipway.promotion;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Promotions that wait for a deployment to end are looked after again and again. */
@Configuration(proxyBeanMethods = false)
class BeginWaiting {

  private static final Duration EVERY = Duration.ofSeconds(5);

  @Bean
  Task<Void> waitingRound(Promote promote) {
    return Tasks.recurring("begin-waiting-promotions", FixedDelay.of(EVERY))
        .execute((instance, context) -> promote.beginWaiting());
  }
}

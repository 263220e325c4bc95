package dev.slipway.promotion;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Promotions that wait for something are looked after again and again. */
@Configuration(proxyBeanMethods = false)
class PromotionRounds {

  private static final Duration EVERY = Duration.ofSeconds(5);

  @Bean
  Task<Void> waitingRound(BeginLater later) {
    return Tasks.recurring("begin-waiting-promotions", FixedDelay.of(EVERY))
        .execute((instance, context) -> later.round());
  }
}

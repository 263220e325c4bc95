package dev.slipway.promotion;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Environments that promote by themselves, and promotions that wait for something, are looked after
 * again and again: in this order, so that after a rollback nothing begins that should pause.
 */
@Configuration(proxyBeanMethods = false)
class PromotionRounds {

  private static final Duration EVERY = Duration.ofSeconds(5);

  @Bean
  Task<Void> waitingRound(AutoPromote auto, BeginLater later) {
    return Tasks.recurring("begin-waiting-promotions", FixedDelay.of(EVERY))
        .execute((instance, context) -> {
          try {
            auto.round();
          } finally {
            later.round();
          }
        });
  }
}

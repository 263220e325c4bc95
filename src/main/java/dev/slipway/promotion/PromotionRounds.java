package dev.slipway.promotion;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The recurring round of this room: looks first at environments that promote by themselves, then at
 * promotions that wait. In this order, after a rollback, automatic promotions are paused before any
 * of them can begin.
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

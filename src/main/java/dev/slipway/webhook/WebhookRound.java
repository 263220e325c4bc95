package dev.slipway.webhook;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.slipway.base.WallClock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * The recurring round of this room, made once a second in one of the processes: takes up new events
 * and starts the deliveries that are due. A round waits for no receiver, and takes up what is due
 * by its own record, so a missed round loses nothing.
 */
@Component
class WebhookRound {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofDays(30);

  private final TakeUpEvents events;
  private final SendDue due;
  private final WallClock clock;

  WebhookRound(TakeUpEvents events, SendDue due, WallClock clock) {
    this.events = events;
    this.due = due;
    this.clock = clock;
  }

  void make() {
    while (events.takeUp()) {
      // More than fits into one transaction.
    }
    events.tidy(clock.now(), KEPT);
    due.start();
  }

  @Configuration(proxyBeanMethods = false)
  static class Schedule {

    @Bean
    Task<Void> sendWebhooks(WebhookRound round) {
      return Tasks.recurring("send-webhooks", FixedDelay.of(EVERY))
          .execute((instance, context) -> round.make());
    }
  }
}

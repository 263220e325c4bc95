package dev.slipway.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** Writes denied attempts down, within a second of the first of a sort. */
@Component
class RecordDenials implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecordDenials.class);
  private static final String NOBODY = "unknown";

  private final DeniedAttempts attempts;
  private final AccessFacts facts;
  private final TransactionOperations transaction;
  private @Nullable ScheduledExecutorService rounds;

  RecordDenials(DeniedAttempts attempts, AccessFacts facts, TransactionOperations transaction) {
    this.attempts = attempts;
    this.facts = facts;
    this.transaction = transaction;
  }

  @Override
  public void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("slipway-denials").daemon().factory());
    started.scheduleWithFixedDelay(() -> write(attempts.due()), 1, 1, TimeUnit.SECONDS);
    rounds = started;
  }

  /** {@inheritDoc} After what listens, so that nothing is refused any more. */
  @Override
  public void stop() {
    ScheduledExecutorService started = rounds;
    if (started != null) {
      started.close();
      rounds = null;
      write(attempts.rest());
    }
  }

  @Override
  public boolean isRunning() {
    return rounds != null;
  }

  /** {@inheritDoc} Before what listens, whose phases are Spring's last. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void write(List<DeniedAttempts.Sum> sums) {
    for (int i = 0; i < sums.size(); i++) {
      DeniedAttempts.Sum sum = sums.get(i);
      try {
        transaction.executeWithoutResult(_ -> tell(sum));
      } catch (DataAccessException | TransactionException e) {
        // Where one write fails, the others would fail too, each after a wait.
        LOG.warn(
            "Denied attempts could not be recorded ({} sorts): {}",
            sums.size() - i,
            e.getMessage());
        sums.subList(i, sums.size()).forEach(attempts::putBack);
        return;
      }
    }
  }

  private void tell(DeniedAttempts.Sum sum) {
    Denial last = sum.last();
    String caller = last.caller();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("times", sum.times());
    data.put("since", sum.since().toString());
    data.put("until", sum.until().toString());
    data.put("tried", last.tried());
    data.put("why", last.why());
    data.put("request_id", last.requestId());
    data.put("address", sum.others() ? "several" : last.address());
    String times = sum.times() == 1 ? "once" : sum.times() + " times";
    if (caller == null || sum.others()) {
      facts.tell(
          NOBODY,
          "access.unauthenticated",
          NOBODY,
          "Refused %s from %s, the last time %s: %s"
              .formatted(times, data.get("address"), last.tried(), last.why()),
          data);
    } else {
      facts.tell(
          caller,
          "access.denied",
          caller,
          "Refused %s %s: %s".formatted(last.tried(), times, last.why()),
          data);
    }
  }
}

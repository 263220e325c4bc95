package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;

/** Alarms that were deleted, as they were: CloudWatch tells an alarm's history for 30 days. */
final class PastAlarms {

  private static final String KIND = "cloudwatch.past-alarm";
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int MOST = 1000;

  private final Journal journal;
  private final Map<String, Alarm> past = new ConcurrentHashMap<>();

  PastAlarms(Journal journal) {
    this.journal = journal;
    journal.all(KIND).forEach((key, json) -> past.put(key, Alarm.fromJson(Scope.ofKey(key), json)));
  }

  /** Keeps an alarm that is deleted now. */
  synchronized void keep(Alarm alarm, Instant now) {
    Alarm deleted =
        alarm.noting(
            HistoryItemType.CONFIGURATION_UPDATE, "Alarm \"" + alarm.name() + "\" deleted", now);
    past.values().stream().filter(one -> over(one, now)).toList().forEach(this::drop);
    if (past.size() >= MOST) {
      past.values().stream()
          .min((one, other) -> deletedAt(one).compareTo(deletedAt(other)))
          .ifPresent(this::drop);
    }
    String key = key(alarm);
    past.put(key, deleted);
    journal.put(KIND, key, deleted.toJson());
  }

  /** What is told of the alarm that had this name; it is told of the new one from now on. */
  synchronized List<AlarmHistoryItem> take(Scope scope, String name, Instant now) {
    @Nullable Alarm known = past.get(scope.key(name));
    if (known == null) return List.of();
    drop(known);
    return over(known, now) ? List.of() : known.history();
  }

  Stream<Alarm> all(Scope scope, Instant now) {
    return past.values().stream().filter(alarm -> alarm.scope().equals(scope) && !over(alarm, now));
  }

  private void drop(Alarm alarm) {
    past.remove(key(alarm));
    journal.remove(KIND, key(alarm));
  }

  private static String key(Alarm alarm) {
    return alarm.scope().key(alarm.name());
  }

  private static boolean over(Alarm alarm, Instant now) {
    return deletedAt(alarm).isBefore(now.minus(KEPT));
  }

  /** Its deletion is the last that is told of it. */
  private static Instant deletedAt(Alarm alarm) {
    return alarm.history().getLast().timestamp();
  }
}

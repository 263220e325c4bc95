package dev.slipway.access;

import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Attempts that were refused, on their way to the record. The first of a sort is written down at
 * once, and from then on once a minute how many more there were, so that nobody fills the record by
 * being refused. Noting one never waits.
 */
@Component
public class DeniedAttempts {

  /** More sorts than that in a minute are counted together. */
  static final int MOST = 2_000;

  /** More sorts than that of one unknown address in a minute are counted together. */
  static final int MOST_OF_AN_ADDRESS = 20;

  static final Duration EVERY = Duration.ofMinutes(1);

  private static final Object OTHERS = new Object();

  private final WallClock clock;
  private final Map<Object, Count> counts = new HashMap<>();
  private final Map<String, Integer> ofAddress = new HashMap<>();

  public DeniedAttempts(WallClock clock) {
    this.clock = clock;
  }

  /**
   * Several of a sort.
   *
   * @param last the last of them, or the first of all
   * @param others whether it stands for sorts that were too many to be told apart
   */
  record Sum(Denial last, boolean others, long times, Instant since, Instant until) {}

  private static final class Count {
    private Instant due;
    private long times;
    private Denial last;
    private Instant since;
    private Instant until;

    Count(Denial first, Instant now) {
      due = now;
      last = first;
      since = now;
      until = now;
    }
  }

  /** Notes one. */
  public void note(Denial denial) {
    add(denial, 1, clock.now());
  }

  private synchronized void add(Denial denial, long times, Instant since) {
    Instant now = clock.now();
    Object sort = kept(denial.sort());
    Count count = counts.get(sort);
    if (count == null) {
      count = new Count(denial, now);
      counts.put(sort, count);
      if (sort instanceof Denial.Unknown unknown)
        ofAddress.merge(unknown.address(), 1, Integer::sum);
    }
    if (count.times == 0) {
      count.since = since;
    }
    count.times += times;
    count.last = denial;
    count.until = now;
  }

  /** The sort under which it is counted: with others where there are too many to tell apart. */
  private Object kept(Object sort) {
    if (counts.containsKey(sort)) return sort;
    if (sort instanceof Denial.Unknown(String address, _, _)
        && ofAddress.getOrDefault(address, 0) >= MOST_OF_AN_ADDRESS) {
      sort = new Denial.Unknown(address, null, null);
    }
    return counts.containsKey(sort) || counts.size() < MOST ? sort : OTHERS;
  }

  /** What is to be written down now; it is counted anew from here on. */
  synchronized List<Sum> due() {
    Instant now = clock.now();
    List<Sum> due = new ArrayList<>();
    for (Iterator<Map.Entry<Object, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Object, Count> entry = all.next();
      Count count = entry.getValue();
      if (count.due.isAfter(now)) {
        continue;
      }
      if (count.times == 0) {
        all.remove();
        if (entry.getKey() instanceof Denial.Unknown unknown) {
          ofAddress.computeIfPresent(
              unknown.address(), (_, sorts) -> sorts == 1 ? null : sorts - 1);
        }
        continue;
      }
      due.add(new Sum(count.last, entry.getKey() == OTHERS, count.times, count.since, count.until));
      count.times = 0;
      count.due = now.plus(EVERY);
    }
    return due;
  }

  /** Everything, whether it is due or not: there will be no later. */
  List<Sum> rest() {
    synchronized (this) {
      counts.values().forEach(count -> count.due = Instant.MIN);
    }
    return due();
  }

  /** Takes back what could not be written down. */
  void putBack(Sum sum) {
    add(sum.last(), sum.times(), sum.since());
  }
}

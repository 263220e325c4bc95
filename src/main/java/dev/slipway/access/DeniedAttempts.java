package dev.slipway.access;

import dev.slipway.access.Denial.Sort;
import dev.slipway.access.Denial.Source;
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

  /**
   * More sorts than that in a minute are counted together: of known callers, and as many of others,
   * behind whom nobody who is known can hide.
   */
  static final int MOST = 2_000;

  /** More sorts than that of one unknown network in a minute are counted together. */
  static final int MOST_OF_A_NETWORK = 20;

  /** More sorts than that of one caller in a minute are counted together, under the name. */
  static final int MOST_OF_A_CALLER = 200;

  static final Duration EVERY = Duration.ofMinutes(1);

  private static final Sort KNOWN_OTHERS = new Sort(new Source(true, ""), null, null);
  private static final Sort OTHERS = new Sort(new Source(false, ""), null, null);

  private final WallClock clock;
  private final Map<Sort, Count> counts = new HashMap<>();
  private final Map<Source, Integer> ofSource = new HashMap<>();
  private int ofKnown;

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
    Sort sort = kept(denial.sort());
    Count count = counts.get(sort);
    if (count == null) {
      count = new Count(denial, now);
      counts.put(sort, count);
      ofSource.merge(sort.source(), 1, Integer::sum);
      if (sort.source().known()) ofKnown++;
    }
    if (count.times == 0) {
      count.since = since;
    }
    count.times += times;
    count.last = denial;
    count.until = now;
  }

  /** The sort under which it is counted: with others where there are too many to tell apart. */
  private Sort kept(Sort sort) {
    if (counts.containsKey(sort)) return sort;
    boolean known = sort.source().known();
    int most = known ? MOST_OF_A_CALLER : MOST_OF_A_NETWORK;
    Sort kept = ofSource.getOrDefault(sort.source(), 0) < most ? sort : sort.whateverElse();
    if (counts.containsKey(kept)) return kept;
    int alike = known ? ofKnown : counts.size() - ofKnown;
    if (alike < MOST) return kept;
    return known ? KNOWN_OTHERS : OTHERS;
  }

  /** What is to be written down now; it is counted anew from here on. */
  synchronized List<Sum> due() {
    Instant now = clock.now();
    List<Sum> due = new ArrayList<>();
    for (Iterator<Map.Entry<Sort, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Sort, Count> entry = all.next();
      Count count = entry.getValue();
      if (count.due.isAfter(now)) {
        continue;
      }
      if (count.times == 0) {
        all.remove();
        Source source = entry.getKey().source();
        ofSource.computeIfPresent(source, (_, sorts) -> sorts == 1 ? null : sorts - 1);
        if (source.known()) ofKnown--;
        continue;
      }
      due.add(new Sum(count.last, isOthers(entry.getKey()), count.times, count.since, count.until));
      count.times = 0;
      count.due = now.plus(EVERY);
    }
    return due;
  }

  private static boolean isOthers(Sort sort) {
    return sort.equals(OTHERS) || sort.equals(KNOWN_OTHERS);
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

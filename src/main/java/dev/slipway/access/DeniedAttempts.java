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
 * Attempts that were refused, on their way to the record. The first attempt of a sort is written
 * down at once. After that the number of further attempts is written once a minute, so that nobody
 * can fill the record by being refused. Noting an attempt never waits.
 */
@Component
public class DeniedAttempts {

  /**
   * How many sorts of known callers are told apart in a minute; further sorts are counted together.
   * As many sorts of unknown callers are told apart beside them, so that no known caller can hide
   * behind unknown ones.
   */
  static final int MOST = 2_000;

  /**
   * How many sorts of one unknown network are told apart in a minute; further sorts are counted
   * together.
   */
  static final int MOST_OF_A_NETWORK = 20;

  /**
   * How many sorts of one caller are told apart in a minute; further sorts are counted together,
   * under the caller's name.
   */
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
   * Several attempts of a sort.
   *
   * @param last the last of the attempts; the first, where it is the first of its sort
   * @param others whether this stands for several sorts that were too many to be told apart
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

  /**
   * The sort under which an attempt is counted: together with others where there are too many
   * sorts.
   */
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

  /** What is to be written down now. Counting begins anew with this call. */
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

  /** All counts, whether they are due or not: the process ends. */
  List<Sum> rest() {
    synchronized (this) {
      counts.values().forEach(count -> count.due = Instant.MIN);
    }
    return due();
  }

  /** Takes back counts that could not be written down. */
  void putBack(Sum sum) {
    add(sum.last(), sum.times(), sum.since());
  }
}

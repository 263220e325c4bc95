package dev.slipway.proxy;

import dev.slipway.traffic.Captured;
import dev.slipway.traffic.Compared;
import dev.slipway.traffic.Compared.Verdict;
import dev.slipway.traffic.TrafficRules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores mirrored and captured predictions in the database, on a thread of its own. It holds few of
 * them: those that do not fit are dropped and counted, also while the database is down.
 */
final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final double MILLI = 1e6;
  private static final long MOST_BYTES = 16 * 1024 * 1024;
  private static final int MOST_STORED = 2_000;

  private final Consumer<List<Compared>> compared;
  private final Consumer<List<Captured>> captured;
  private final DepositCaptures deposits;
  private final Counter dropped;
  private final Counter skipped;
  private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final List<Compared> comparisons = new ArrayList<>();
  private final List<Captured> captures = new ArrayList<>();
  private long capturedBytes;
  private boolean failing;

  /**
   * @param compared stores comparisons; may block and throw
   * @param captured stores captures; likewise
   * @param deposits takes those that go to S3
   */
  Recorder(
      Consumer<List<Compared>> compared,
      Consumer<List<Captured>> captured,
      DepositCaptures deposits,
      MeterRegistry registry) {
    this.compared = compared;
    this.captured = captured;
    this.deposits = deposits;
    dropped =
        Counter.builder("slipway.proxy.observations.dropped")
            .description("Mirrored or captured predictions that were not kept")
            .register(registry);
    skipped =
        Counter.builder("slipway.proxy.mirror.skipped")
            .description("Predictions that were to be mirrored and were not")
            .register(registry);
  }

  /** Takes an observation that is complete; never blocks. */
  void offer(Observation complete) {
    long size = complete.size();
    if (bytes.addAndGet(size) > MOST_BYTES) {
      bytes.addAndGet(-size);
      dropped.increment();
    } else {
      seen.add(complete);
    }
  }

  /** A prediction was not mirrored, though it was to be. */
  void skipped() {
    skipped.increment();
  }

  /** Puts the captures that go to S3 there. Blocks on S3. */
  void deposit() {
    deposits.deposit();
  }

  /** Stores what has come since the last call. Blocks on the database. */
  synchronized void flush() {
    for (Observation next = seen.poll(); next != null; next = seen.poll()) {
      bytes.addAndGet(-next.size());
      take(next);
    }
    store();
  }

  private void store() {
    try {
      if (!comparisons.isEmpty()) {
        compared.accept(List.copyOf(comparisons));
        comparisons.clear();
      }
      if (!captures.isEmpty()) {
        captured.accept(List.copyOf(captures));
        captures.clear();
        capturedBytes = 0;
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("What was mirrored or captured cannot be stored yet", e);
        failing = true;
      }
    }
  }

  private void take(Observation next) {
    Observation.Ending ending = next.ending();
    if (ending == null) {
      return;
    }
    Compared comparison = compare(next, ending);
    TrafficRules.Capture rule = next.capture;
    if (comparison != null) {
      keep(comparison);
    }
    if (rule != null) {
      keep(next, rule, capture(next, ending, rule));
    }
  }

  private void keep(Observation seen, TrafficRules.Capture rule, Captured capture) {
    String prefix = rule.s3Prefix();
    if (prefix == null) {
      keep(capture);
    } else {
      dropped.increment(deposits.keep(seen.destination.route().location(), prefix, capture));
    }
  }

  private void keep(Compared comparison) {
    if (comparisons.size() < MOST_STORED) {
      comparisons.add(comparison);
    } else {
      dropped.increment();
    }
  }

  private void keep(Captured capture) {
    long size = size(capture);
    if (!fits(size) && !failing) {
      store();
    }
    if (fits(size)) {
      captures.add(capture);
      capturedBytes += size;
    } else {
      dropped.increment();
    }
  }

  private boolean fits(long size) {
    return captures.size() < MOST_STORED && capturedBytes + size <= MOST_BYTES;
  }

  /**
   * How many bytes of the heap a capture's bodies hold at most: some text takes two bytes a
   * character.
   */
  private static long size(Captured capture) {
    return 2L * (length(capture.request()) + length(capture.answer()));
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static @Nullable Compared compare(Observation seen, Observation.Ending ending) {
    TrafficRules.Mirror mirror = seen.mirror();
    Observation.Shadow shadow = seen.shadow();
    if (mirror == null || shadow == null) {
      return null;
    }
    return new Compared(
        ending.at(),
        seen.destination.route().endpoint(),
        mirror.endpoint(),
        mirror.toleranceOrNone(),
        seen.destination.releases(ending.answered()),
        shadow.release(),
        verdict(seen, ending, shadow, mirror.toleranceOrNone()),
        ending.upstreamNanos() / MILLI,
        shadow.nanos() / MILLI);
  }

  private static Verdict verdict(
      Observation seen, Observation.Ending ending, Observation.Shadow shadow, double tolerance) {
    if (shadow.status() == 0 || (shadow.status() >= 400 && ending.status() < 400)) {
      return Verdict.FAILED;
    }
    if (isOwnError(ending.status()) || isOwnError(shadow.status())) {
      return Verdict.NOT_COMPARED;
    }
    if (shadow.status() != ending.status()) {
      return Verdict.DIFFERED;
    }
    byte[] one = seen.answer();
    byte[] other = Observation.bytes(shadow.answer());
    if (one == null || other == null) {
      return Verdict.NOT_COMPARED;
    }
    boolean agree =
        ending.status() == ModelError.STATUS
            ? CompareAnswers.modelErrorsAgree(one, other, tolerance)
            : CompareAnswers.agree(one, other, tolerance);
    return agree ? Verdict.AGREED : Verdict.DIFFERED;
  }

  /** Whether a status is SageMaker's own, so that no model has answered. */
  private static boolean isOwnError(int status) {
    return status >= 400 && status != ModelError.STATUS;
  }

  private static Captured capture(
      Observation seen, Observation.Ending ending, TrafficRules.Capture rule) {
    int most = rule.maxBodyOrUsual();
    return new Captured(
        ending.at(),
        seen.destination.route().endpoint(),
        ending.requestId(),
        seen.destination.releaseLabel(ending.answered()),
        ending.variant(),
        ending.caller(),
        ending.status(),
        ending.upstreamNanos() / MILLI,
        seen.requestType(),
        KeptBody.of(seen.request(), most, rule.redacted()),
        seen.answerType(),
        ending.status() == ModelError.STATUS
            ? KeptBody.ofModelError(seen.answer(), most, rule.redacted())
            : KeptBody.of(seen.answer(), most, rule.redacted()),
        rule.keepOrUsual());
  }
}

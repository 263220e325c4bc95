package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Network;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts how often each client address has shown tokens that are nobody's. An address that has done
 * so too often has to wait. That keeps guesses from the database and from the keys of identity
 * providers. Tokens that were valid a moment ago are still looked up, so that callers who share the
 * address of somebody who guesses can go on.
 *
 * <p>Each address has {@code slipway.access.failures-per-minute} attempts, and regains them over a
 * minute. Each access key in whose name an address signs has a count of its own, in the same way.
 * The number of counts is bounded: those that were quiet for longest are forgotten first.
 */
@Component
public class FailedAttempts {

  private static final int MOST = 10_000;
  private static final double SECONDS = 60;

  private final int perMinute;
  private final WallClock clock;
  private final Map<Source, Left> left = latest();
  private final Map<String, Boolean> valid = latest();

  @Autowired
  FailedAttempts(OidcSettings settings, WallClock clock) {
    this(settings.failuresPerMinute(), clock);
  }

  /**
   * Makes counts that are shared with nothing else.
   *
   * @param perMinute how many failures an address may have in a minute
   */
  public FailedAttempts(int perMinute, WallClock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  private record Left(double attempts, Instant at) {}

  /**
   * The source of failures: an address, or only the requests that it signs in the name of one
   * access key.
   */
  private record Source(String network, @Nullable String accessKeyId) {
    static Source of(String address, @Nullable String accessKeyId) {
      return new Source(Network.ofClient(address), accessKeyId);
    }
  }

  /**
   * Refuses an address that has failed too often.
   *
   * @param shown the token that it shows this time
   * @throws Failure.Limited {@code too-many-failures}
   */
  public synchronized void check(String address, String shown) {
    Instant now = clock.now();
    double attempts = attempts(Source.of(address, null), now);
    if (attempts >= 1 || valid.containsKey(TokenValue.hash(shown))) {
      return;
    }
    throw limited(
        ("Too many tokens or access keys that are nobody's have come from %s. Wait, and send one"
                + " that is valid.")
            .formatted(address),
        attempts);
  }

  /** The token that an address has shown was nobody's. */
  public synchronized void failed(String address, String shown) {
    failed(shown);
    count(Source.of(address, null), clock.now());
  }

  /** The token was nobody's, and it is not known which address has shown it. */
  public synchronized void failed(String shown) {
    valid.remove(TokenValue.hash(shown));
  }

  /** The token was somebody's. */
  public synchronized void succeeded(String shown) {
    valid.put(TokenValue.hash(shown), true);
  }

  /**
   * A request was signed wrongly in the name of an access key that exists. That says nothing about
   * other requests from the address, so these go on: tokens, and other keys that this process may
   * see for the first time.
   *
   * @throws Failure.Limited {@code too-many-failures}, when it has happened too often
   */
  public synchronized void signedWrongly(String address, String accessKeyId) {
    Instant now = clock.now();
    Source source = Source.of(address, accessKeyId);
    double attempts = attempts(source, now);
    if (attempts < 1) {
      throw limited(
          ("Too many wrong signatures in the name of the access key %s have come from %s. Wait, and"
                  + " check the secret and the host that is signed.")
              .formatted(accessKeyId, address),
          attempts);
    }
    count(source, now);
  }

  private void count(Source source, Instant now) {
    left.put(source, new Left(Math.max(0, attempts(source, now) - 1), now));
  }

  private Failure.Limited limited(String detail, double attempts) {
    long seconds = (long) Math.ceil((1 - attempts) * SECONDS / perMinute);
    return new Failure.Limited(
        "too-many-failures", detail, Duration.ofSeconds(Math.max(1, seconds)));
  }

  private double attempts(Source source, Instant now) {
    Left known = left.get(source);
    if (known == null) {
      return perMinute;
    }
    double seconds = Duration.between(known.at(), now).toMillis() / 1000.0;
    return Math.min(perMinute, known.attempts() + Math.max(0, seconds) * perMinute / SECONDS);
  }

  private static <K, V> Map<K, V> latest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST;
      }
    };
  }
}

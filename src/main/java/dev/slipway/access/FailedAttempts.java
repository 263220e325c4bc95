package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Network;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How often each client address has shown tokens that are nobody's. Whoever has done so too often
 * has to wait, which keeps guesses from the database and from the keys of identity providers. What
 * was valid a moment ago is still looked at, so that callers who share an address with somebody who
 * guesses go on.
 *
 * <p>Of each address is kept how many attempts it has left: all of {@code
 * slipway.access.failures-per-minute}, regained over a minute. Only so many addresses are kept;
 * those that were quiet for longest are forgotten first.
 */
@Component
public class FailedAttempts {

  private static final int MOST = 10_000;
  private static final double SECONDS = 60;

  private final int perMinute;
  private final WallClock clock;
  private final Map<String, Left> left = latest();
  private final Map<String, Boolean> valid = latest();

  @Autowired
  FailedAttempts(OidcSettings settings, WallClock clock) {
    this(settings.failuresPerMinute(), clock);
  }

  /**
   * A count of its own.
   *
   * @param perMinute how many failures an address may have in a minute
   */
  public FailedAttempts(int perMinute, WallClock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  private record Left(double attempts, Instant at) {}

  /**
   * Lets nobody pass who has failed too often.
   *
   * @param shown what they show this time
   * @throws Failure.Limited {@code too-many-failures}
   */
  public synchronized void check(String address, String shown) {
    Instant now = clock.now();
    double attempts = attempts(Network.ofClient(address), now);
    if (attempts >= 1 || valid.containsKey(TokenValue.hash(shown))) {
      return;
    }
    long seconds = (long) Math.ceil((1 - attempts) * SECONDS / perMinute);
    throw new Failure.Limited(
        "too-many-failures",
        "Too many tokens that are nobody's have come from %s. Wait, and send one that is valid."
            .formatted(address),
        Duration.ofSeconds(Math.max(1, seconds)));
  }

  /** What was shown was nobody's. */
  public synchronized void failed(String address, String shown) {
    failed(shown);
    Instant now = clock.now();
    String network = Network.ofClient(address);
    left.put(network, new Left(Math.max(0, attempts(network, now) - 1), now));
  }

  /** The same, shown by nobody knows who. */
  public synchronized void failed(String shown) {
    valid.remove(TokenValue.hash(shown));
  }

  /** What was shown was somebody's. */
  public synchronized void succeeded(String shown) {
    valid.put(TokenValue.hash(shown), true);
  }

  private double attempts(String network, Instant now) {
    Left known = left.get(network);
    if (known == null) {
      return perMinute;
    }
    double seconds = Duration.between(known.at(), now).toMillis() / 1000.0;
    return Math.min(perMinute, known.attempts() + Math.max(0, seconds) * perMinute / SECONDS);
  }

  private static <V> Map<String, V> latest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }
}

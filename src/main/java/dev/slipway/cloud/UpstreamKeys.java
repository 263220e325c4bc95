package dev.slipway.cloud;

import dev.slipway.cloud.Upstream.KeySource;
import dev.slipway.cloud.Upstream.Keys;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The proxy's signing keys. Asking reads one field; every few seconds an asker starts a refresh in
 * the background, where the credentials provider decides whether new keys are due. The first keys
 * are fetched at construction, so that only the first callers wait. When a refresh fails the old
 * keys stay in use until AWS rejects them.
 */
final class UpstreamKeys implements KeySource {

  private static final long REFRESH_NANOS = Duration.ofSeconds(10).toNanos();

  /** After a failure nobody waits for another one. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final AwsCredentialsProvider provider;
  private final LongSupplier nanoTime;
  private final AwsCalls calls = new AwsCalls("credentials");
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile @Nullable Held held;
  private volatile @Nullable Failed failed;

  private record Held(Keys keys, long nanos) {}

  private record Failed(CloudFailure failure, long nanos) {}

  UpstreamKeys(AwsCredentialsProvider provider) {
    this(provider, System::nanoTime);
  }

  UpstreamKeys(AwsCredentialsProvider provider, LongSupplier nanoTime) {
    this.provider = provider;
    this.nanoTime = nanoTime;
    renewInBackground();
  }

  @Override
  public Keys get() {
    Held known = held;
    if (known == null) return renew();
    if (isDue(known)) renewInBackground();
    return known.keys;
  }

  @Override
  public Keys renewed() {
    Held known = held;
    return known == null || isDue(known) ? renew() : known.keys;
  }

  private boolean isDue(Held known) {
    return nanoTime.getAsLong() - known.nanos > REFRESH_NANOS;
  }

  /** Those who come while the keys are renewed wait for the same. */
  private synchronized Keys renew() {
    Held known = held;
    if (known == null) return first();
    if (!isDue(known)) return known.keys;
    try {
      return fetch();
    } catch (CloudFailure e) {
      // The next refresh is due as if this one had brought the same keys.
      held = new Held(known.keys, nanoTime.getAsLong());
      return known.keys;
    }
  }

  private Keys first() {
    Failed before = failed;
    if (before != null && nanoTime.getAsLong() - before.nanos < PAUSE_NANOS) throw before.failure;
    return fetch();
  }

  private void renewInBackground() {
    if (!refreshing.compareAndSet(false, true)) return;
    Thread.ofVirtual()
        .name("upstream-keys")
        .start(() -> {
          try {
            var _ = renew();
          } catch (CloudFailure e) {
            // Whoever asks for the first keys is told.
          } finally {
            refreshing.set(false);
          }
        });
  }

  private Keys fetch() {
    try {
      AwsCredentials credentials = calls.call("GetCredentials", provider::resolveCredentials);
      Keys keys =
          new Keys(
              credentials.accessKeyId(),
              credentials.secretAccessKey(),
              credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null);
      held = new Held(keys, nanoTime.getAsLong());
      return keys;
    } catch (CloudFailure e) {
      failed = new Failed(e, nanoTime.getAsLong());
      throw e;
    }
  }
}

package dev.slipway.cloud;

import dev.slipway.cloud.Upstream.Keys;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The proxy's signing keys. Asking reads one field; every few seconds an asker starts a refresh in
 * the background, where the credentials provider decides whether new keys are due. Keys are fetched
 * as soon as this is made, so that only askers of the first moments wait. A refresh that fails
 * leaves the keys that are there: AWS says when they no longer do.
 */
final class UpstreamKeys implements Supplier<Keys> {

  private static final long REFRESH_NANOS = Duration.ofSeconds(10).toNanos();

  /** After a failure nobody waits for another one. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final AwsCredentialsProvider provider;
  private final AwsCalls calls = new AwsCalls("credentials");
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile @Nullable Held held;
  private volatile @Nullable Failed failed;

  private record Held(Keys keys, long nanos) {}

  private record Failed(CloudFailure failure, long nanos) {}

  UpstreamKeys(AwsCredentialsProvider provider) {
    this.provider = provider;
    inBackground(this::first);
  }

  @Override
  public Keys get() {
    Held known = held;
    if (known == null) return first();
    if (System.nanoTime() - known.nanos > REFRESH_NANOS) inBackground(this::fetch);
    return known.keys;
  }

  private synchronized Keys first() {
    Held known = held;
    if (known != null) return known.keys;
    Failed before = failed;
    if (before != null && System.nanoTime() - before.nanos < PAUSE_NANOS) throw before.failure;
    return fetch();
  }

  private void inBackground(Supplier<Keys> work) {
    if (!refreshing.compareAndSet(false, true)) return;
    Thread.ofVirtual()
        .name("upstream-keys")
        .start(() -> {
          try {
            var _ = work.get();
          } catch (CloudFailure e) {
            // The next refresh is due as if this one had brought the same keys.
            Held known = held;
            if (known != null) held = new Held(known.keys, System.nanoTime());
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
      held = new Held(keys, System.nanoTime());
      return keys;
    } catch (CloudFailure e) {
      failed = new Failed(e, System.nanoTime());
      throw e;
    }
  }
}

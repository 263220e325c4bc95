package dev.slipway.proxy;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways to SageMaker Runtime whose keys have been fetched at least once. From then on asking for
 * the keys does not block, so an event loop may ask. Used by one thread.
 */
final class KnownUpstreams {

  private static final Logger LOG = LoggerFactory.getLogger(KnownUpstreams.class);
  private static final int PATIENCE_SECONDS = 2;

  private final Clouds clouds;
  private final Map<CloudLocation, CompletableFuture<Upstream>> ways = new HashMap<>();
  private final Set<CloudLocation> closed = new HashSet<>();

  KnownUpstreams(Clouds clouds) {
    this.clouds = clouds;
  }

  /**
   * The way to a location; empty while it is not open. The first call for a location waits a
   * little, later calls do not.
   */
  Optional<Upstream> at(CloudLocation location) {
    CompletableFuture<Upstream> known = ways.get(location);
    if (known != null && !known.isDone()) {
      return Optional.empty();
    }
    CompletableFuture<Upstream> way =
        known != null
            ? known
            : CompletableFuture.supplyAsync(() -> open(location), Thread::startVirtualThread);
    ways.put(location, way);
    try {
      Upstream open = way.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (closed.remove(location)) {
        LOG.info("SageMaker Runtime of {} can be called", name(location));
      }
      return Optional.of(open);
    } catch (ExecutionException e) {
      ways.remove(location);
      if (closed.add(location)) {
        LOG.warn("SageMaker Runtime of {} cannot be called yet", name(location), e.getCause());
      }
    } catch (TimeoutException _) {
      LOG.debug("Keys for {} take long", name(location));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /**
   * Has the keys of the ways in use renewed before they expire, also while nobody predicts, so that
   * the next prediction does not wait for new keys. Does not wait itself.
   */
  void keepFresh(Collection<Upstream> used) {
    for (Upstream each : used) {
      try {
        var _ = each.keys().get();
      } catch (CloudFailure e) {
        LOG.debug("There are no keys for SageMaker Runtime in {}", each.region(), e);
      }
    }
  }

  /** Forgets the other ways; should they be used again their keys are renewed first. */
  void keepOnly(Set<CloudLocation> used) {
    ways.keySet().retainAll(used);
    closed.retainAll(used);
  }

  private Upstream open(CloudLocation location) {
    Upstream upstream = clouds.upstream(location);
    // Somebody may have used it long ago.
    var _ = upstream.keys().renewed();
    return upstream;
  }

  private static String name(CloudLocation location) {
    return location.accountId() + " in " + location.region();
  }
}
